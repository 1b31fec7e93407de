"""What a failure means for the person in front of it: what happened, what is safe, what to do next.

The host sends codes and English titles; the words shown are ours, because they must be in the member's language and
say what this device keeps. A test holds every code and every class of error against these tables.
"""

from collections.abc import Callable, Mapping

from pydantic import ValidationError

from api_client import errors
from api_client.keys import WrongKey
from api_client.passphrases import PassphraseProblem, WeakPassphrase
from api_client.recovery_code import InvalidRecoveryCode
from api_client.wire import limits
from api_client.wire.errors import ProblemCode
from mobile.device import FolderInUse
from mobile.storage.errors import NewerDatabase, StorageClosed, StorageDamaged, StorageFull
from mobile.words import t, tn

Say = Callable[[], str]

_REFUSALS: Mapping[str, Say] = {
    ProblemCode.MALFORMED: lambda: t("The host could not read this. What you wrote is kept; updating Kith may help."),
    ProblemCode.SIGN_IN_REQUIRED: lambda: t("This device is signed out. Sign in to go on; everything here is kept."),
    ProblemCode.SIGN_IN_FAILED: lambda: t("The handle and what you typed do not fit together. Check both."),
    ProblemCode.NOT_ALLOWED: lambda: t("Only the person who wrote this, or a facilitator, can do that."),
    ProblemCode.SIGN_UP_CLOSED: lambda: t("This host takes no new members at the moment. Your journal here goes on."),
    ProblemCode.NOT_FOUND: lambda: t("This is no longer there, or you are no longer in the group."),
    ProblemCode.JOIN_CODE_UNKNOWN: lambda: t("No group has this code. Check it, or ask for a new one."),
    ProblemCode.HANDLE_TAKEN: lambda: t("Somebody has this handle already. Choose another."),
    ProblemCode.ID_TAKEN: lambda: t("The host has another version of this already. Copy your words and write it anew."),
    ProblemCode.VERSION_CONFLICT: lambda: t("This was changed on another device meanwhile. Look at it and try again."),
    ProblemCode.EPOCH_CHANGED: lambda: t(
        "The host was restored from a backup. This device is reading everything anew."
    ),
    ProblemCode.GROUP_FULL: lambda: t("This group is full at the moment."),
    ProblemCode.TOO_MANY_GROUPS: lambda: t("You are in as many groups as this host allows. Leave one to join another."),
    ProblemCode.TOO_MANY_REPORTS: lambda: t("You have sent as many reports as one day takes. Try again tomorrow."),
    ProblemCode.TOO_MANY_BLOCKS: lambda: t("You block as many people as this host allows. Unblock somebody first."),
    ProblemCode.LAST_FACILITATOR: lambda: t(
        "You look after this group alone, and others are still here. Stay, or remove the group for everybody."
    ),
    ProblemCode.AGREEMENT_REQUIRED: lambda: t(
        "The group changed what it agreed on. Read it and accept it; what you wrote is kept and goes out then."
    ),
    ProblemCode.GROUP_ARCHIVED: lambda: t("This group is closed for new words. Everything in it can still be read."),
    ProblemCode.INVITE_EXPIRED: lambda: t("This invite has ended. Ask whoever gave it to you for a new one."),
    ProblemCode.INVITE_USED_UP: lambda: t("This invite was used by as many as it was for. Ask for a new one."),
    ProblemCode.ALREADY_PROMISED: lambda: t("Somebody else has promised this already."),
    ProblemCode.NO_ROOM: lambda: t(
        "There is no room for one more here. Take another away first, or leave it as it is."
    ),
    ProblemCode.GONE: lambda: t("This was removed meanwhile."),
    ProblemCode.TOO_LARGE: lambda: t("This is too large for the host. Shorten it and send it again."),
    ProblemCode.INVALID: lambda: t("Something here does not fit. Look at the marked places and try again."),
    ProblemCode.INCOMPATIBLE: lambda: t("This app and the host no longer fit together. Update Kith to go on."),
    ProblemCode.RATE_LIMITED: lambda: t("That was tried too often. Wait a few minutes, then try again."),
    ProblemCode.INTERNAL: lambda: t("The host has trouble. It was not your doing, and what you wrote is kept."),
    ProblemCode.BUSY: lambda: t("The host is busy. What you wrote is kept; try again in a moment."),
    ProblemCode.STORAGE_FULL: lambda: t("The host has no space left. What you wrote is kept on this device."),
    # The device's own reasons in the outbox; storage, which names them, is not imported before the first frame.
    "parent_failed": lambda: t("What this belongs to was not accepted, so it was not sent either."),
    "group_ended": lambda: t("The group was removed, or you are no longer in it."),
    "unreadable": lambda: t("This could not be read back from this device's storage."),
}

