"""What a field can hold, and its one written form."""

import json

# A field holds one plain thing. Sets and maps are one field per element, so that elements merge one by one.
Value = str | int | float | bool | None


def canonical(value: Value) -> str:
    """Return the JSON of `value`: equal exactly when the values are, unlike `==`, which takes True for 1."""
    return json.dumps(value)
