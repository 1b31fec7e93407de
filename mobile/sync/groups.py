"""Pulling groups: which there are, what changed in each, and the first page of a new one.

Every page of a change log is stored together with its cursor. A group that is gone, or that this member is no longer
in, takes its cache along, and what was still to be sent there fails with that reason.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, col, select

from api_client.client import ApiClient
from api_client.errors import Conflict, InvalidResponse, Rejected
from api_client.wire.errors import ProblemCode
from api_client.wire.groups import (
    GroupChanged,
    GroupChanges,
    Member,
    Membership,
    PostChanged,
    PostRemoved,
    ReplyChanged,
    ReplyRemoved,
)
from api_client.wire.limits import PAGE_MAX
from api_client.wire.live import ACCOUNT_SCOPE
from mobile.storage.cursors import Cursor, read_cursor, write_cursor
from mobile.storage.intake import Intake, begin_feed, extend_feed, mark_replies_whole, remove_group
from mobile.storage.outbox import GROUP_ENDED, fail_mutation
from mobile.storage.tables import FeedRow, PostRow
from mobile.sync.local import Local, group_scope
from mobile.sync.ways_in import pull_requests

_PAGES_MAX = 10_000
_THREADS_AT_ONCE = 100


async def pull_memberships(client: ApiClient, local: Local, head: int | None) -> None:
    """Read which groups the account is in; `head` is where the account's scope stood before that, if known."""
    known = {
        membership.group.id for membership in await local.cache.list_memberships()
    }  # before, for one joined meanwhile
    listed = (await client.groups.list_groups()).memberships
    await end_groups(local, known - {membership.group.id for membership in listed})
    change = await local.prepare(Intake(memberships=list(listed)))

    def write(session: Session) -> None:
        change(session)
        if head is not None:
            write_cursor(session, ACCOUNT_SCOPE, Cursor(head))

    await local.database.write(write)
    local.signal.emit("groups")


async def pull_new_groups(client: ApiClient, local: Local) -> set[UUID]:
    """Read the first page of every group of which this device has nothing yet; return the groups it follows."""
    followed = await local.database.read(lambda session: set(session.exec(select(FeedRow.group_id))))
    for membership in await local.cache.list_memberships():
        if membership.group.id not in followed:
            await pull_first_page(client, local, membership)
    return followed


async def pull_first_page(client: ApiClient, local: Local, membership: Membership) -> None:
    """Read the newest posts, what the group keeps on top however old it is, and who is in the group.

    The cursor is where the log stood before the page was read: what happened since comes again, and changes nothing.
    """
    group = membership.group
    try:
        page = await client.feed.list_posts(group.id)
        on_top = await client.feed.list_posts(group.id, pinned=True) if page.more else None
        members = await list_all_members(client, group.id)
    except Rejected as refusal:
        await _end_if_gone(local, group.id, refusal)
        return
    intake = Intake(
        memberships=[membership],
        posts=list(page.posts),
        my_reactions=page.my_reactions,
        mine=page.mine,
        members={group.id: members},
    )
    if on_top is not None:
        known = {post.id for post in page.posts}
        intake.posts += [post for post in on_top.posts if post.id not in known]
        intake.my_reactions = {**on_top.my_reactions, **page.my_reactions}
        intake.mine = (*page.mine, *on_top.mine)
    change = await local.prepare(intake)

    def write(session: Session) -> None:
        begin_feed(session, group.id)
        change(session)
        extend_feed(session, group.id, page)
        write_cursor(session, group_scope(group.id), Cursor(group.revision))

    await local.database.write(write)
    local.group_changed(group.id)


async def pull_open_threads(client: ApiClient, local: Local) -> None:
    """Read the replies of posts that are here without them, newest first, so that a thread can be read offline."""
    newest_first = (
        select(PostRow.group_id, PostRow.id)
        .where(col(PostRow.replies_whole).is_(False))
        .order_by(col(PostRow.posted_at).desc())
        .limit(_THREADS_AT_ONCE)
    )
    for group_id, post_id in await local.database.read(lambda session: session.exec(newest_first).all()):
        await pull_thread(client, local, group_id, post_id)


async def pull_thread(client: ApiClient, local: Local, group_id: UUID, post_id: UUID) -> None:
    """Read every reply to one post; from then on the change log keeps it whole."""
    cursor, more = None, True
    try:
        while more:
            page = await client.feed.list_replies(group_id, post_id, after=cursor, limit=PAGE_MAX)
            change = await local.prepare(Intake(replies=list(page.replies), mine=page.mine))
            await local.database.write(change)
            cursor, more = page.cursor, page.more
    except Rejected as refusal:
        if refusal.code not in (ProblemCode.NOT_FOUND, ProblemCode.GONE):
            raise
        return  # removed meanwhile; the log will say so
    await local.database.write(lambda session: mark_replies_whole(session, post_id))
    local.signal.emit(group_scope(group_id))


