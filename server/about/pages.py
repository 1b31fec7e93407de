"""What a browser shows that comes here by itself: at the root, and where a link that invites to a group leads.

Whoever follows such a link may never have heard of Kith. The page says what it is and how to go on; it asks no database
and so says nothing of whether the code is good. No script, nothing from elsewhere.
"""

import re
from html import escape

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from api_client.wire import limits
from server.host import Here
from server.routing import Route

router = APIRouter(route_class=Route)

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",  # a code is for those it was given to
}
# As people pass codes on; anything else in a link would be somebody else's words on this host's page.
_CODE = re.compile(rf"[0-9A-Za-z -]{{1,{2 * limits.JOIN_CODE_LENGTH}}}", re.ASCII)

_STYLE = """
:root { color-scheme: light dark; --back: #FAF7F2; --card: #FFFFFF; --line: #E6DFD3; --text: #1F2B29; }
@media (prefers-color-scheme: dark) {
  :root { --back: #151C1B; --card: #1E2726; --line: #35413F; --text: #EAF0EE; }
}
body { margin: 0; padding: 2rem 1.25rem; background: var(--back); color: var(--text);
  font: 1rem/1.5 Figtree, system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 34rem; margin: 0 auto; padding: 1.5rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 22px; }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; }
.code { margin: 1rem 0; font-size: 2rem; line-height: 1.25; font-weight: 600; letter-spacing: .08em; }
p:last-child { margin-bottom: 0; }
"""

_WHAT = "Kith is a private mood journal, with small groups in which people listen to each other."


@router.get("/", include_in_schema=False)
async def show_root(host: Here) -> Response:
    """Say whose host this is."""
    how = "To use this host, open Kith and give it the address of this page."
    return _page(host.settings.name, _paragraph(_WHAT), _paragraph(how))


@router.get("/groups/join/{join_code}", include_in_schema=False)
async def show_join(host: Here, join_code: str) -> Response:
    """Show a join code and how to use it; the answer is the same for a code that was never made."""
    if _CODE.fullmatch(join_code) is None:
        broken = "This link is not whole. Ask whoever gave it to you for the code."
        return _page(host.settings.name, _paragraph(_WHAT), _paragraph(broken), status=404)
    how = "Open Kith, choose Groups, Join with a code, and paste this link or the code."
    return _page(
        host.settings.name,
        _paragraph("Somebody invites you to a group here."),
        f'<p class="code">{escape(join_code)}</p>',
        _paragraph(how),
        _paragraph(_WHAT),
    )


def _page(name: str, *parts: str, status: int = 200) -> Response:
    """Return a page whose `parts` are HTML already and whose `name` is not. The edge adds no-store and nosniff."""
    content = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{escape(name)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n<h1>{escape(name)}</h1>\n" + "\n".join(parts) + "\n</main>\n</body>\n</html>\n"
    )
    return HTMLResponse(content, status, headers=HEADERS)


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"