# The most particular class stands before the one it derives from.
_FAILURES: tuple[tuple[type[BaseException], Say], ...] = (
    (
        errors.Unreachable,
        lambda: t("Your host cannot be reached right now. What you wrote is kept; try again when you are online."),
    ),
    (errors.Unauthorized, lambda: t("This device is signed out. Sign in to go on; everything here is kept.")),
    (
        errors.WeakKeyParameters,
        lambda: t("This host asks for weaker protection than Kith allows. Nothing was sent. Ask whoever runs it."),
    ),
    (
        errors.HostUntrusted,
        lambda: t("This host answered in a way that cannot be trusted. Nothing was used. Ask whoever runs it."),
    ),
    (
        errors.InvalidResponse,
        lambda: t("The host's answer made no sense to this app. What you wrote is kept; updating Kith may help."),
    ),
    (errors.ServerError, lambda: t("The host has trouble at the moment. What you wrote is kept; try again later.")),
    (WrongKey, lambda: t("That is not the right passphrase. Nothing was changed; try again.")),
    (
        InvalidRecoveryCode,
        lambda: t("This is not a whole recovery code. It has six groups of five; check it letter by letter."),
    ),
    (StorageFull, lambda: t("This device is out of space. Nothing was lost; free some space and try again.")),
    (StorageDamaged, lambda: t("This device's journal file is damaged. Close Kith and open it again to repair it.")),
    (StorageClosed, lambda: t("The journal on this device was just closed. Open Kith again to go on.")),
    (
        NewerDatabase,
        lambda: t("This journal was written by a newer Kith. It is safe and was not touched; update Kith to open it."),
    ),
    (
        FolderInUse,
        lambda: t("Kith is already open with this journal. Everything is safe; use that window, or close it first."),
    ),
)

_SYNC_PROBLEMS: Mapping[str, Say] = {
    "storage_full": lambda: t("This device is out of space. Nothing was lost; free some space and sync goes on."),
    "storage": lambda: t("This device's storage does not answer. Close Kith and open it again."),
    "host_untrusted": lambda: t("The host answered in a way that cannot be trusted. Ask whoever runs it."),
    "host_answer": lambda: t("The host's answer made no sense to this app. Updating Kith may help."),
    "history_incomplete": lambda: t("The host shows less than it had. Everything here is kept. Ask whoever runs it."),
    "photos_full": lambda: t(
        "Your journal has as many photos as a host keeps, so some stay on this device alone. Delete photos that you "
        "do not need any more."
    ),
    "photos_unknown": lambda: t(
        "Your host is older than this app and keeps no photos yet. They stay on this device until it is updated."
    ),
    "internal": lambda: t("Something went wrong while syncing. What you wrote is kept; Kith tries again by itself."),
}

_FIELDS: Mapping[str, Say] = {
    "string_too_long": lambda: t("This is too long. Shorten it a little."),
    "too_long": lambda: t("These are too many. Take some away."),
    "string_too_short": lambda: t("This is too short."),
    "missing": lambda: t("This is still missing."),
    "empty": lambda: t("This is still empty."),
    "literal_error": lambda: t("This needs your yes."),
    "string_pattern_mismatch": lambda: t("This does not have the right form."),
    "handle_characters": lambda: t(
        "Use letters a to z, digits, dots, dashes and underscores; begin and end with a letter or digit."
    ),
    "invisible_character": lambda: t("There is a character in this that nobody can see. Type it again."),
    "stacked_marks": lambda: t("There are too many marks on one letter."),
    "mixed_scripts": lambda: t("This mixes letters of several alphabets. Use one."),
    "taken": lambda: t("Somebody has this already. Choose another."),
    "url_characters": lambda: t("There is a character in this that no address has. Copy it again from the page."),
    "url_form": lambda: t("This is no address of a page. One begins with https:// and names a site."),
    "language_form": lambda: t("Write the name of one language, such as English."),
    "email_form": lambda: t("This is no mail address. One looks like name@example.org."),
    "wrong_code": lambda: t("This is not the code, or it is too old. Look again, or ask for another."),
    "not_ahead": lambda: t("This time is over already. Choose a later one."),
    "too_far_ahead": lambda: tn(
        "This can be a day ahead at most.", "This can be {count} days ahead at most.", limits.EXPIRES_DAYS_MAX
    ),
    "photo_form": lambda: t("The photo did not arrive as one. Take it out and add it again."),
    "photo_metadata": lambda: t("The photo still holds more than the picture. Take it out and add it again."),
    "photo_size": lambda: t("The photo is too large for the host. Take it out, or add a smaller one."),
    "photo_missing": lambda: t("The photo is not here any more. Take it out, or add it again."),
    "too_many_photos": lambda: t(
        "This is as many photos as the host takes from you for now. Send it without the photo, or on another day."
    ),
    "theme_needs_name": lambda: t("The theme of the week stands under a name."),
}


