"""What of posts and replies is searched: titles, bodies, the lines of details. Names are not: a post without one would
be found by whoever tries them all, and for those with one there is the list of members."""

from uuid import UUID

from sqlmodel import bindparam, col, delete, insert, update

from api_client.wire import feed as wire
from api_client.wire.details import ResourceDetails, StoryDetails, StrategyDetails
from server.feed.tables import PassageRow
from server.statements import fast
from server.transaction import Transaction
from server.word_index import fold_words

_of_post = (col(PassageRow.group_id) == bindparam("in_group"), col(PassageRow.post_id) == bindparam("post"))
_insert = fast(insert(PassageRow).values(dict.fromkeys(("group_id", "post_id", "reply_id", "words"))))
_set_post = fast(
    update(PassageRow).where(*_of_post, col(PassageRow.reply_id).is_(None)).values(words=bindparam("to_words"))
)
_of_reply = (*_of_post, col(PassageRow.reply_id) == bindparam("reply"))
_set_reply = fast(update(PassageRow).where(*_of_reply).values(words=bindparam("to_words")))
_delete_reply = fast(delete(PassageRow).where(*_of_reply))


def add_post(tx: Transaction, post: wire.Post) -> None:
    """Let a new post be found."""
    _insert.run(tx, group_id=post.group_id, post_id=post.id, reply_id=None, words=_words(*list_lines(post)))


def change_post(tx: Transaction, post: wire.Post) -> None:
    """Let a post be found by what it says now."""
    _set_post.run(tx, in_group=post.group_id, post=post.id, to_words=_words(*list_lines(post)))


def add_reply(tx: Transaction, reply: wire.Reply) -> None:
    """Let a new reply be found."""
    words = _words(reply.body)
    _insert.run(tx, group_id=reply.group_id, post_id=reply.post_id, reply_id=reply.id, words=words)


def change_reply(tx: Transaction, reply: wire.Reply) -> None:
    """Let a reply be found by what it says now."""
    words = _words(reply.body)
    _set_reply.run(tx, in_group=reply.group_id, post=reply.post_id, reply=reply.id, to_words=words)


def remove_reply(tx: Transaction, group_id: UUID, post_id: UUID, reply_id: UUID) -> None:
    """Let a reply be found no longer; those of a removed post go with it by cascade."""
    _delete_reply.run(tx, in_group=group_id, post=post_id, reply=reply_id)


def list_lines(post: wire.Post) -> list[str]:
    """Return everything that a post says, except by whom."""
    lines = [post.title, post.body, post.photo.description if post.photo else None]
    match post.details:
        case StoryDetails() as story:
            lines += [story.tried, story.now]
        case StrategyDetails() as strategy:
            lines += [strategy.when, *strategy.steps, strategy.cautions, strategy.source]
        case ResourceDetails() as resource:
            lines.append(resource.url)
    return [line for line in lines if line]


def _words(*lines: str) -> str:
    return " ".join(word for line in lines for word in fold_words(line))
