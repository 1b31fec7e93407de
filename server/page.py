"""How a page of this host looks in a browser: one card, no script, nothing from elsewhere."""

from html import escape

from starlette.responses import HTMLResponse, Response

_STYLE = """
:root { color-scheme: light dark; --back: #FAF7F2; --card: #FFFFFF; --line: #E6DFD3; --text: #1F2B29; --act: #2B6B66; }
@media (prefers-color-scheme: dark) {
  :root { --back: #151C1B; --card: #1E2726; --line: #35413F; --text: #EAF0EE; --act: #8CCFC5; }
}
body { margin: 0; padding: 2rem 1.25rem; background: var(--back); color: var(--text);
  font: 1rem/1.5 Figtree, system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 34rem; margin: 0 auto; padding: 1.5rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 22px; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; }
.code { margin: 1rem 0; font-size: 2rem; line-height: 1.25; font-weight: 600; letter-spacing: .08em; }
button { min-height: 48px; padding: 0 1.5rem; border: 0; border-radius: 24px; font: inherit; font-weight: 600;
  background: var(--act); color: var(--card); }
p:last-child { margin-bottom: 0; }
"""


def page(name: str, *parts: str, status: int = 200, has_form: bool = False) -> Response:
    """Return a page whose `parts` are HTML already and whose `name` is not. The edge adds no-store and nosniff."""
    content = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{escape(name)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{escape(name)}</h1>\n" + "\n".join(parts) + "\n</main>\n</body>\n</html>\n"
    )
    form_action = "'self'" if has_form else "'none'"
    headers = {
        "Content-Security-Policy": (
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
            f"form-action {form_action}; frame-ancestors 'none'"
        ),
        "Referrer-Policy": "no-referrer",  # what stands in the address is for those it was given to
    }
    return HTMLResponse(content, status, headers=headers)


def paragraph(text: str) -> str:
    """Return `text` as a paragraph of a page."""
    return f"<p>{escape(text)}</p>"


def stop_question(name: str, question: str) -> Response:
    """Return the page that asks whether mails shall end. Looking at it changes nothing: its button does."""
    form = '<form method="post"><button type="submit">Stop these mails</button></form>'
    return page(name, paragraph(question), form, has_form=True)


def stop_answer(name: str, done: str | None) -> Response:
    """Return what became of it: `done` in words, None where the link held nothing."""
    if done is not None:
        return page(name, paragraph(done))
    gone = "This link no longer holds. In the app you can see and change which mails come."
    return page(name, paragraph(gone), status=404)
