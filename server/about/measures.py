"""The check-in measures that a host adds: one JSON file each in one folder, told to devices as one answer.

A measure that is scored wrongly is worse than none: a file that does not fit is refused as a whole, with the place,
before the host starts.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from api_client.wire.measures import BUILT_IN, PACKS_MAX, HostMeasures, MeasurePack
from server.about.kept_files import BadFile, read_file


def read_measure(path: Path) -> MeasurePack:
    """Return the measure of one file; raise BadFile with everything that is wrong in it."""
    pack = read_file(path, MeasurePack, name=path.name)
    if pack.id in BUILT_IN:
        raise BadFile([f"{path.name}: id: {pack.id} comes with the app and is scored as published"])
    return pack


def read_measures(folder: Path) -> tuple[MeasurePack, ...]:
    """Return the measures of a folder's JSON files, in the order of their names; raise BadFile as `read_measure`."""
    if not folder.is_dir():
        raise BadFile([f"{folder}: is no folder"])
    packs: list[MeasurePack] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.json")):
        try:
            pack = read_measure(path)
        except BadFile as error:
            problems += error.problems
            continue
        if any(pack.id == other.id for other in packs):
            problems.append(f"{path.name}: id: {pack.id} stands in another file, too")
        packs.append(pack)
    if len(packs) > PACKS_MAX:
        problems.append(f"{folder}: more than {PACKS_MAX} measures")
    if problems:
        raise BadFile(problems)
    return tuple(packs)


def load_measures(folder: Path | None) -> tuple[MeasurePack, ...]:
    """Return the measures that this host adds."""
    return () if folder is None else read_measures(folder)


def tell_measures(packs: Sequence[MeasurePack], known: str | None) -> HostMeasures:
    """Return what a device is told that knows the packs of the tag `known`."""
    content = "\n".join(pack.model_dump_json() for pack in packs)
    tag = hashlib.sha256(content.encode()).hexdigest()[:32]
    if tag == known:
        return HostMeasures(tag=tag, changed=False)
    return HostMeasures(tag=tag, changed=True, packs=tuple(packs))


def describe(pack: MeasurePack) -> str:
    """Return one measure as the host should know it: how many questions, and what can come of them."""
    least, most = pack.extent([item.id for item in pack.items])
    how = "on average" if pack.scoring == "mean" else "in all"
    name = f"{pack.id} {pack.version} ({pack.language}), {pack.name}"
    return f"{name}: {len(pack.items)} items, {least:g} to {most:g} {how}."
