"""Where each screen is. Slices link to each other by these, so that none has to import another."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

TODAY = "/"
JOURNAL = "/journal"
CALENDAR = "/journal/calendar"
JOURNAL_SEARCH = "/journal/search"
INSIGHTS = "/insights"
REPORT = "/insights/report"
NEW_ENTRY = "/check-in"
GROUPS = "/groups"
NEW_GROUP = "/groups/new"
DISCOVER = "/groups/discover"
JOIN_GROUP = "/groups/join"
BOARD = "/groups/board"
WAITING = "/groups/waiting"
THANKS = "/thanks"
TOOLKIT = "/toolkit"
NEW_GOAL = "/toolkit/goals/new"
SAVED = "/toolkit/saved"
NEW_STRATEGY = "/toolkit/saved/new"
LIBRARY = "/toolkit/library"
RESOURCES = "/toolkit/resources"
YOU = "/you"
PROFILE = "/you/profile"
SIGN_UP = "/you/sign-up"
SIGN_IN = "/you/sign-in"
RECOVER = "/you/recover"
PASSPHRASE = "/you/passphrase"
LEAVE = "/you/leave"
RECOVERY_CODE = "/you/recovery-code"
DEVICES = "/you/devices"
UNSENT = "/you/unsent"
REMINDERS = "/you/reminders"
MOODS = "/you/moods"
NEW_MOOD = "/you/moods/new"
WORDS = "/you/words"
TAGS = "/you/tags"
SCALES = "/you/scales"
NEW_SCALE = "/you/scales/new"
TEMPLATES = "/you/texts"
NEW_TEMPLATE = "/you/texts/new"
DATA = "/you/data"
EXPORT = "/you/data/export"
BACKUP = "/you/data/backup"
RESTORE = "/you/data/restore"
IMPORT = "/you/data/import"
PRIVACY = "/you/privacy"
APP_LOCK = "/you/app-lock"
UNWANTED = "/you/unwanted"
OWN_REPORTS = "/you/reports"
NOTICE_SETTINGS = "/you/notices"
NOTICES = "/notices"
HELP = "/help"
MEASURES = "/measures"
SAFETY_PLAN = "/toolkit/safety-plan"
BREATHE = "/toolkit/breathe"


def new_entry(level: int | None = None, day: date | None = None, at: time | None = None) -> str:
    """The check-in form, with a level, a day or a time of that day filled in."""
    query = [f"level={level}"] if level else []
    query += [f"day={day.isoformat()}"] if day else []
    query += [f"at={at.isoformat('minutes')}"] if day and at else []
    return NEW_ENTRY + ("?" + "&".join(query) if query else "")


def entry(entry_id: UUID) -> str:
    """One entry, to read and change."""
    return f"/check-in/{entry_id}"


def journal_month(month: date) -> str:
    """The calendar at one month."""
    return f"{CALENDAR}/{month.isoformat()[:7]}"


def journal_day(day: date) -> str:
    """The calendar at one month with one of its days chosen."""
    return f"{journal_month(day)}?day={day.isoformat()}"


def journal_search(
    *,
    levels: Iterable[int] = (),
    tags: Iterable[str] = (),
    feelings: Iterable[str] = (),
    first: date | None = None,
    last: date | None = None,
) -> str:
    """The search of one's own journal, with filters chosen: one of each kind, within the days `first` to `last`."""
    chosen = {
        "levels": ",".join(map(str, levels)),
        "tags": ",".join(tags),
        "feelings": ",".join(feelings),
        "first": first.isoformat() if first else "",
        "last": last.isoformat() if last else "",
    }
    query = urlencode({name: value for name, value in chosen.items() if value})
    return f"{JOURNAL_SEARCH}?{query}" if query else JOURNAL_SEARCH


def insight_link(view: str, kind: str, identity: str) -> str:
    """One link between days and something, with its numbers; `view` names the time that is looked at."""
    return f"{INSIGHTS}/{view}/link/{kind}/{identity.encode().hex()}"


def insight_links(view: str) -> str:
    """Every link that the time of `view` has enough days for."""
    return f"{INSIGHTS}/{view}/links"


def insight_year(year: int) -> str:
    """A year as squares, one for each day."""
    return f"{INSIGHTS}/year/{year:04}"


def insight_day(day: date, above: str = INSIGHTS) -> str:
    """The check-ins of a day, opened from the insight at `above`."""
    return f"{above}/day/{day.isoformat()}"


def tag(tag_id: str) -> str:
    """One tag: its name, and letting it become part of another."""
    return f"/tag/{tag_id}"


def measure(pack_id: str) -> str:
    """One check-in measure: its questions, its result and what came before."""
    return f"{MEASURES}/{pack_id}"


def share_entry(entry_id: UUID) -> str:
    """Share a part of an entry with a group, after seeing exactly what leaves."""
    return f"/share/{entry_id}"


def own_mood(mood_id: str) -> str:
    """Change a level's name, or an own mood."""
    return f"{MOODS}/{mood_id}"


def own_tag(tag_id: str) -> str:
    """Change a tag, built in or own."""
    return f"{TAGS}/{tag_id}"


def own_scale(scale_id: str) -> str:
    """Change a scale."""
    return f"{SCALES}/{scale_id}"


def own_template(template_id: str) -> str:
    """Change an own text."""
    return f"{TEMPLATES}/{template_id}"


def past_import(import_id: UUID) -> str:
    """One import that was made."""
    return f"/you/data/imports/{import_id}"


def group(group_id: UUID) -> str:
    """A group's feed."""
    return f"/groups/{group_id}"


def group_about(group_id: UUID) -> str:
    """A group's words, members and code."""
    return f"/groups/{group_id}/about"


