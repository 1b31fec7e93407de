"""The sentences of failures under the slice's own name; they live in `mobile.sentences`, which every slice may use."""

from mobile.sentences import (
    field_sentence,
    field_sentences,
    is_expected,
    passphrase_sentence,
    problem_sentence,
    refusal_sentence,
)

__all__ = [
    "field_sentence",
    "field_sentences",
    "is_expected",
    "passphrase_sentence",
    "problem_sentence",
    "refusal_sentence",
]
