"""The little Markdown that members may write: bold, italic, lists, quotes and links; everything else stays as typed.

Nothing here can fetch or run anything: an image becomes a link with its words, HTML stays text, and a link leads only
to the web, to a mail or to a number. What is parsed is plain data, so a test can hold every text against that.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

_NESTING_MAX = 20
_RULES = ["emphasis", "list", "blockquote", "heading", "link", "image", "autolink", "newline", "escape"]
_READER = MarkdownIt("zero", {"maxNesting": _NESTING_MAX}).enable(_RULES)
# A text without any of these reads the same with and without the rules.
_MARKED = re.compile(r"[*_\[\]<>#\\]|^\s*(?:[-+]|\d+[.)])\s|https?://", re.MULTILINE | re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_AFTER_ADDRESS = ".,;:!?)]}'’”*_"
_TEXTS_KEPT = 512


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in one style; `url` is where they lead, empty for nowhere."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, an item of a list with its `marker`, or a quote; `depth` counts the lists that it stands in."""

    runs: tuple[Run, ...]
    marker: str = ""
    depth: int = 0
    quoted: bool = False

    @property
    def text(self) -> str:
        """The words without their style."""
        return "".join(run.text for run in self.runs)


@lru_cache(_TEXTS_KEPT)
def parse(text: str) -> tuple[Block, ...]:
    """Return what a text says, block by block."""
    plain = (Block((Run(text),)),)
    if not _MARKED.search(text):
        return plain
    tokens = _READER.parse(text)
    if any(token.level >= _NESTING_MAX - 2 for token in tokens):
        return plain  # the reader drops what is nested deeper, and no word may be lost
    return tuple(_blocks(tokens)) or plain


def safe_url(url: str) -> str:
    """Return an address that may be opened, empty for any other: only the web, a mail, a number, and no hidden name
    before an @, which would make another host look like the one that is meant."""
    if any(character.isspace() or not character.isprintable() for character in url):
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme in ("http", "https"):
        return url if host and "@" not in parts.netloc and _plain_host(host) else ""
    return url if parts.scheme in ("mailto", "tel") and parts.path and "//" not in url else ""


def host_of(url: str) -> str:
    """Return where an address leads: the host in the letters that the network uses, so that none looks like another."""
    parts = urlsplit(url)
    return _plain_host(parts.hostname) if parts.hostname else unquote(parts.path)


def _plain_host(host: str) -> str:
    try:
        return unquote(host).encode("idna").decode()
    except UnicodeError:
        return ""


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    markers: list[str] = []
    depth = quotes = 0
    heading = False
    for token in tokens:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                depth += 1
            case "bullet_list_close" | "ordered_list_close":
                depth -= 1
            case "list_item_open":
                markers.append(f"{token.info}." if token.info else "•")
            case "list_item_close":
                markers.pop()
            case "blockquote_open":
                quotes += 1
            case "blockquote_close":
                quotes -= 1
            case "heading_open":
                heading = True
            case "heading_close":
                heading = False
            case "inline":
                runs = tuple(_runs(token.children or [], bold=heading))
                if runs:
                    yield Block(runs, markers[-1] if markers else "", depth, quotes > 0)
                if markers:
                    markers[-1] = ""  # further paragraphs of an item stand below its first


def _runs(tokens: list[Token], *, bold: bool) -> Iterator[Run]:
    style = Run("", bold=bold)
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                style = replace(style, bold=bold or token.type == "strong_open")
            case "em_open" | "em_close":
                style = replace(style, italic=token.type == "em_open")
            case "link_open":
                style = replace(style, url=safe_url(str(token.attrs.get("href", ""))))
            case "link_close":
                style = replace(style, url="")
            case "softbreak" | "hardbreak":
                yield replace(style, text="\n")
            case "image":
                # Its words in place of the picture, which would tell its host who reads this and when.
                yield replace(style, text=token.content, url=style.url or safe_url(str(token.attrs.get("src", ""))))
            case _ if token.content:
                yield from [replace(style, text=token.content)] if style.url else _with_addresses(token.content, style)


def _with_addresses(text: str, style: Run) -> Iterator[Run]:
    """Yield the text with addresses in it as links, as people paste them."""
    end = 0
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(_AFTER_ADDRESS)
        if url := safe_url(address):
            if text[end : found.start()]:
                yield replace(style, text=text[end : found.start()])
            yield replace(style, text=address, url=url)
            end = found.start() + len(address)
    if text[end:]:
        yield replace(style, text=text[end:])
