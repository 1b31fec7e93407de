"""JSON files that a host keeps for its people: checked to the letter before the host starts, refused with the place."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

FILE_BYTES_MAX = 200_000
Model = TypeVar("Model", bound=BaseModel)


class BadFile(Exception):
    """The file cannot be used; `problems` are sentences for the host."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def read_file(path: Path, model: type[Model], *, name: str = "") -> Model:
    """Return what a host's file holds; raise BadFile with everything that is wrong in it. `name` begins each sentence
    where several files are read."""
    before = f"{name}: " if name else ""
    try:
        with path.open("rb") as file:
            content = file.read(FILE_BYTES_MAX + 1)
    except OSError as error:
        raise BadFile([f"{path}: cannot be read ({type(error).__name__})"]) from error
    if len(content) > FILE_BYTES_MAX:
        raise BadFile([f"{path}: larger than {FILE_BYTES_MAX // 1000} kB"])
    try:
        return model.model_validate_json(content, extra="forbid")
    except ValidationError as error:
        problems = _problems(path, [(one["loc"], one["msg"]) for one in error.errors()])
        raise BadFile([before + problem for problem in problems]) from error


def _problems(path: Path, found: list[tuple[tuple[int | str, ...], str]]) -> list[str]:
    """Return each problem with its place; what only says that something in it is wrong is left out."""
    innermost = [
        (place, words)
        for place, words in found
        if not any(len(other) > len(place) and other[: len(place)] == place for other, _ in found)
    ]
    return [f"{'.'.join(map(str, place)) or path}: {words}" for place, words in innermost]
