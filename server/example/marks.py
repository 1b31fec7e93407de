"""What is marked on an example's threads after they were written: who stands by, what helped, what is pinned."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

from server.feed import company, marks
from server.transaction import Transaction

Act = Callable[[Transaction], object]


def list_marks(
    thread: dict[str, Any], group_id: UUID, post_id: UUID, reply_ids: list[UUID], people: dict[str, UUID], host: UUID
) -> Iterator[Act]:
    """Give the marks of one thread in their order; `host` is who looks after the group."""
    at: dict[str, Any] = {"group_id": group_id, "post_id": post_id}
    author = people[thread["by"]]
    for name in thread.get("company", ()):
        yield partial(company.join_company, account_id=people[name], **at)
    if "check_by" in thread:
        yield partial(company.promise_check, account_id=people[thread["check_by"]], **at)
    for place in thread.get("helped", ()):
        yield partial(marks.set_helped, account_id=author, **at, reply_id=reply_ids[place], helped=True)
    if thread.get("pinned"):
        yield partial(marks.set_pinned, account_id=host, **at, pinned=True)
