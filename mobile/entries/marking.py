"""Showing where the words that somebody searched for stand in a text, whatever its case and accents."""

from collections.abc import Sequence

from mobile.markup import Run
from mobile.muted_words import fold

_BEFORE = 40  # characters of the text before the first word that was found


def find_marks(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the folded `words` stand in `text`, as (begin, end) in order and without overlaps."""
    folded, places = _fold_with_places(text)
    spans: list[tuple[int, int]] = []
    for word in words:
        at = folded.find(word) if word else -1
        while at >= 0:
            spans.append((places[at], places[at + len(word)]))
            at = folded.find(word, at + len(word))
    merged: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > begin:
            merged.append((begin, end))
    return merged


def mark(text: str, words: Sequence[str]) -> list[Run]:
    """Return the whole `text`, the words in it bold."""
    return _runs(text, find_marks(text, words), 0, len(text))


def excerpt(text: str, words: Sequence[str], length: int = 110) -> list[Run]:
    """Return a piece of `text` in one line that begins shortly before the first of the words, these bold."""
    text = " ".join(text.split())
    marks = find_marks(text, words)
    start = max(0, marks[0][0] - _BEFORE) if marks else 0
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = min(len(text), start + length)
    if end < len(text):
        end = max(text.rfind(" ", start, end), marks[0][1] if marks else 0, start + 1)
    runs = _runs(text, marks, start, end)
    return [*([Run("… ")] if start else []), *runs, *([Run(" …")] if end < len(text) else [])]


def _runs(text: str, marks: Sequence[tuple[int, int]], start: int, end: int) -> list[Run]:
    runs: list[Run] = []
    place = start
    for begin, stop in marks:
        if begin < place or stop > end:
            continue
        runs += [Run(text[place:begin]), Run(text[begin:stop], bold=True)]
        place = stop
    return [run for run in [*runs, Run(text[place:end])] if run.text]


def _fold_with_places(text: str) -> tuple[str, Sequence[int]]:
    """Return `text` folded, and for each letter of that (and the end) where it stands in `text`."""
    if text.isascii():
        return fold(text), range(len(text) + 1)
    pieces = [(piece, place) for place, letter in enumerate(text) for piece in fold(letter)]
    return "".join(piece for piece, _ in pieces), [*(place for _, place in pieces), len(text)]
