"""What holds on every screen, in both layouts: it is drawn, nothing escapes, everything has a name and a language."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import flet as ft
import pytest

from api_client.wire.feed import PostKind
from mobile import paths
from mobile import vocabulary_changes as made
from mobile.goals.document import Obstacle, State
from mobile.goals.intents import create_goal, note_obstacle, set_state
from mobile.journal.form import Form
from mobile.journal.intents import save_form
from mobile.measures.built_in import built_in_packs
from mobile.measures.document import KIND as MEASURE
from mobile.measures.document import fields_of
from mobile.safety.crisis_lines import Lines, built_in_lines, language_name
from mobile.safety.plan import PEOPLE, add_line
from mobile.services import Services
from mobile.strategies.intents import keep_own, list_saved, note_trial
from mobile.transfer.job import open_job
from mobile.transfer.source_file import SourceFile
from mobile.ui import dates
from mobile.vault.values import Value
from mobile.vocabulary import TAG
from mobile.words import DEFAULT_LANGUAGE, PSEUDO, set_language, t
from tests.mobile.transfer.lookalikes import table as csv_table
from tests.mobile.ui_rules import broken_rules, untranslated
from tests.support.app import whole_app
from tests.support.headless import App
from tests.support.phone import Phone, phone
from tests.support.server import local_host

PHONE_WIDTH, WIDE_WIDTH = 412, 1280
PARTS = 4  # so that no test is a long one
NOTE = "qqnote"
NAMES = (
    "Qqwaits too",
    "Qqwaits",
    "Qqmine",
    "Qqsam",
    "qqsam",
    "Qqowls",
    "Qqabout",
    "Qqagreed",
    "Qqpost",
    "qqbody",
    "Qqreply",
    "Qqcontent",
    NOTE,
    "Qqmood",
    "Qqtag",
    "Qqrest",
    "Qqscale",
    "qqu",
    "Qqtext",
    "Qqtemplate",
    "Qqgarden",
    "Qqgoal",
    "Qqwhy",
    "Qqstep",
    "Qqlater",
    "Qqif",
    "Qqthen",
    "Qqlearned",
    "Qqtidy",
    "Qqmira",
    "Qqfile",
    "Qqreport",
    "Qqodd",
    "Qqnew",
    "Qqnever",
)


@dataclass
class Place:
    """A device with something on every screen, and the ids that lead there."""

    device: Phone
    entry_id: UUID
    group_id: UUID
    post_id: UUID
    join_code: str
    goal_id: UUID
    strategy_id: UUID
    words: dict[str, str]
    import_id: UUID

    def routes(self) -> list[str]:
        """Return the path of every screen that has one."""
        return [
            paths.TODAY,
            paths.JOURNAL,
            paths.CALENDAR,
            paths.JOURNAL_SEARCH,
            paths.journal_search(levels=(1, 2, 3, 4, 5), tags=("work",), first=date(2020, 1, 1)),
            paths.INSIGHTS,
            paths.insight_year(2026),
            paths.insight_day(date(2026, 3, 1)),
            paths.insight_links("all-0"),
            paths.insight_link("all-0", "tag", "work"),
            paths.journal_month(date(2026, 2, 1)),
            paths.tag("work"),
            paths.NEW_ENTRY,
            paths.entry(self.entry_id),
            paths.share_entry(self.entry_id),
            paths.GROUPS,
            paths.NEW_GROUP,
            paths.JOIN_GROUP,
            paths.join_group(self.join_code),
            paths.group(self.group_id),
            paths.group_about(self.group_id),
            paths.edit_group(self.group_id),
            paths.DISCOVER,
            paths.PROFILE,
            paths.group_profile(self.group_id),
            paths.member(self.group_id, self.device.services.account.state.account_id or self.group_id),
            paths.group_invites(self.group_id),
            paths.group_agreement(self.group_id),
            paths.write_post(self.group_id),
            paths.thread(self.group_id, self.post_id),
            paths.edit_post(self.group_id, self.post_id),
            paths.post_versions(self.group_id, self.post_id),
            paths.search(self.group_id),
            paths.search(),
            paths.TOOLKIT,
            paths.NEW_GOAL,
            paths.goal(self.goal_id),
            paths.edit_goal(self.goal_id),
            paths.goal_obstacle(self.goal_id),
            paths.share_goal(self.goal_id, win=True),
            paths.SAVED,
            paths.NEW_STRATEGY,
            paths.saved_strategy(self.strategy_id),
            paths.edit_strategy(self.strategy_id),
            paths.LIBRARY,
            paths.RESOURCES,
            paths.save_strategy(self.group_id, self.post_id),
            paths.strategy_from_question(self.group_id, self.post_id),
            paths.BOARD,
            paths.WAITING,
            paths.answered(self.group_id),
            paths.gratitude(self.group_id),
            paths.thank_reply(self.group_id, self.post_id, self.post_id),
            paths.THANKS,
            paths.YOU,
            paths.SIGN_UP,
            paths.SIGN_IN,
            paths.RECOVER,
            paths.PASSPHRASE,
            paths.LEAVE,
            paths.RECOVERY_CODE,
            paths.DEVICES,
            paths.UNSENT,
            paths.MOODS,
            paths.NEW_MOOD,
            paths.own_mood("2"),
            paths.own_mood(self.words["mood"]),
            paths.WORDS,
            paths.TAGS,
            paths.own_tag(self.words["tag"]),
            paths.own_tag("sleep"),
            paths.SCALES,
            paths.NEW_SCALE,
            paths.own_scale(self.words["scale"]),
            paths.TEMPLATES,
            paths.NEW_TEMPLATE,
            paths.own_template(self.words["template"]),
            paths.REPORT,
            paths.EXPORT,
            paths.BACKUP,
            paths.DATA,
            paths.IMPORT,
            paths.past_import(self.import_id),
            paths.RESTORE,
            paths.PRIVACY,
            paths.UNWANTED,
            paths.OWN_REPORTS,
            paths.reports(self.group_id),
            paths.report(self.group_id, self.post_id),
            paths.acts(self.group_id),
            paths.report_post(self.group_id, self.post_id),
            paths.NOTICES,
            paths.NOTICE_SETTINGS,
            paths.REMINDERS,
            paths.APP_LOCK,
            paths.HELP,
            paths.MEASURES,
            paths.measure("phq-2"),
            paths.measure("gad-2"),
            paths.SAFETY_PLAN,
            paths.BREATHE,
        ]


async def add_words(services: Services) -> dict[str, str]:
    """Add one own word of every kind and something archived and merged; return the ids by kind."""
    group = await made.add_tag_group(services, "Qqgarden")
    tag = await made.add_tag(services, "Qqtag", group, "flower")
    await made.merge_tag(services, await made.add_tag(services, "Qqrest"), "sleep")
    await made.archive(services, TAG, "money")
    return {
        "mood": await made.add_mood(services, "Qqmood", 2, face="wired"),
        "tag": tag,
        "scale": await made.add_scale(services, "Qqscale", unit="qqu"),
        "template": await made.add_template(services, "Qqtemplate", "Qqtext"),
    }


async def look_into_a_file(services: Services) -> UUID:
    """Let an import stand before its preview, beside one that was made; return the id of that one."""
    rows = [["2026-02-01", "20:00", "Qqodd", "Qqtag | Qqnew", NOTE], ["Qqnever", "", "Qqodd", "", ""]]
    job = open_job(services)
    job.start(SourceFile("Qqfile", csv_table("full_date,time,mood,activities,note", rows)))
    await job.wait()
    made: dict[str, Value] = {"source": "daylio_csv", "file_name": "Qqfile", "entries": 2, "report": "Qqreport"}
    return await services.documents.save(None, "import", {**made, "imported_at": "2026-02-01T20:00:00+01:00"})


@asynccontextmanager
async def furnished(folder: Path) -> AsyncIterator[Place]:
    """A signed-in device with an entry, a group, a post under a content note, a reply, and something unsent."""
    async with local_host(folder / "host", name="Qqhost", house_rules=["Qqrule"]) as host:
        reader = await host.sign_up("qqpriya", "Qqpriya")
        membership = await reader.start_group("Qqowls")
        post = await reader.post(membership["group"]["id"], "Qqpost", content_note="Qqcontent")
        await reader.reply(membership["group"]["id"], post["id"], "Qqreply")
        async with phone(folder / "device", host) as device:
            await device.sign_up("qqsam", "Qqsam")
            words = await add_words(device.services)
            typed = {words["scale"]: "4"}
            form = Form(level=2, energy=2, feelings=("tired",), tags=("work",), scales=typed, note=NOTE)
            entry_id = await save_form(device.services, form, None)
            await add_line(device.services, PEOPLE, "Qqmira", "0170 1")
            await device.services.groups.join(membership["group"]["join_code"])
            await device.sync()
            group_id, post_id = UUID(membership["group"]["id"]), UUID(post["id"])
            own = await device.write_post(group_id, "Qqmine")
            await device.sync()
            await device.write_post(group_id, "Qqwaits")
            await device.write_reply(group_id, own, "Qqwaits too")
            goal_id = await create_goal(
                device.services, "Qqgoal", "Qqwhy", ["Qqstep", "Qqlater"], ("Qqif", "Qqthen"), ["sleep"]
            )
            await note_obstacle(device.services, goal_id, Obstacle.TOO_BIG)
            await set_state(device.services, goal_id, State.ACTIVE, "Qqlearned")
            card = {"title": "Qqtidy", "body": "qqbody", "when": "", "steps": "Qqstep", "minutes": "2", "cautions": ""}
            strategy_id = await keep_own(device.services, None, card)
            await note_trial(device.services, list_saved(device.services)[0], before=2)
            given = {"nervous": 2, "worrying": 2}
            today, now = device.clock.today(), device.clock.now().isoformat()
            await device.services.documents.save(None, MEASURE, fields_of(built_in_packs()[1], given, today, now))
            code = membership["group"]["join_code"]
            yield Place(
                device,
                entry_id,
                group_id,
                post_id,
                code,
                goal_id,
                strategy_id,
                words,
                await look_into_a_file(device.services),
            )


@pytest.fixture
def pseudo() -> object:
    set_language(PSEUDO)
    yield
    set_language(DEFAULT_LANGUAGE)


def own_words(place: Place) -> tuple[str, ...]:
    """Return what is on the screens and not the app's own: members' texts, codes, and what CLDR formats."""
    today = place.device.clock.today()
    code = (place.join_code, f"{place.join_code[:5]}-{place.join_code[5:]}", " ".join(place.join_code))
    around = [date(2026, 1, 26) + timedelta(days=days) for days in range(80)]
    formatted = {dates.day(day) for day in around} | {dates.short_day(day) for day in around}
    formatted |= {dates.month_name(date(2026, month, 1)) for month in range(1, 13)}
    formatted |= {dates.month(day) for day in around} | {dates.day_with_year(day) for day in around}
    initials = {narrow for narrow, _ in dates.weekday_initials()} | {full for _, full in dates.weekday_initials()}
    others = (
        "Qqpriya",
        "Qqhost",
        "Qqrule",
        "Kith",
        "kith.test",
        "http://",
        "Linux computer",
        *code,
        str(today),
        "Q",
    )
    return (*NAMES, *formatted, *initials, *others, *crisis_names(), *measure_words())


def measure_words() -> set[str]:
    """Return the words of the built-in measures that stand as they were published, in every language."""
    words: set[str] = set()
    for pack in built_in_packs():
        words |= {pack.name, pack.stem, pack.licence, pack.source, *(item.text for item in pack.items)}
        words |= {option.text for option in pack.options}
    return words


def crisis_names() -> set[str]:
    """Return the names on the crisis card: of lines, which are called that in every language, and what CLDR formats."""
    lines = built_in_lines()
    named = {line.name for country in lines.countries for line in country.lines}
    named |= {line.keyword for country in lines.countries for line in country.lines if line.keyword}
    spoken = {language_name(code) for country in lines.countries for line in country.lines for code in line.languages}
    return named | spoken | {name for _, name in Lines().in_order_of_name()} | {dates.day_with_year(lines.verified_on)}


async def draw(place: Place, route: str, width: float) -> App:
    app = whole_app(place.device.services, route, width=width)
    await app.__aenter__()
    seen: list[list[str]] = []

    def at_rest() -> bool:
        """Queries read in a thread, some only after others: at rest is what stayed the same for a while."""
        seen.append(app.texts())
        is_open = len(seen[-1]) >= 2 and not app.shows(t("Opening your journal"))
        return is_open and len(seen) > 40 and all(texts == seen[-1] for texts in seen[-40:])

    await app.until(at_rest, seconds=20)
    await app.settle()
    return app


def has_way_on(app: App) -> bool:
    """Whether one can leave the screen on top: through the tabs, or back to what lies below it."""
    views = [control for control in app.walk() if isinstance(control, ft.View)]
    tabs = [one for one in app.walk(views[-1]) if isinstance(one, ft.NavigationBar | ft.NavigationRail)]
    bar = views[-1].appbar
    return bool(tabs) or len(views) > 1 or (isinstance(bar, ft.AppBar) and bar.leading is not None)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("width", [PHONE_WIDTH, WIDE_WIDTH], ids=["phone", "wide"])
async def test_every_screen_is_drawn_guarded_named_and_translated(
    tmp_path: Path, width: int, part: int, pseudo: object
) -> None:
    faults: list[str] = []
    async with furnished(tmp_path) as place:
        own = own_words(place)
        for route in place.routes()[part::PARTS]:
            app = await draw(place, route, width)
            found = broken_rules(app)
            found += [f"not translated: {text!r}" for text in untranslated(app, own)]
            if app.shows("çöüld nöt bé shöwn"):
                found.append("a part could not be shown")
            if not has_way_on(app):
                found.append("no way back and none to another tab")
            if len(app.texts()) < 2:
                found.append(f"hardly anything on the screen: {app.texts()}")
            faults += [f"{route.replace(str(place.group_id), 'GROUP')}: {fault}" for fault in dict.fromkeys(found)]
            await app.__aexit__(None, None, None)
    assert not faults, "\n".join(faults)


async def test_a_content_note_keeps_the_words_closed_until_it_is_tapped(tmp_path: Path) -> None:
    async with furnished(tmp_path) as place:
        app = await draw(place, paths.group(place.group_id), PHONE_WIDTH)
        assert app.shows("Qqcontent") and not any(text == "Qqpost" for text in app.texts())
        await app.__aexit__(None, None, None)


async def test_a_kind_is_said_in_words(tmp_path: Path) -> None:
    async with furnished(tmp_path) as place:
        app = await draw(place, paths.group(place.group_id), PHONE_WIDTH)
        assert app.shows("Share") and PostKind.SHARE not in app.texts()
        await app.__aexit__(None, None, None)
