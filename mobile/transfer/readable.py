"""The check-ins as a text to read (Markdown), day by day, with everything in words.

What a member wrote stands in quotes and says what it said: signs that Markdown would take for its own have a backslash,
so no note can become a heading, a link or a picture that is fetched from somewhere.
"""

import asyncio
import re
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from mobile.entries.document import Entry
from mobile.scale_values import value_words
from mobile.ui import dates
from mobile.vocabulary import Vocabulary
from mobile.words import t, tn

_ENTRIES_PER_STEP = 50
_SIGNS = re.compile(r"([\\`*_\[\]<>#|~&!$])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))", re.MULTILINE)
Progress = Callable[[int, int], None]


async def write_readable(
    title: str, entries: Sequence[Entry], vocabulary: Vocabulary, out: BinaryIO, *, on_progress: Progress | None = None
) -> None:
    """Write `entries`, which stand in the order of their days, into `out`, in steps between which everything else has
    its turn."""
    out.write(f"# {plain(title)}\n".encode())
    last = None
    for count, entry in enumerate(entries, start=1):
        lines = [] if entry.felt_on == last else ["", f"## {plain(dates.day(entry.felt_on))} {entry.felt_on.year}"]
        last = entry.felt_on
        head, body = _head(entry, vocabulary), list(_body(entry, vocabulary))
        out.write("\n".join([*lines, "", f"### {head}", *([""] if body else []), *body, ""]).encode())
        if count % _ENTRIES_PER_STEP == 0 or count == len(entries):
            if on_progress is not None:
                on_progress(count, len(entries))
            await asyncio.sleep(0)


def plain(text: str) -> str:
    """Return a text so that Markdown shows it as it is."""
    text = _SIGNS.sub(r"\\\1", text)
    return _LINE_START.sub(lambda found: found[1] + (found[2] + "\\" if found[2].isdigit() else "\\" + found[2]), text)


def _head(entry: Entry, vocabulary: Vocabulary) -> str:
    mood = plain(vocabulary.mood(entry.level, entry.mood_id))
    head = t("{mood} ({level} of 5)", mood=mood, level=entry.level)
    if entry.felt_at:
        head = t("{time} · {mood}", time=dates.clock(entry.felt_at), mood=head)
    return head


def _body(entry: Entry, vocabulary: Vocabulary) -> Iterator[str]:
    if entry.energy:
        yield "- " + t("Energy: {energy} of 5", energy=entry.energy)
    if entry.feelings:
        yield "- " + t("Words: {words}", words=", ".join(plain(vocabulary.feeling(one)) for one in entry.feelings))
    if entry.tags:
        tags = dict.fromkeys(vocabulary.tag_id(tag) for tag in entry.tags)
        yield "- " + t("Around it: {words}", words=", ".join(plain(vocabulary.tag(one)) for one in tags))
    for key, value in entry.scales.items():
        scale = vocabulary.scale(key)
        name, words = (scale.name, value_words(scale, value)) if scale else (key, f"{value:g}")
        yield "- " + t("{scale}: {value}", scale=plain(name), value=plain(words))
    if entry.photos:
        yield "- " + tn("{count} photo, not in this file", "{count} photos, not in this file", len(entry.photos))
    facts = bool(entry.energy or entry.feelings or entry.tags or entry.scales or entry.photos)
    for count, note in enumerate(one for one in entry.notes or (entry.note,) if one.strip()):
        if facts or count:
            yield ""
        # Two blanks at the end of a line keep it a line.
        yield from (f"> {line}  " if line.strip() else ">" for line in plain(note).splitlines())
