"""Every failure has a sentence of its own, in the member's language, and none repeats what the host said."""

import inspect
from collections.abc import Iterator

import pytest

from api_client import errors
from api_client.keys import WrongKey
from api_client.passphrases import PassphraseProblem, WeakPassphrase
from api_client.recovery_code import InvalidRecoveryCode
from api_client.wire.accounts import UpdateAccount
from api_client.wire.errors import ProblemCode
from mobile import sentences, words
from mobile.device import FolderInUse
from mobile.storage import errors as storage_errors
from mobile.storage import outbox

EXAMPLES: dict[type[Exception], Exception] = {
    errors.Rejected: errors.Rejected(ProblemCode.GONE, "Removed."),
    errors.Conflict: errors.Conflict(ProblemCode.VERSION_CONFLICT, "Changed."),
    errors.RateLimited: errors.RateLimited(120),
    errors.ServerError: errors.ServerError(502),
    errors.Incompatible: errors.Incompatible("host"),
}
FALLBACK = "Something went wrong here. What you wrote is kept; please try again."


def every_api_error() -> Iterator[type[Exception]]:
    """Yield each class of the tree that is raised."""
    for _, kind in inspect.getmembers(errors, inspect.isclass):
        if issubclass(kind, errors.ApiError) and kind is not errors.ApiError:
            yield kind


@pytest.fixture
def pseudo_language() -> Iterator[None]:
    words.set_language(words.PSEUDO)
    yield
    words.set_language(words.DEFAULT_LANGUAGE)


@pytest.mark.parametrize("kind", list(every_api_error()))
def test_every_error_of_a_call_has_a_sentence_through_the_catalogue(
    kind: type[Exception], pseudo_language: None
) -> None:
    error = EXAMPLES.get(kind) or kind("detail of the log")
    sentence = sentences.problem_sentence(error)
    assert sentence.startswith("⟦")
    assert sentence != words.t(FALLBACK)
    assert "detail of the log" not in sentence
    assert sentences.is_expected(error)


@pytest.mark.parametrize("code", list(ProblemCode))
def test_every_code_of_a_refusal_has_a_sentence(code: ProblemCode, pseudo_language: None) -> None:
    sentence = sentences.problem_sentence(errors.Rejected(code, "The host's own words."))
    assert sentence.startswith("⟦")
    assert sentence != sentences.refusal_sentence("a_newer_word")
    assert "host's own words" not in sentence


@pytest.mark.parametrize("code", [outbox.PARENT_FAILED, outbox.GROUP_ENDED, outbox.UNREADABLE])
def test_the_outbox_s_own_reasons_have_sentences(code: str) -> None:
    assert sentences.refusal_sentence(code) != sentences.refusal_sentence("a_newer_word")


@pytest.mark.parametrize(
    "error",
    [
        WrongKey(),
        InvalidRecoveryCode("length"),
        WeakPassphrase([PassphraseProblem.TOO_SHORT]),
        storage_errors.StorageFull(),
        storage_errors.StorageDamaged(),
        storage_errors.StorageClosed(),
        storage_errors.NewerDatabase(),
    ],
)
def test_what_fails_on_the_device_has_a_sentence(error: Exception, pseudo_language: None) -> None:
    sentence = sentences.problem_sentence(error)
    assert sentence.startswith("⟦")
    assert sentence != words.t(FALLBACK)


def test_a_folder_in_use_is_told_without_the_path(tmp_path: object) -> None:
    sentence = sentences.problem_sentence(FolderInUse(tmp_path))  # type: ignore[arg-type]
    assert "already open" in sentence
    assert str(tmp_path) not in sentence


def test_an_unexpected_failure_says_what_is_safe() -> None:
    assert sentences.problem_sentence(KeyError("private words")) == FALLBACK
    assert not sentences.is_expected(KeyError("private words"))


def test_who_must_update_decides_the_advice() -> None:
    assert "ask whoever runs it" in sentences.problem_sentence(errors.Incompatible("host"))
    assert "update Kith" in sentences.problem_sentence(errors.Incompatible("app"))


def test_waiting_is_told_in_minutes() -> None:
    assert "Wait a minute" in sentences.problem_sentence(errors.RateLimited(3))
    assert "Wait 15 minutes" in sentences.problem_sentence(errors.RateLimited(900))


def test_a_busy_host_is_told_apart_from_one_in_trouble() -> None:
    assert "busy" in sentences.problem_sentence(errors.ServerError(503, ProblemCode.BUSY))
    assert "trouble" in sentences.problem_sentence(errors.ServerError(502))


def test_refused_fields_get_their_own_sentences() -> None:
    taken = sentences.field_sentences(errors.Rejected(ProblemCode.HANDLE_TAKEN, "Taken."))
    assert taken == {"handle": "Somebody has this handle already. Choose another."}
    named = sentences.field_sentences(errors.Rejected(ProblemCode.INVALID, "No.", {"posts.0.title": "string_too_long"}))
    assert named == {"title": "This is too long. Shorten it a little."}


def test_a_request_that_does_not_fit_names_its_fields() -> None:
    with pytest.raises(ValueError, match="mixed_scripts") as failed:
        UpdateAccount(display_name="Γжa")  # Greek and Cyrillic
    assert sentences.field_sentences(failed.value) == {
        "display_name": "This mixes letters of several alphabets. Use one."
    }


@pytest.mark.parametrize("problem", list(PassphraseProblem))
def test_every_weakness_of_a_passphrase_has_a_sentence(problem: PassphraseProblem, pseudo_language: None) -> None:
    assert sentences.passphrase_sentence(problem).startswith("⟦")
    assert "passphrase" in sentences.field_sentences(WeakPassphrase([problem]))
