"""Notes that were written as HTML, as plain text. Only what HTML has is taken out: `a < b`, `<3` and `R&D;` stay."""

import html
import re
from html.entities import html5

_TAG = re.compile(
    r"<\s*(/?)\s*(br|div|p|li|ul|ol|b|i|u|s|em|strong|strike|del|span|font|h[1-6])"
    r"(?:\s+[\w:-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s\"'<>=]+))*\s*/?\s*>",
    re.I,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|\w{1,32});", re.I)
_BLOCKS = frozenset({"ul", "ol", "div", "p", "li", "h1", "h2", "h3", "h4", "h5", "h6"})
FORMATTING = frozenset({"b", "i", "u", "s", "em", "strong", "strike", "del", "font", "h1", "h2", "h3"})


def plain_text(note: str) -> tuple[str, bool]:
    """Return the words of a note, lines kept, and whether they had been bold, italic or otherwise marked."""
    if "<" not in note and "&" not in note:
        return note.strip(), False
    was_marked = False

    def replace(found: re.Match[str]) -> str:
        nonlocal was_marked
        name = found[2].lower()
        was_marked = was_marked or name in FORMATTING
        if name == "br":
            return "\n"
        if name == "li" and not found[1]:
            return "\0• "
        return "\0" if name in _BLOCKS else ""

    # Where blocks meet there is one line end, however many of them begin and end there.
    text = re.sub(r"\s*\0[\s\0]*", "\n", _TAG.sub(replace, note.replace("\0", "")))
    return _ENTITY.sub(_letter, text).replace("\u00a0", " ").replace("\0", "").strip(), was_marked


def _letter(found: re.Match[str]) -> str:
    """Return what an entity stands for; what is none stays: `html.unescape` goes by how a word begins."""
    entity = found[0]
    return html.unescape(entity) if entity[1] == "#" or entity[1:] in html5 else entity


def join_title(title: str, body: str) -> str:
    """Return a note with its title as its first line."""
    head, _ = plain_text(title)
    return "\n\n".join(part for part in (head, body) if part)