async def pull_changes(client: ApiClient, local: Local, group_id: UUID) -> None:
    """Read what changed in one group since its cursor."""
    scope = group_scope(group_id)
    for _ in range(_PAGES_MAX):
        cursor = await local.database.read(lambda session: read_cursor(session, scope))
        try:
            changes = await client.groups.list_changes(group_id, after=cursor.position)
            if changes.cursor < cursor.position or (changes.more and changes.cursor == cursor.position):
                raise InvalidResponse("the group's cursor does not move on")
            await _take_in(client, local, group_id, changes)
        except Conflict:
            await _start_over(client, local, group_id)
            return
        except Rejected as refusal:
            await _end_if_gone(local, group_id, refusal)
            return
        if not changes.more:
            return


async def pull_members(client: ApiClient, local: Local, group_id: UUID) -> None:
    """Read who is in a group."""
    change = await local.prepare(Intake(members={group_id: await list_all_members(client, group_id)}))
    await local.database.write(change)
    local.group_changed(group_id)


async def list_all_members(client: ApiClient, group_id: UUID) -> list[Member]:
    """Return everyone in a group, by time of joining."""
    members: list[Member] = []
    cursor, more = None, True
    while more:
        page = await client.groups.list_members(group_id, after=cursor)
        members += page.members
        cursor, more = page.cursor, page.more
    return members


async def end_groups(local: Local, group_ids: Iterable[UUID]) -> None:
    """Forget groups that are over for this member; what was still to be sent there fails and is kept."""
    ended = {str(group_id) for group_id in group_ids}
    if not ended:
        return
    orphans = [m.id for m in await local.outbox.list() if m.group_id in ended and m.operation != "groups.create_group"]

    def write(session: Session) -> None:
        for group_id in ended:
            remove_group(session, UUID(group_id), group_scope(UUID(group_id)))
        for mutation_id in orphans:
            fail_mutation(session, mutation_id, GROUP_ENDED)

    await local.database.write(write)
    for group_id in ended:
        local.group_changed(UUID(group_id))
    local.outbox.changed()


async def _end_if_gone(local: Local, group_id: UUID, refusal: Rejected) -> None:
    if refusal.code not in (ProblemCode.NOT_FOUND, ProblemCode.GONE):
        raise refusal
    await end_groups(local, [group_id])


async def _start_over(client: ApiClient, local: Local, group_id: UUID) -> None:
    """Read a group from its first page again: the host was restored from a backup, or a block changed what is shown.

    What is here stays until that page is here, so that a line that is cut in between loses nothing.
    """
    for membership in (await client.groups.list_groups()).memberships:
        if membership.group.id == group_id:
            await pull_first_page(client, local, membership)
            return
    await end_groups(local, [group_id])


async def _take_in(client: ApiClient, local: Local, group_id: UUID, changes: GroupChanges) -> None:
    """Store one page of the log and its cursor in one transaction; what the page only hints at, who is in the group and
    who asks to be, is read before that, so that a line that is cut in between has the page come again."""
    intake = Intake(my_reactions=changes.my_reactions, mine=changes.mine)
    membership = await local.cache.get_membership(group_id)
    group = membership.group if membership else None
    for change in changes.changes:
        match change:
            case PostChanged():
                intake.posts.append(change.post)
                if group and change.post.sequence > group.post_count:
                    group = group.model_copy(update={"post_count": change.post.sequence})
            case PostRemoved():
                intake.removed_posts.append(change.post_id)
            case ReplyChanged():
                intake.replies.append(change.reply)
            case ReplyRemoved():
                intake.removed_replies.append(change.reply_id)
            case GroupChanged():
                group = change.group
    if membership and group:
        membership = membership.model_copy(update={"group": group})
        intake.memberships.append(membership)
    if any(isinstance(change, GroupChanged) for change in changes.changes):
        intake.members = {group_id: await list_all_members(client, group_id)}
        if membership is not None:
            await pull_requests(client, local, membership)
    write_all = await local.prepare(intake)

    def write(session: Session) -> None:
        write_all(session)
        write_cursor(session, group_scope(group_id), Cursor(changes.cursor))

    await local.database.write(write)
    local.group_changed(group_id)
