"""Reports and blocks: telling a facilitator, and keeping two people apart.

No model here names who reported. Facilitators see what was reported, why, in which words and since when; the one who
wrote it is never told that there is a report.
"""

from enum import StrEnum

from pydantic import model_validator

from api_client.wire.feed import Author, Post, Reply
from api_client.wire.model import Id, Instant, WireModel, WireRequest
from api_client.wire.text import ContentNote, OutcomeWords, ReportWords


class ReportReason(StrEnum):
    """Why something is reported. `worried` is care for a person and no complaint about one."""

    HARASSMENT = "harassment"
    METHOD = "method"  # names a method of self-harm, or encourages it
    SPAM = "spam"
    PRIVACY = "privacy"
    WORRIED = "worried"
    OTHER = "other"


class ReportState(StrEnum):
    """Where a report stands."""

    OPEN = "open"
    RESOLVED = "resolved"


class ReportOutcome(StrEnum):
    """What a facilitator did about a report."""

    NO_ACTION = "no_action"
    NOTED = "noted"  # a content note was added
    REMOVED = "removed"
    TALKED = "talked"  # with the person


class CreateReport(WireRequest):
    """Tell the facilitators about one thing: a post, a reply or a member. Sent twice, it is one report."""

    id: Id
    post_id: Id | None = None
    reply_id: Id | None = None  # of the post in `post_id`
    member_id: Id | None = None
    reason: ReportReason
    words: ReportWords | None = None

    @model_validator(mode="after")
    def _check_thing(self) -> "CreateReport":
        if (self.post_id is None) == (self.member_id is None) or (self.reply_id and self.post_id is None):
            raise ValueError("one_of")
        return self


class OwnReport(WireModel):
    """A report as the one who made it sees it; `outcome_words` are the facilitator's answer."""

    id: Id
    group_id: Id
    post_id: Id | None
    reply_id: Id | None
    member_id: Id | None
    reason: ReportReason
    words: str | None
    reported_at: Instant
    state: ReportState
    outcome: ReportOutcome | None
    outcome_words: str | None
    resolved_at: Instant | None


class OwnReportList(WireModel):
    """The account's reports of the last months, newest first."""

    reports: tuple[OwnReport, ...]


class ReportVoice(WireModel):
    """What one person said about it, without who."""

    reason: ReportReason
    words: str | None
    at: Instant


class Report(WireModel):
    """One thing that was reported, as facilitators see it, with the words it had at its first report.

    `post` of a reported reply is the post it answers; `member` is a reported person. `is_care` says that somebody is
    worried about a person; such reports stand on a list of their own. Of something without a name, the alias stands
    here too.
    """

    id: Id
    group_id: Id
    is_care: bool
    post_id: Id | None
    reply_id: Id | None
    post: Post | None
    reply: Reply | None
    member: Author | None
    voices: tuple[ReportVoice, ...]
    reported_at: Instant
    state: ReportState
    outcome: ReportOutcome | None
    outcome_words: str | None
    resolved_at: Instant | None
    resolved_by: Author | None


class ReportList(WireModel):
    """The reports of one group: those that are open, care first and then the oldest, then those resolved last."""

    reports: tuple[Report, ...]
    open_count: int


class ResolveReport(WireRequest):
    """Say what was done about a report; `words` go to whoever reported it."""

    outcome: ReportOutcome
    words: OutcomeWords | None = None


class NotePost(WireRequest):
    """Put a content note before somebody's post, as a facilitator; None takes it away."""

    content_note: ContentNote | None


class Act(WireModel):
    """Something a facilitator did in a group. It holds no words of what was removed."""

    id: Id
    kind: str  # a later host may know more of them
    by: Author | None
    post_id: Id | None
    reply_id: Id | None
    reason: str | None
    acted_at: Instant


class ActList(WireModel):
    """What the facilitators of one group did, newest first; ask again before `cursor` while `more`."""

    acts: tuple[Act, ...]
    cursor: str | None
    more: bool


class Block(WireModel):
    """Somebody whom the account keeps apart from itself. The name is the device's to remember: an id of somebody in no
    common group must not be a way to one."""

    account_id: Id
    blocked_at: Instant


class BlockList(WireModel):
    """Whom the account blocked, newest first. Nobody learns who blocked them."""

    blocks: tuple[Block, ...]