def edit_group(group_id: UUID) -> str:
    """Change a group's words and rules."""
    return f"/groups/{group_id}/edit"


def group_invites(group_id: UUID) -> str:
    """The codes that let others into a group."""
    return f"/groups/{group_id}/invites"


def group_agreement(group_id: UUID | str) -> str:
    """What a group agreed on, to be read and accepted."""
    return f"/groups/{group_id}/agreement"


def member(group_id: UUID, account_id: UUID) -> str:
    """What a member says of themselves in a group."""
    return f"/groups/{group_id}/members/{account_id}"


def group_profile(group_id: UUID) -> str:
    """How one group sees the member."""
    return f"{PROFILE}?group={group_id}"


def write_post(group_id: UUID) -> str:
    """Write to a group."""
    return f"/groups/{group_id}/write"


def edit_unsent_group(mutation_id: int) -> str:
    """Change a new group that was not accepted and send it again."""
    return f"{NEW_GROUP}?unsent={mutation_id}"


def edit_unsent_post(group_id: UUID | str, mutation_id: int) -> str:
    """Change one's own post that was not accepted and send it again."""
    return f"/groups/{group_id}/write?unsent={mutation_id}"


def edit_post(group_id: UUID, post_id: UUID) -> str:
    """Change one's own post."""
    return f"/groups/{group_id}/posts/{post_id}/edit"


def report_post(group_id: UUID, post_id: UUID) -> str:
    """Tell those who look after a group about a post."""
    return f"/report/{group_id}/posts/{post_id}"


def report_reply(group_id: UUID, post_id: UUID, reply_id: UUID) -> str:
    """Tell those who look after a group about a reply."""
    return f"/report/{group_id}/posts/{post_id}/{reply_id}"


def report_member(group_id: UUID, account_id: UUID) -> str:
    """Tell those who look after a group about a member."""
    return f"/report/{group_id}/members/{account_id}"


def reports(group_id: UUID) -> str:
    """What was reported in a group, for those who look after it."""
    return f"/groups/{group_id}/reports"


def report(group_id: UUID, report_id: UUID) -> str:
    """One report, to be looked at and closed."""
    return f"/groups/{group_id}/reports/{report_id}"


def acts(group_id: UUID) -> str:
    """What those who look after a group did."""
    return f"/groups/{group_id}/acts"


def answered(group_id: UUID) -> str:
    """How soon a group answers, for those who look after it."""
    return f"/groups/{group_id}/answered"


def gratitude(group_id: UUID, month: date | None = None) -> str:
    """A group's page of thanks, at a month other than this one when it is given."""
    return f"/groups/{group_id}/gratitude" + (f"?month={month:%Y-%m}" if month else "")


def thank_reply(group_id: UUID, post_id: UUID, reply_id: UUID) -> str:
    """Thank whoever wrote a reply, in private."""
    return f"/groups/{group_id}/posts/{post_id}/thank/{reply_id}"


def thank_company(group_id: UUID, post_id: UUID, account_id: UUID) -> str:
    """Thank somebody for being there, in private."""
    return f"/groups/{group_id}/posts/{post_id}/thank-company/{account_id}"


def thread(group_id: UUID, post_id: UUID) -> str:
    """A post with its replies."""
    return f"/groups/{group_id}/posts/{post_id}"


def search(group_id: UUID | None = None) -> str:
    """Find words in a group, in all groups of the member when none is given."""
    return f"/groups/{group_id}/search" if group_id else "/search"


def post_versions(group_id: UUID, post_id: UUID) -> str:
    """What a post said before its changes."""
    return f"/groups/{group_id}/posts/{post_id}/versions"


def join_group(code: str) -> str:
    """Join with a code that came as a link."""
    return f"/groups/join/{code}"


def goal(goal_id: UUID) -> str:
    """One goal with its steps, plan and history."""
    return f"/toolkit/goals/{goal_id}"


def edit_goal(goal_id: UUID) -> str:
    """Change the words, plan and tags of a goal."""
    return f"/toolkit/goals/{goal_id}/edit"


def goal_obstacle(goal_id: UUID) -> str:
    """Say what got in the way of a goal."""
    return f"/toolkit/goals/{goal_id}/obstacle"


def share_goal(goal_id: UUID, *, win: bool) -> str:
    """Tell a group of a win, or ask it for ideas, after choosing which and seeing the words."""
    return f"/toolkit/goals/{goal_id}/share?as={'win' if win else 'ideas'}"


def saved_strategy(document_id: UUID) -> str:
    """One strategy that was kept."""
    return f"/toolkit/saved/{document_id}"


def edit_strategy(document_id: UUID) -> str:
    """Change the words of one's own strategy."""
    return f"/toolkit/saved/{document_id}/edit"


def save_strategy(group_id: UUID, post_id: UUID) -> str:
    """Keep a group's strategy card in the toolkit."""
    return f"/toolkit/save/{group_id}/{post_id}"


def strategy_from_question(group_id: UUID, post_id: UUID) -> str:
    """Make a strategy card of the answers that helped, with the consent of those who wrote them."""
    return f"/toolkit/answers/{group_id}/{post_id}"


def group_resources(group_id: UUID) -> str:
    """The resources of one group."""
    return f"{RESOURCES}?group={group_id}"


def id_in(parameters: Mapping[str, str], name: str) -> UUID | None:
    """Return the id that a path carries, None when somebody typed something else there."""
    try:
        return UUID(parameters.get(name, ""))
    except ValueError:
        return None


def query(route: str) -> dict[str, str]:
    """Return what stands behind the `?` of a route. Flet's own reader knows nothing of the route an app starts at."""
    return dict(parse_qsl(urlsplit(route).query))
