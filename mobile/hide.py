"""Writing down what this member does not want to see: hide a post, mute a person or a word, and take any of it back.

All of it stays in sealed documents (`mobile.shown` says how they read): no call is made and nobody is told. What is
taken back keeps its field, empty, so that two devices that decide differently agree on the later decision.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from api_client.wire.feed import Author, Post, Reply
from mobile.muted_words import fold, pattern
from mobile.shown import HIDDEN, MUTED_WORDS, SETTINGS
from mobile.vault.values import Value

if TYPE_CHECKING:
    from mobile.vault.documents import Documents

WORD_MAX = 60  # characters of a muted word or phrase
_FIELDS_MAX = 150  # of one document; the next one begins then, far below what a sealed record holds


async def hide_post(documents: "Documents", post: Post) -> None:
    """Take a post out of sight, on all of this member's devices."""
    await _put(documents, HIDDEN, f"posts.{post.id}", str(post.group_id))


async def show_post(documents: "Documents", post_id: UUID) -> None:
    """Bring a hidden post back."""
    await _drop(documents, HIDDEN, f"posts.{post_id}")


async def hide_reply(documents: "Documents", reply: Reply) -> None:
    """Take a reply out of sight."""
    await _put(documents, HIDDEN, f"replies.{reply.id}", f"{reply.group_id}/{reply.post_id}")


async def show_reply(documents: "Documents", reply_id: UUID) -> None:
    """Bring a hidden reply back."""
    await _drop(documents, HIDDEN, f"replies.{reply_id}")


async def mute_person(documents: "Documents", author: Author) -> None:
    """Fold what a person writes from now on and before; an alias is not muted, as that would tell whose it is."""
    if author.account_id is not None:
        await _put(documents, HIDDEN, f"people.{author.account_id}", author.display_name)


async def unmute_person(documents: "Documents", account_id: UUID) -> None:
    """Show again what a person writes."""
    await _drop(documents, HIDDEN, f"people.{account_id}")


async def note_block(documents: "Documents", account_id: UUID, display_name: str) -> None:
    """Take everything by a person out of sight at once; the host is asked to keep both apart by another call."""
    await _put(documents, HIDDEN, f"blocked.{account_id}", display_name)


async def forget_block(documents: "Documents", account_id: UUID) -> None:
    """Let what a person writes be seen again."""
    await _drop(documents, HIDDEN, f"blocked.{account_id}")


async def mute_word(documents: "Documents", word: str) -> bool:
    """Hide what holds a word or phrase; return whether there is anything in it to look for."""
    word = " ".join(word.split())[:WORD_MAX]
    if not pattern(word):
        return False
    await _put(documents, MUTED_WORDS, f"words.{fold(word)}", word)
    return True


async def unmute_word(documents: "Documents", word: str) -> None:
    """Show again what holds a word."""
    await _drop(documents, MUTED_WORDS, f"words.{fold(word)}")


async def set_setting(documents: "Documents", name: str, value: Value) -> None:
    """Keep one private setting of the member."""
    await _put(documents, SETTINGS, name, value)


async def _put(documents: "Documents", kind: str, name: str, value: Value) -> None:
    """Write into the document that has the field already, else into the first one with room, else into a new one."""
    known = sorted(documents.list(kind), key=lambda one: one.id)
    home = next((one for one in known if name in one.fields), None)
    home = home or next((one for one in known if len(one.fields) < _FIELDS_MAX), None)
    changes: Mapping[str, Value] = {name: value}
    await documents.save(home.id if home else None, kind, changes)


async def _drop(documents: "Documents", kind: str, name: str) -> None:
    """Empty the field wherever it stands: two devices may each have written it."""
    await documents.save_all([(one.id, kind, {name: False}) for one in documents.list(kind) if one.fields.get(name)])
