"""As much of JSON Schema (draft 2020-12) as the published schema uses; a keyword that is not known here fails."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
_WORDS = {"$schema", "$defs", "title", "description", "default", "additionalProperties"}


def faults(schema: Mapping[str, Any], value: Any) -> list[str]:
    """Return what of `value` does not fit `schema`, as sentences with the place."""
    return list(_faults(schema, value, schema, "$"))


def _faults(schema: Mapping[str, Any], value: Any, root: Mapping[str, Any], at: str) -> Iterator[str]:
    for word, rule in schema.items():
        match word:
            case "$ref":
                yield from _faults(root["$defs"][rule.removeprefix("#/$defs/")], value, root, at)
            case "anyOf":
                if all(list(_faults(one, value, root, at)) for one in rule):
                    yield f"{at}: fits none of {len(rule)}"
            case "type":
                is_right = isinstance(value, _TYPES[rule]) and (rule == "boolean" or not isinstance(value, bool))
                if not is_right:
                    yield f"{at}: {value!r} is no {rule}"
            case "properties" if isinstance(value, dict):
                for name in value.keys() & rule.keys():
                    yield from _faults(rule[name], value[name], root, f"{at}.{name}")
            case "required" if isinstance(value, dict):
                yield from (f"{at}: {name} is missing" for name in rule if name not in value)
            case "items" if isinstance(value, list):
                for index, one in enumerate(value):
                    yield from _faults(rule, one, root, f"{at}[{index}]")
            case "pattern" if isinstance(value, str):
                if not re.search(rule, value):
                    yield f"{at}: {value!r} is not {rule}"
            case "minimum" if isinstance(value, int | float):
                if value < rule:
                    yield f"{at}: {value} is below {rule}"
            case "maximum" if isinstance(value, int | float):
                if value > rule:
                    yield f"{at}: {value} is above {rule}"
            case "properties" | "required" | "items" | "pattern" | "minimum" | "maximum":
                pass
            case _ if word not in _WORDS:
                raise ValueError(f"this checker does not know {word!r}")
    others = schema.get("additionalProperties")
    if isinstance(others, dict) and isinstance(value, dict):
        for name in value.keys() - schema.get("properties", {}).keys():
            yield from _faults(others, value[name], root, f"{at}.{name}")
