"""Who is told of what, once for every slice: written in the transaction of what happened, announced after it."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert, select, update
from sqlmodel import col

from api_client.wire import limits
from api_client.wire.feed import Author
from api_client.wire.groups import QuietHours
from api_client.wire.notices import Digest, KindSettings, NoticeKind, UpdateNoticeSettings
from server.notify import notify
from server.tables import GroupRow, NoticeRow, NoticeSettingsRow
from server.transaction import Announcement, NoticesMoved, Transaction
from tests.support.server import LocalHost, MovedClock, Person


@pytest.fixture
async def circle(here: LocalHost) -> "Circle":
    """Ada wrote a post in a group where Bob and Cy are too."""
    ada, bob, cy = [await here.sign_up(name, name.title()) for name in ("ada", "bob", "cyrus")]
    group = (await ada.start_group())["group"]
    for person in (bob, cy):
        await person.join(group["join_code"])
    return Circle(here, ada, bob, cy, UUID(group["id"]), UUID((await ada.post(group["id"]))["id"]))


class Circle:
    """A group of three, and what they are told."""

    def __init__(self, here: LocalHost, ada: Person, bob: Person, cy: Person, group_id: UUID, post_id: UUID) -> None:
        self.here, self.ada, self.bob, self.cy = here, ada, bob, cy
        self.group_id, self.post_id = group_id, post_id

    async def tell(
        self, person: Person, kind: NoticeKind = NoticeKind.REPLIED, **details: Any
    ) -> tuple[bool, list[Announcement]]:
        """Notify a person; return whether it was written, and what was announced."""

        def run(tx: Transaction) -> tuple[bool, list[Announcement]]:
            group_id = details.pop("group_id", self.group_id)
            written = notify(tx, person.id, kind, group_id, **{"post_id": self.post_id, **details})
            return written, tx.announcements

        return await self.here.host.database.write(run)

    async def rows(self) -> list[Any]:
        statement = select(NoticeRow.__table__).order_by(NoticeRow.__table__.c.revision)  # type: ignore[attr-defined]
        return await self.here.host.database.read(lambda tx: list(tx.connection.execute(statement).all()))

    async def set_group(self, **values: Any) -> None:
        def keep(tx: Transaction) -> None:
            tx.connection.execute(update(GroupRow).where(col(GroupRow.id) == self.group_id).values(**values))

        await self.here.host.database.write(keep)

    async def wish(self, person: Person, **wishes: Any) -> None:
        row = {"account_id": person.id, "revision": 0, "wishes": UpdateNoticeSettings(**wishes).model_dump_json()}

        def keep(tx: Transaction) -> None:
            tx.connection.execute(insert(NoticeSettingsRow).values(**row))

        await self.here.host.database.write(keep)


def author(person: Person) -> Author:
    return Author(account_id=person.id, display_name=person.handle.title())


async def test_a_notice_is_written_and_announced_to_the_account(circle: Circle) -> None:
    reply_id = uuid4()
    written, announced = await circle.tell(circle.ada, actor=author(circle.bob), reply_id=reply_id)
    assert written
    assert announced == [NoticesMoved(circle.ada.id, 1)]
    (row,) = await circle.rows()
    assert (row.account_id, row.kind, row.group_id, row.post_id) == (
        *(circle.ada.id, "replied", circle.group_id, circle.post_id),
    )
    assert (row.reply_id, row.actor_id, row.actor_alias, row.count) == (reply_id, circle.bob.id, None, 1)


async def test_repeats_grow_into_one_notice_while_it_is_unread(circle: Circle) -> None:
    await circle.tell(circle.ada, actor=author(circle.bob))
    await circle.tell(circle.ada, actor=author(circle.bob))
    (row,) = await circle.rows()
    assert (row.count, row.and_others, row.revision) == (2, False, 2)
    await circle.tell(circle.ada, actor=author(circle.cy))
    (row,) = await circle.rows()
    assert (row.count, row.and_others, row.actor_id, row.revision) == (3, True, circle.cy.id, 3)


async def test_another_kind_another_subject_and_another_account_stand_by_themselves(circle: Circle) -> None:
    await circle.tell(circle.ada, actor=author(circle.bob))
    await circle.tell(circle.ada, NoticeKind.MENTIONED, actor=author(circle.bob))
    await circle.tell(circle.ada, actor=author(circle.bob), key="other")
    await circle.tell(circle.cy, actor=author(circle.bob))
    assert [row.revision for row in await circle.rows() if row.account_id == circle.ada.id] == [1, 2, 3]
    assert len(await circle.rows()) == 4


async def test_nobody_is_told_of_their_own_doing(circle: Circle) -> None:
    alias = Author(account_id=None, display_name="Quiet Heron")
    assert await circle.tell(circle.ada, actor=author(circle.ada)) == (False, [])
    assert await circle.tell(circle.ada, actor=alias, by=circle.ada.id) == (False, [])
    assert await circle.tell(circle.ada, by=circle.ada.id) == (False, [])
    assert await circle.rows() == []


async def test_an_alias_keeps_no_trace_of_who_is_behind_it(circle: Circle) -> None:
    alias = Author(account_id=None, display_name="Quiet Heron")
    await circle.tell(circle.ada, actor=alias, by=circle.bob.id)
    (row,) = await circle.rows()
    assert (row.actor_id, row.actor_alias) == (None, "Quiet Heron")
    assert circle.bob.id not in list(row)
    with pytest.raises(ValueError, match="say which"):
        await circle.tell(circle.ada, actor=alias)


async def test_a_block_keeps_the_doings_of_both_from_each_other_but_not_an_alias(circle: Circle) -> None:
    await circle.ada.call("PUT", f"/blocks/{circle.bob.id}", expect=204)
    alias = Author(account_id=None, display_name="Quiet Heron")
    assert await circle.tell(circle.ada, actor=author(circle.bob)) == (False, [])
    assert await circle.tell(circle.bob, actor=author(circle.ada)) == (False, [])
    assert (await circle.tell(circle.ada, NoticeKind.ESCALATED, actor=author(circle.bob)))[0]  # a facilitator's duty
    assert (await circle.tell(circle.bob, actor=alias, by=circle.ada.id))[0]
    assert (await circle.tell(circle.ada, actor=author(circle.cy)))[0]


async def test_who_is_no_member_is_not_told_and_leaving_takes_the_notices_along(circle: Circle) -> None:
    eve = await circle.here.sign_up()
    assert await circle.tell(eve, actor=author(circle.bob)) == (False, [])
    await circle.tell(circle.cy, actor=author(circle.bob))
    await circle.cy.call("DELETE", f"/groups/{circle.group_id}/membership", expect=204)
    assert await circle.rows() == []
    assert await circle.tell(circle.cy, actor=author(circle.bob)) == (False, [])


async def test_a_removed_post_takes_its_notices_along_and_an_outcome_can_still_be_told(circle: Circle) -> None:
    await circle.tell(circle.bob, actor=author(circle.ada))
    await circle.ada.call("DELETE", f"/groups/{circle.group_id}/posts/{circle.post_id}", expect=204)
    assert await circle.rows() == []
    written, _ = await circle.tell(circle.bob, NoticeKind.REPORT_OUTCOME, words="It was removed.")
    (row,) = await circle.rows()
    assert written and (row.post_id, row.words, row.group_id) == (None, "It was removed.", circle.group_id)
    with pytest.raises(ValueError, match="must be written before"):
        await circle.tell(circle.bob, post_id=uuid4())


async def test_words_are_cut_and_what_belongs_to_no_group_needs_none(circle: Circle) -> None:
    await circle.tell(circle.bob, NoticeKind.REPORT_OUTCOME, group_id=None, post_id=None, words="x" * 1_000)
    (row,) = await circle.rows()
    assert len(row.words) == limits.NOTICE_WORDS_MAX and row.group_id is None


async def test_a_kind_that_is_off_is_not_written(circle: Circle) -> None:
    await circle.wish(circle.ada, kinds={NoticeKind.REPLIED: KindSettings(is_on=False)})
    assert await circle.tell(circle.ada, actor=author(circle.bob)) == (False, [])
    written, announced = await circle.tell(circle.ada, NoticeKind.MENTIONED, actor=author(circle.bob))
    assert written and announced


async def test_outside_of_the_members_times_a_notice_waits_silently(circle: Circle, clock: MovedClock) -> None:
    evenings = KindSettings(starts_at=time(18), ends_at=time(21), weekdays=(1,))
    await circle.wish(circle.ada, kinds={NoticeKind.REPLIED: evenings}, zone="Europe/Madrid")
    clock.now = datetime(2026, 3, 2, 16, 59, tzinfo=UTC)  # a Monday, one hour ahead in Madrid
    assert await circle.tell(circle.ada, actor=author(circle.bob)) == (True, [])
    clock.move(minutes=2)
    assert await circle.tell(circle.ada, actor=author(circle.bob)) == (True, [NoticesMoved(circle.ada.id, 2)])
    clock.move(days=1)
    assert await circle.tell(circle.ada, actor=author(circle.bob)) == (True, [])


async def test_a_break_silences_everything_until_its_day(circle: Circle, clock: MovedClock) -> None:
    await circle.wish(circle.ada, break_until=date(2026, 3, 3), zone="Asia/Tokyo", digest=Digest.DAILY)
    clock.now = datetime(2026, 3, 2, 14, 59, tzinfo=UTC)  # one minute before that day in Tokyo
    assert await circle.tell(circle.ada, actor=author(circle.bob)) == (True, [])
    clock.move(minutes=2)
    written, announced = await circle.tell(circle.ada, actor=author(circle.bob))
    assert written and announced


async def test_the_quiet_hours_of_a_group_are_those_where_the_member_is(circle: Circle, clock: MovedClock) -> None:
    quiet = QuietHours(begins=time(22), ends=time(7)).model_dump_json()
    await circle.set_group(quiet_hours=quiet)
    await circle.wish(circle.ada, zone="America/New_York")
    clock.now = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)  # half past nine in the evening in New York
    assert await circle.tell(circle.ada, actor=author(circle.bob)) == (True, [NoticesMoved(circle.ada.id, 1)])
    clock.move(hours=1)
    assert await circle.tell(circle.ada, actor=author(circle.bob)) == (True, [])
    clock.move(hours=9)
    assert await circle.tell(circle.ada, actor=author(circle.bob)) == (True, [NoticesMoved(circle.ada.id, 3)])


async def test_an_archived_group_tells_nobody_anything(circle: Circle, clock: MovedClock) -> None:
    await circle.set_group(archived_at=clock.now)
    assert await circle.tell(circle.ada, actor=author(circle.bob)) == (False, [])
    assert await circle.rows() == []


@pytest.mark.parametrize(
    ("hour", "weekday", "is_time"),
    [(21, 5, False), (22, 5, True), (23, 5, True), (6, 6, True), (7, 6, False), (23, 6, False), (6, 5, False)],
)
def test_times_over_midnight_belong_to_the_day_on_which_they_begin(hour: int, weekday: int, is_time: bool) -> None:
    fridays = KindSettings(starts_at=time(22), ends_at=time(7), weekdays=(5,))
    assert fridays.is_time(datetime(2026, 3, 1 + weekday, hour)) is is_time
