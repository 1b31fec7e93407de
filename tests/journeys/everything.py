"""Every act of a member that can wait: what it is done to, and the call that the app stores for it.

`Scene` is a host with a group that Sam looks after and people in it; `acts` does something, `undoings` takes it back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from api_client.wire.aid import Thank
from api_client.wire.details import ResourceDetails, StoryDetails, StrategyDetails, ThemeDetails
from api_client.wire.directory import AnswerRequest, AskToJoin, JoinListed
from api_client.wire.feed import CreatePost, CreateReply, Need, PostKind, RateStrategy, UpdatePost, UpdateReply
from api_client.wire.groups import AcceptAgreement, CreateGroup, JoinPolicy, MarkRead, Role, SetRole, UpdateGroup
from api_client.wire.invites import CreateInvite
from api_client.wire.model import WireRequest
from api_client.wire.moderation import CreateReport, NotePost, Report, ReportOutcome, ReportReason, ResolveReport
from api_client.wire.notices import KindSettings, MarkNoticesRead, NoticeKind, UpdateNoticeSettings
from api_client.wire.profiles import Capacity, SetCapacity, SetProfile
from api_client.wire.reminders import NoteLogged, ReminderTime, SetReminders
from mobile.device import new_private_id, new_shared_id
from tests.server.test_ways_in import change
from tests.support.phone import Phone
from tests.support.server import LocalHost, Person

Act = tuple[str, Mapping[str, object], WireRequest | None]
PEOPLE = ("priya", "carol", "dora", "erin")
STORY = StoryDetails(tried="Paper", now="Better")
STRATEGY = StrategyDetails(when="At night", steps=("Sit down", "Write"), minutes=15, cautions="Not in the car")
RESOURCE = ResourceDetails(url="https://example.org/sleep", language="en")
DETAILS = {
    PostKind.STORY: STORY,
    PostKind.STRATEGY: STRATEGY,
    PostKind.RESOURCE: RESOURCE,
    PostKind.THEME: ThemeDetails(week_of=date(2026, 3, 2)),
}


@dataclass
class Scene:
    """What there is before anybody goes offline."""

    priya: Person
    carol: Person
    dora: Person
    erin: Person  # whom Sam blocks
    group: UUID  # Sam looks after it; Priya, Carol and Erin are in it
    gate: UUID  # Sam lets people in here; Dora asks
    old: UUID  # Sam will close it
    carers: UUID  # Priya's, whose agreement has changed
    open: dict[str, Any]  # Priya's, where anybody comes in
    asking: dict[str, Any]  # Priya's, where one asks
    own: UUID  # Sam's posts and reply
    own_ask: UUID
    question: UUID
    own_reply: UUID
    answer: UUID  # Priya's reply to the question
    share: UUID  # Priya's posts
    ask: UUID
    check: UUID
    strategy: UUID
    resource: UUID
    report: UUID  # Priya's report of Carol's post
    reported: UUID
    made: dict[str, UUID]  # what acts made, for what takes them back

    def acts(self, sam: Phone) -> list[Act]:
        """Return everything that Sam does, once each."""
        now = sam.clock.now()
        new_group, reply, hidden = new_shared_id(), new_shared_id(), new_private_id()
        self.made = {"group": new_group, "reply": reply, "hidden": hidden, "invite": new_shared_id()}
        group: dict[str, object] = {"group_id": self.group}
        at = self.at
        return [
            *(("feed.create_post", group, self.post(kind, now)) for kind in PostKind),
            ("feed.create_post", group, CreatePost(id=hidden, kind=PostKind.ASK, body="No name", without_name=True)),
            ("feed.create_reply", at(hidden), CreateReply(id=new_private_id(), body="Under the same alias")),
            (
                "feed.update_post",
                at(self.own),
                UpdatePost(base_version=1, kind=PostKind.STORY, need=Need.IDEAS, body="First words", details=STORY),
            ),
            ("feed.create_reply", at(self.share), CreateReply(id=reply, body="I hear you", mentions=(self.priya.id,))),
            ("feed.update_reply", at(self.share, self.own_reply), UpdateReply(base_version=1, body="Better words")),
            ("feed.set_reaction", at(self.share) | {"kind": "me_too"}, None),
            ("feed.join_company", at(self.ask), None),
            ("feed.promise_check", at(self.check), None),
            ("feed.close_post", at(self.own_ask), None),
            ("feed.pin_post", at(self.strategy), None),
            ("feed.mark_helped", at(self.question, self.answer), None),
            ("feed.flag_link", at(self.resource), None),
            ("feed.rate_strategy", at(self.strategy), RateStrategy(rating=2)),
            ("aid.keep_post", at(self.strategy), None),
            ("aid.thank", at(self.question), Thank(id=uuid4(), reply_id=self.answer, words="Thank you")),
            ("aid.greet_member", group | {"account_id": self.priya.id}, None),
            ("aid.start_greeting", group, None),
            ("moderation.create_report", group, self.complaint()),
            ("moderation.note_post", at(self.reported), NotePost(content_note="Illness")),
            (
                "moderation.resolve_report",
                group | {"report_id": self.report},
                ResolveReport(outcome=ReportOutcome.NOTED, words="A note stands there now."),
            ),
            ("moderation.block", {"account_id": self.erin.id}, None),
            ("notices.mark_read", {}, MarkNoticesRead(up_to=1)),
            (
                "notices.update_settings",
                {},
                UpdateNoticeSettings(zone="Europe/Berlin", kinds={NoticeKind.THANKED: KindSettings(is_on=False)}),
            ),
            (
                "reminders.set_settings",
                {},
                SetReminders(zone="Europe/Berlin", times=(ReminderTime(at=time(20)),), is_on=True),
            ),
            ("reminders.note_logged", {}, NoteLogged(day=now.date())),
            ("profiles.set_profile", {}, SetProfile(words="Up at night", pronouns="she", tags=("sleep",))),
            ("profiles.set_group_profile", group, SetProfile(words="Here only")),
            (
                "profiles.set_capacity",
                {},
                SetCapacity(capacity=Capacity.LISTEN, until=now + timedelta(hours=8)),
            ),
            ("groups.mark_read", group, MarkRead(sequence=3)),
            ("groups.update_group", group, UpdateGroup(base_version=1, name="Night Owls", description="Awake")),
            ("groups.create_group", {}, CreateGroup(id=new_group, name="Small hours")),
            ("groups.create_invite", group, CreateInvite(id=self.made["invite"], days=7)),
            ("groups.set_role", group | {"account_id": self.priya.id}, SetRole(role=Role.FACILITATOR)),
            (
                "groups.answer_request",
                {"group_id": self.gate, "account_id": self.dora.id},
                AnswerRequest(accept=True),
            ),
            ("groups.archive_group", {"group_id": self.old}, None),
            ("groups.accept_agreement", {"group_id": self.carers}, AcceptAgreement(version=2)),
            ("groups.join_listed", {"group_id": self.open["id"]}, JoinListed(agreement_version=1)),
            ("groups.ask_to_join", {"group_id": self.asking["id"]}, AskToJoin(words="Hello", agreement_version=1)),
        ]

    def undoings(self) -> list[Act]:
        """Return what takes the acts back, or away."""
        group: dict[str, object] = {"group_id": self.group}
        at = self.at
        return [
            ("feed.remove_reply", at(self.share, self.made["reply"]), None),
            ("feed.remove_post", at(self.made["hidden"]), None),
            ("feed.remove_reaction", at(self.share) | {"kind": "me_too"}, None),
            ("feed.leave_company", at(self.ask), None),
            ("feed.withdraw_check", at(self.check), None),
            ("feed.reopen_post", at(self.own_ask), None),
            ("feed.unpin_post", at(self.strategy), None),
            ("feed.unmark_helped", at(self.question, self.answer), None),
            ("feed.unflag_link", at(self.resource), None),
            ("feed.unrate_strategy", at(self.strategy), None),
            ("aid.unkeep_post", at(self.strategy), None),
            ("aid.stop_greeting", group, None),
            ("moderation.unblock", {"account_id": self.erin.id}, None),
            ("profiles.remove_group_profile", group, None),
            ("groups.revoke_invite", group | {"invite_id": self.made["invite"]}, None),
            ("groups.unarchive_group", {"group_id": self.old}, None),
            ("groups.withdraw_request", {"group_id": self.asking["id"]}, None),
            ("groups.remove_member", {"group_id": self.gate, "account_id": self.dora.id}, None),
            ("groups.leave_group", {"group_id": self.open["id"]}, None),
            ("groups.remove_group", {"group_id": self.made["group"]}, None),
        ]

    def at(self, post_id: UUID, reply_id: UUID | None = None) -> dict[str, object]:
        """Return the arguments of a call about a post, or a reply to it."""
        where: dict[str, object] = {"group_id": self.group, "post_id": post_id}
        return where | {"reply_id": reply_id} if reply_id else where

    def post(self, kind: PostKind, now: Any) -> CreatePost:
        """Return a post of a kind with all its parts."""
        ends = now + timedelta(hours=5) if kind in (PostKind.ASK, PostKind.OFFER) else None
        return CreatePost(
            id=new_shared_id(), kind=kind, need=Need.ENCOURAGEMENT, body=f"A {kind}", content_note="noise",
            details=DETAILS.get(kind), mentions=(self.priya.id,), expires_at=ends,
        )  # fmt: skip

    def complaint(self) -> CreateReport:
        """Return a report of a post by Priya, which another facilitator sees."""
        return CreateReport(id=uuid4(), post_id=self.share, reason=ReportReason.OTHER, words="Please look")


async def start_scene(host: LocalHost, sam: Phone) -> Scene:
    """Let everything happen on the host that Sam's acts are about."""
    group, gate, old = [await sam.start_group(name) for name in ("Night Owls", "Gate", "Old")]
    await sam.sync()
    priya, carol, dora, erin = [await host.sign_up(f"{name}-x", name.title()) for name in PEOPLE]
    for person in (priya, carol, erin):
        await person.join(await sam.join_code(group))
    open_, asking, carers = [(await priya.start_group(name))["group"] for name in ("Open", "Asking", "Carers")]
    await change(priya, open_, entry="open", listed=True)
    await change(priya, asking, entry="approval", listed=True)
    await sam.services.groups.join(carers["join_code"])
    await change(priya, carers, agreement=["Listen first."])
    entry = UpdateGroup(base_version=1, name="Gate", entry=JoinPolicy.APPROVAL, listed=True)
    await add(sam, ("groups.update_group", {"group_id": gate}, entry))
    own = [await sam.write_post(group, "Frist words")]
    for kind in (PostKind.ASK, PostKind.QUESTION):
        own.append(new_shared_id())
        await add(sam, ("feed.create_post", {"group_id": group}, CreatePost(id=own[-1], kind=kind, body="Mine")))
    await sam.sync()
    posts: dict[str, UUID] = {}
    wanted: dict[str, dict[str, Any]] = {
        "share": {}, "ask": {"kind": "ask"}, "check": {"need": "check_on_me"},
        "strategy": {"kind": "strategy", "details": STRATEGY.model_dump(mode="json")},
        "resource": {"kind": "resource", "details": RESOURCE.model_dump(mode="json")},
    }  # fmt: skip
    for name, words in wanted.items():
        posts[name] = UUID((await priya.post(str(group), f"Priya's {name}", **words))["id"])
    answer = UUID((await priya.reply(str(group), str(own[2]), "Boring radio"))["id"])
    reported = UUID((await carol.post(str(group), "Carol's"))["id"])
    complaint = {"id": str(uuid4()), "post_id": str(reported), "reason": "other"}
    await priya.call("POST", f"/groups/{group}/reports", complaint, expect=201)
    asks = {"words": "Hello", "agreement_version": 1}
    await dora.call("PUT", f"/groups/{gate}/request", asks, expect=204)
    own_reply = await sam.write_reply(group, posts["share"], "Words")
    await sam.sync()
    (report,) = await sam.services.shared.list("report", Report)
    return Scene(
        priya=priya, carol=carol, dora=dora, erin=erin, group=group, gate=gate, old=old, carers=UUID(carers["id"]),
        open=open_, asking=asking, own=own[0], own_ask=own[1], question=own[2], own_reply=own_reply, answer=answer,
        report=report.id, reported=reported, made={}, **posts,
    )  # fmt: skip


async def add(device: Phone, act: Act) -> None:
    """Store a call as the app does at a tap."""
    operation, arguments, request = act
    subject = f"group:{arguments['group_id']}" if "group_id" in arguments else operation
    given = {name: str(value) for name, value in arguments.items()}
    await device.services.outbox.add(operation, given, request, subject=subject)
