"""The inbox on a phone: what it shows, where it leads, and what it keeps out of sight."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

import flet as ft
import pytest

from api_client.wire.feed import Author
from api_client.wire.notices import KindSettings, Notice, NoticeKind
from mobile import paths
from mobile.hide import mute_person, mute_word
from mobile.notices.inbox_screen import path_of
from mobile.notices.intents import save_settings
from mobile.notices.reading import read_inbox, read_settings, waits
from server.notify import notify
from tests.mobile.circle import Circle, circle, drawn
from tests.support.phone import phone


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Circle]:
    async with circle(tmp_path) as running:
        yield running


async def tell(place: Circle, kind: NoticeKind = NoticeKind.REPLIED, **details: Any) -> None:
    """Let Priya do something that Sam is told of, and Sam's phone hear of it."""
    account_id = place.device.services.account.state.account_id
    assert account_id is not None
    details.setdefault("actor", Author(account_id=place.priya.id, display_name="Priya"))
    await place.host.host.database.write(lambda tx: notify(tx, account_id, kind, place.group_id, **details))
    await place.device.sync()


async def test_the_bell_leads_to_what_happened_and_that_to_its_thread(place: Circle) -> None:
    post_id = await place.priya_posts("Anyone awake?")
    await tell(place, NoticeKind.MENTIONED, post_id=post_id)
    async with place.drawn(paths.TODAY) as app:
        await app.until(lambda: app.offers("For you: something new"))
        await app.tap("For you: something new")
        await app.see("Priya mentioned you in Night Owls.")
        assert len(app.all(ft.View)) == 2  # Today is beneath, so there is a way back
        assert not app.says("Anyone awake?")
        await app.tap("Priya mentioned you in Night Owls.")
        await app.until(lambda: app.page.route == paths.thread(place.group_id, post_id))
        await app.see("Anyone awake?")
        app.page.navigate(paths.TODAY)
        await app.until(lambda: app.offers("For you"))
    assert not await waits(place.device.services)


async def test_a_thread_that_was_opened_elsewhere_is_no_news_any_more(place: Circle) -> None:
    post_id = await place.priya_posts("Anyone awake?")
    await tell(place, post_id=post_id)
    await tell(place, NoticeKind.THANKED, key="other")
    place.network.online = False
    heard: list[str] = []
    dispose = place.device.services.signal.subscribe(heard.append)
    async with place.drawn(paths.thread(place.group_id, post_id)) as app:
        await app.until(lambda: "notices" in heard)
    dispose()
    unread = (await read_inbox(place.device.services)).unread
    assert [notice.kind for notice in unread] == [NoticeKind.THANKED]


async def test_everything_can_be_marked_as_read_offline(place: Circle) -> None:
    await tell(place, key="one")
    await tell(place, NoticeKind.THANKED, key="two")
    place.network.online = False
    async with place.drawn(paths.NOTICES) as app:
        await app.see("Priya thanks you.")
        await app.tap("Mark all as read")
        await app.until(lambda: not app.offers("Mark all as read"))
    assert (await read_inbox(place.device.services)).unread == ()
    place.network.online = True
    await place.device.sync()
    assert (await read_inbox(place.device.services)).unread == ()
    assert await place.device.services.outbox.list() == ()


async def test_an_empty_inbox_says_so(place: Circle) -> None:
    async with place.drawn(paths.NOTICES) as app:
        await app.see("Nothing is here for you now.")


async def test_what_belongs_to_one_thread_stands_together(place: Circle) -> None:
    post_id = await place.priya_posts()
    await tell(place, post_id=post_id)
    await tell(place, NoticeKind.THANKED, key="alone")
    await tell(place, NoticeKind.MENTIONED, post_id=post_id)
    (day,) = (await read_inbox(place.device.services)).days
    kinds = [[told.notice.kind for told in thread] for thread in day.threads]
    assert kinds == [[NoticeKind.MENTIONED, NoticeKind.REPLIED], [NoticeKind.THANKED]]


async def test_muted_people_and_words_show_neither_a_line_nor_a_dot(place: Circle) -> None:
    services = place.device.services
    post_id = await place.priya_posts("All about my diet.")
    await tell(place, post_id=post_id)
    await tell(place, NoticeKind.REPORT_OUTCOME, actor=None, words="It was about diets.", key="report")
    assert len((await read_inbox(services)).unread) == 2
    await mute_word(services.documents, "diet")
    assert ((await read_inbox(services)).days, await waits(services)) == ((), False)
    await tell(place, NoticeKind.THANKED, key="thanks")
    assert await waits(services)
    await mute_person(services.documents, Author(account_id=place.priya.id, display_name="Priya"))
    assert ((await read_inbox(services)).days, await waits(services)) == ((), False)


async def test_the_dot_keeps_to_the_times_and_to_a_break(place: Circle) -> None:
    services = place.device.services
    await tell(place)
    now = services.clock.now()
    later = KindSettings(starts_at=time((now.hour + 2) % 24), ends_at=time((now.hour + 3) % 24))
    await save_settings(services, await read_settings(services), kinds={NoticeKind.REPLIED: later})
    assert not await waits(services)
    place.device.clock.move(hours=2)
    assert await waits(services)
    await save_settings(services, await read_settings(services), break_until=services.clock.today().replace(day=20))
    assert not await waits(services)
    await place.device.sync()
    assert not await waits(services)
    assert (await read_settings(services)).zone == services.clock.zone()


async def test_leaving_the_group_empties_the_inbox(place: Circle) -> None:
    await tell(place)
    await place.priya.call("DELETE", f"/groups/{place.group_id}", expect=204)
    await place.device.sync()
    assert (await read_inbox(place.device.services)).days == ()


async def test_without_an_account_there_is_no_bell(tmp_path: Path) -> None:
    async with phone(tmp_path / "alone", inline=True) as device:
        await device.services.account.start_writing()
        async with drawn(device, paths.TODAY) as app:
            await app.see("How are you right now?")
            assert not app.offers("For you")


def test_each_kind_leads_to_what_it_is_about() -> None:
    group_id, post_id = UUID(int=7), UUID(int=8)

    def leads(kind: NoticeKind, **more: UUID) -> str | None:
        at = datetime(2026, 3, 1, 12, tzinfo=UTC)
        return path_of(Notice(id=UUID(int=9), revision=1, kind=kind, noticed_at=at, **{"group_id": None, **more}))

    assert leads(NoticeKind.REPLIED, group_id=group_id, post_id=post_id) == paths.thread(group_id, post_id)
    assert leads(NoticeKind.NEWCOMER, group_id=group_id) == paths.group(group_id)
    assert leads(NoticeKind.REPORT_NEW, group_id=group_id) == paths.reports(group_id)
    assert leads(NoticeKind.REPORT_OUTCOME) == paths.OWN_REPORTS
    assert leads(NoticeKind.GRATITUDE, group_id=group_id) == paths.gratitude(group_id, date(2026, 2, 1))
    assert leads(NoticeKind.REST) == paths.BOARD
    assert leads(NoticeKind.OTHER) is None
