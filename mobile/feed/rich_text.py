"""How the little Markdown of a post is drawn: as text with spans, never as a picture or a page."""

import flet as ft

from mobile.feed.links import ask_to_open
from mobile.markup import Block, Run, parse
from mobile.ui import theme, type
from mobile.ui.guard import handler

_INDENT = 18


def rich_text(text: str, *, lines: int | None = None, with_links: bool = True) -> ft.Control:
    """Return a text in as many `lines` as are given, None for all. Without `with_links` they can be seen but not
    tapped, for a card that is a button itself."""
    blocks = parse(text)
    if len(blocks) == 1 and blocks[0].runs == (Run(blocks[0].text),) and not (blocks[0].marker or blocks[0].quoted):
        return type.body(blocks[0].text) if lines is None else type.preview(blocks[0].text, lines)
    if lines is not None:
        spans = _beginning(_together(blocks, with_links), lines * type.LETTERS_IN_LINE)
        return type.body("", spans=spans, max_lines=lines, overflow=ft.TextOverflow.ELLIPSIS)
    return ft.Column([_block(block, with_links) for block in blocks], spacing=8, tight=True)


def plain_text(text: str) -> str:
    """Return the words of a text without its marks, for a preview in one line."""
    return " ".join(" ".join(block.text for block in parse(text)).split())


def _block(block: Block, with_links: bool) -> ft.Control:
    words: ft.Control = type.body("", spans=_spans(block, with_links))
    if block.quoted:
        words = ft.Container(
            words,
            border=ft.Border.only(left=ft.BorderSide(3, theme.OUTLINE)),
            padding=ft.Padding.only(left=12),
        )
    if block.depth:
        marker = ft.Container(type.body(block.marker, color=theme.PRIMARY), width=_INDENT + 4)
        words = ft.Row(
            [marker, ft.Container(words, expand=True)], spacing=2, vertical_alignment=ft.CrossAxisAlignment.START
        )
    return ft.Container(words, padding=ft.Padding.only(left=_INDENT * max(0, block.depth - 1)))


def _together(blocks: tuple[Block, ...], with_links: bool) -> list[ft.TextSpan]:
    spans: list[ft.TextSpan] = []
    for place, block in enumerate(blocks):
        if place:
            spans.append(ft.TextSpan("\n" if block.depth and blocks[place - 1].depth else "\n\n"))
        if block.marker:
            spans.append(ft.TextSpan(f"{block.marker} "))
        spans += _spans(block, with_links)
    return spans


def _beginning(spans: list[ft.TextSpan], most: int) -> list[ft.TextSpan]:
    """Return the spans up to so many letters, as `type.preview` does with a plain text."""
    for place, span in enumerate(spans):
        text = span.text or ""
        if len(text) > most:
            span.text = type.beginning(text, most) if most else "…"
            return spans[: place + 1]
        most -= len(text)
    return spans


def _spans(block: Block, with_links: bool) -> list[ft.TextSpan]:
    return [_span(run, block.quoted, with_links) for run in block.runs]


def _span(run: Run, quoted: bool, with_links: bool) -> ft.TextSpan:
    colour = theme.PRIMARY if run.url else theme.QUIET if quoted else None
    style = ft.TextStyle(
        weight=theme.BOLD if run.bold else None,
        italic=run.italic,
        color=colour,
        decoration=ft.TextDecoration.UNDERLINE if run.url else None,
    )
    if not run.url or not with_links:
        return ft.TextSpan(run.text, style=style)
    url = run.url
    return ft.TextSpan(run.text, style=style, on_click=handler(lambda _event: ask_to_open(ft.context.page, url)))