def problem_sentence(error: BaseException) -> str:
    """Return what to tell about `error`; one that nobody expected gets a sentence that holds for any."""
    if isinstance(error, errors.RateLimited):
        minutes = max(1, round(error.retry_after / 60))
        return tn(
            "That was tried too often. Wait a minute, then try again.",
            "That was tried too often. Wait {count} minutes, then try again.",
            minutes,
        )
    if isinstance(error, errors.Incompatible):
        return (
            t("This host runs an older Kith than your app. What you wrote is kept; ask whoever runs it to update.")
            if error.who_must_update == "host"
            else t("Your app is too old for this host. What you wrote is kept; update Kith to go on.")
        )
    if isinstance(error, errors.Rejected):
        return refusal_sentence(error.code)
    if isinstance(error, errors.ServerError) and error.code in _REFUSALS:
        return refusal_sentence(str(error.code))
    if isinstance(error, WeakPassphrase):
        return passphrase_sentence(error.problems[0])
    if isinstance(error, ValidationError):
        return refusal_sentence(ProblemCode.INVALID)
    for kind, say in _FAILURES:
        if isinstance(error, kind):
            return say()
    return t("Something went wrong here. What you wrote is kept; please try again.")


def is_expected(error: BaseException) -> bool:
    """Whether `error` has a sentence of its own; any other is worth a line in the log."""
    told = (errors.ApiError, WeakPassphrase, ValidationError, *(kind for kind, _ in _FAILURES))
    return isinstance(error, told) and type(error) is not errors.ApiError


def refusal_sentence(code: str) -> str:
    """Return what a refusal with `code` means; a code of a newer host gets a sentence that holds for any."""
    say = _REFUSALS.get(code)
    return say() if say else t("The host did not accept this. What you wrote is kept; updating Kith may help.")


def field_sentence(code: str) -> str:
    """Return what is wrong with one field, for the code that the contract gives it."""
    say = _FIELDS.get(code)
    return say() if say else t("This cannot be accepted as it is.")


def field_sentences(error: BaseException) -> dict[str, str]:
    """Return the sentences that belong to fields, by the last name of the field's path in the request."""
    if isinstance(error, errors.Rejected):
        codes = {path.rpartition(".")[2]: code for path, code in error.fields.items()}
        if error.code == ProblemCode.HANDLE_TAKEN:
            return {"handle": refusal_sentence(ProblemCode.HANDLE_TAKEN)}
        return {name: field_sentence(code) for name, code in codes.items()}
    if isinstance(error, ValidationError):
        return {str(found["loc"][-1]): field_sentence(_own_code(found)) for found in error.errors() if found["loc"]}
    if isinstance(error, WeakPassphrase):
        return {"passphrase": passphrase_sentence(error.problems[0])}
    return {}


def sync_problem_sentence(problem: str) -> str:
    """Return why sync is paused or not whole, for the word in `SyncStatus.problem`."""
    say = _SYNC_PROBLEMS.get(problem)
    return (
        say() if say else t("Something keeps sync from going on. What you wrote is kept; Kith tries again by itself.")
    )


def passphrase_sentence(problem: PassphraseProblem) -> str:
    """Return why a passphrase is not taken, and how to make one that is."""
    return {
        PassphraseProblem.TOO_SHORT: t(
            "Use at least {count} characters; five words are easy to keep.", count=limits.PASSPHRASE_MIN
        ),
        PassphraseProblem.TOO_LONG: t("Use at most {count} characters.", count=limits.PASSPHRASE_MAX),
        PassphraseProblem.TOO_COMMON: t(
            "This is one of the first that somebody would try. Words chosen by chance are better."
        ),
        PassphraseProblem.CONTAINS_NAME: t("Leave your own name out of it; that is easy to guess."),
    }[problem]


def _own_code(found: Mapping[str, object]) -> str:
    """Return our own word where a validator of ours refused, else pydantic's."""
    context = found.get("ctx")
    if found["type"] == "value_error" and isinstance(context, dict):
        return str(context.get("error", ""))
    return str(found["type"])
