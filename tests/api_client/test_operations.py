"""The client has exactly the host's operations, with the same words, paths, requests and answers; all of them work."""

import inspect
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, get_type_hints
from uuid import UUID, uuid4

import httpx
import pytest
from uuid6 import uuid7

from api_client import (
    OPERATIONS,
    ApiClient,
    Conflict,
    Incompatible,
    Rejected,
    Sealer,
    Unauthorized,
    Unreachable,
    account_flow,
    derive_key,
    keys,
)
from api_client.client import RESOURCES
from api_client.wire import groups as groups_wire
from api_client.wire import limits
from api_client.wire.accounts import StartSignIn, UpdateAccount
from api_client.wire.aid import Thank
from api_client.wire.details import ResourceDetails
from api_client.wire.directory import AnswerRequest, AskToJoin, JoinListed
from api_client.wire.feed import (
    CreatePost,
    CreateReply,
    Need,
    PostKind,
    RateStrategy,
    ReactionKind,
    UnmaskPost,
    UpdatePost,
    UpdateReply,
)
from api_client.wire.groups import AcceptAgreement, CreateGroup, JoinGroup, MarkRead, SetRole, UpdateGroup
from api_client.wire.invites import CreateInvite
from api_client.wire.live import CheckScopes
from api_client.wire.model import WireRequest
from api_client.wire.moderation import CreateReport, NotePost, ReportOutcome, ReportReason, ResolveReport
from api_client.wire.notices import Digest, MarkNoticesRead, NoticeSettings, UpdateNoticeSettings
from api_client.wire.photos import SetPhoto
from api_client.wire.profiles import Capacity, SetCapacity, SetProfile
from api_client.wire.reminders import NoteLogged, ReminderSettings, ReminderTime, SetReminders
from api_client.wire.vault import PushRecord, PushRecords
from api_client.wire.vault_photos import PutSealedPhoto
from tests.api_client.conftest import PASSPHRASE, in_loop, sign_up
from tests.support.photos import jpeg
from tests.support.server import LocalHost

BASE = "/api/v1"
EXAMPLES: dict[Any, str] = {
    int: "7",
    UUID: "01890a5d-ac96-774b-bcce-b302099a8057",
    str: "ABCDE12345",
    ReactionKind: "me_too",
}


def list_described(host: LocalHost) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Return the host's own description: operation id -> method, path, details."""
    return {
        details["operationId"]: (method.upper(), path, details)
        for path, methods in host.app.openapi()["paths"].items()
        for method, details in methods.items()
        if path.startswith(BASE)
    }


def schema_name(content: dict[str, Any]) -> str | None:
    reference: str = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    # A model that stands in requests and answers is described twice.
    return reference.rsplit("/", 1)[-1].removesuffix("-Input").removesuffix("-Output") or None


class Recorder(httpx.AsyncBaseTransport):
    """A dead line that remembers the last request."""

    last: httpx.Request

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.last = request
        raise httpx.ConnectError("dead", request=request)


class Counter(httpx.AsyncBaseTransport):
    """Passes on, and remembers what was answered well."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self.inner = inner
        self.answered: set[tuple[str, str]] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self.inner.handle_async_request(request)
        if response.is_success:
            self.answered.add((request.method, request.url.path))
        return response


def matches(template: str, path: str) -> bool:
    parts, given = template.split("/"), path.split("/")
    return len(parts) == len(given) and all(a == b or a.startswith("{") for a, b in zip(parts, given, strict=True))


async def test_both_ends_have_the_same_operations(host: LocalHost) -> None:
    assert set(list_described(host)) == set(OPERATIONS) | {"live.stream"}


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
async def test_requests_and_answers_have_the_same_types(host: LocalHost, operation: str) -> None:
    _, _, details = list_described(host)[operation]
    request_type = OPERATIONS[operation]
    described = schema_name(details.get("requestBody", {}).get("content", {}))
    assert described == (request_type.__name__ if request_type else None)
    resource, method = operation.split(".")
    answer_type = get_type_hints(getattr(RESOURCES[resource], method))["return"]
    answered = {schema_name(a.get("content", {})) for status, a in details["responses"].items() if status[0] == "2"}
    assert answered == ({None} if answer_type is type(None) else {answer_type.__name__})


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
async def test_a_stored_call_goes_to_the_path_of_its_name(host: LocalHost, operation: str) -> None:
    verb, path, details = list_described(host)[operation]
    recorder = Recorder()
    resource, method = operation.split(".")
    parameters = inspect.signature(getattr(RESOURCES[resource], method)).parameters
    hints = get_type_hints(getattr(RESOURCES[resource], method))
    needed = [name for name, p in parameters.items() if p.default is p.empty and name not in ("self", "request")]
    arguments = {name: EXAMPLES[hints[name]] for name in needed}
    request_type = OPERATIONS[operation]
    request = request_type.model_construct() if request_type is not None else None
    async with ApiClient("http://kith.test", transport=recorder) as client:
        with pytest.raises(Unreachable):
            await client.call(operation, arguments, request)
    assert recorder.last.method == verb
    assert recorder.last.url.path == path.format(**arguments)
    queried = {p["name"] for p in details.get("parameters", ()) if p["in"] == "query"}
    assert queried == {name for name, p in parameters.items() if p.kind is p.KEYWORD_ONLY}


async def test_every_parameter_of_a_query_arrives() -> None:
    recorder = Recorder()
    group_id, epoch = uuid4(), uuid4()
    async with ApiClient("http://kith.test/kith/", transport=recorder) as client:
        with pytest.raises(Unreachable):
            await client.feed.list_posts(group_id, before="c", kind=PostKind.ASK, need=Need.IDEAS, limit=5)
        assert dict(recorder.last.url.params) == {"before": "c", "kind": "ask", "need": "ideas", "limit": "5"}
        assert recorder.last.url.path == f"/kith{BASE}/groups/{group_id}/posts"
        with pytest.raises(Unreachable):
            await client.vault.list_changes(epoch=epoch, after=7)
        assert dict(recorder.last.url.params) == {"epoch": str(epoch), "after": "7", "limit": "500"}
        with pytest.raises(Unreachable):
            await client.vault.list_changes()
        assert dict(recorder.last.url.params) == {"after": "0", "limit": "500"}


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("abcde-12345", "ABCDE12345"),
        ("https://k.example/join/abcde12345", "ABCDE12345"),
        ("a?b#c%", "-"),
        ("é", "-"),
        ("", "-"),
        ("/../", "-"),
        ("..", "-"),
    ],
)
async def test_a_typed_code_cannot_leave_its_path(typed: str, path: str) -> None:
    recorder = Recorder()
    async with ApiClient("http://kith.test", transport=recorder) as client:
        with pytest.raises(Unreachable):
            await client.groups.preview_invite(typed)
    assert recorder.last.url.raw_path.decode() == f"{BASE}/invites/{path}"


@pytest.mark.parametrize(
    ("operation", "arguments", "request_type"),
    [
        ("feed.nothing", {}, None),
        ("live.stream", {}, None),
        ("feed.__init__", {}, None),
        ("", {}, None),
        ("feed.create_post", {"group_id": EXAMPLES[UUID]}, None),
        ("feed.create_post", {"group_id": EXAMPLES[UUID]}, CreateReply),
        ("feed.create_post", {"group_id": "x"}, CreatePost),
        ("feed.create_post", {}, CreatePost),
        ("feed.create_post", {"group_id": EXAMPLES[UUID], "request": "x"}, CreatePost),
        ("feed.create_post", {"group_id": EXAMPLES[UUID], "post_id": EXAMPLES[UUID]}, CreatePost),
        ("feed.set_reaction", {"group_id": EXAMPLES[UUID], "post_id": EXAMPLES[UUID], "kind": "like"}, None),
        ("groups.list_groups", {}, CreateGroup),
    ],
)
async def test_a_stored_call_that_does_not_fit_is_refused(
    operation: str, arguments: dict[str, str], request_type: type[WireRequest] | None
) -> None:
    request = request_type.model_construct() if request_type is not None else None
    async with ApiClient("http://kith.test", transport=Recorder()) as client:
        with pytest.raises(ValueError, match=r"operation|validation error"):
            await client.call(operation, arguments, request)


@pytest.mark.usefixtures("cheap_keys")
async def test_every_operation_works_against_a_real_host(host: LocalHost) -> None:
    counter = Counter(in_loop(host))
    async with (
        ApiClient("http://kith.test", transport=counter) as mira_client,
        ApiClient("http://kith.test", transport=counter) as noor_client,
    ):
        mira, noor = await sign_up(mira_client, "Mira"), await sign_up(noor_client, "Noor")
        await _use_account(mira_client)
        await _use_vault(mira_client, mira.account.id, mira.vault_key)
        group_id = await _use_groups(mira_client, noor_client, noor.account.id)
        await _use_feed(mira_client, group_id)
        await _use_marks(mira_client, noor_client, group_id)
        await _use_moderation(mira_client, noor_client)
        await _use_notices(mira_client)
        await mira_client.groups.remove_group(group_id)
        await account_flow.delete_account(noor_client, noor.account, PASSPHRASE, keep_posts=True)
        with pytest.raises(Unauthorized):
            await account_flow.delete_account(noor_client, noor.account, PASSPHRASE, keep_posts=True)
        await mira_client.accounts.sign_out()
        with pytest.raises(Unauthorized):
            await mira_client.accounts.get_account()
    by_flow_tests = {"accounts.change_passphrase", "accounts.replace_recovery", "accounts.open_recovery"}
    by_flow_tests |= {"notices.set_email", "notices.confirm_email"}  # with a mail server, in test_digest
    by_flow_tests |= {"accounts.recover", "accounts.sign_in", "accounts.revoke_device", "live.stream"}
    missed = {
        operation
        for operation, (verb, path, _) in list_described(host).items()
        if not any(verb == method and matches(path, given) for method, given in counter.answered)
    }
    assert missed == by_flow_tests


async def _use_account(client: ApiClient) -> None:
    about = await client.host.get_about()
    told = await client.host.get_crisis_lines()
    assert told.changed and told.lines is None
    assert not (await client.host.get_crisis_lines(known=told.tag)).changed
    added = await client.host.get_measures()
    assert added.changed and added.packs == ()
    assert not (await client.host.get_measures(known=added.tag)).changed
    assert about.protocol == limits.PROTOCOL_VERSION and about.sign_up_open
    account = await client.accounts.get_account()
    assert account.display_name == "Mira"
    assert (await client.accounts.update_account(UpdateAccount(display_name="Mira L"))).display_name == "Mira L"
    (device,) = (await client.accounts.list_devices()).devices
    assert device.this_device and device.name == "Phone"
    parameters = await client.accounts.start_sign_in(StartSignIn(handle=account.handle))
    keys.check_parameters(parameters)
    made_up = await client.accounts.start_sign_in(StartSignIn(handle="nobody.at.all"))
    keys.check_parameters(made_up)
    assert client.clock_skew_seconds is None or abs(client.clock_skew_seconds) < 5


async def _use_vault(client: ApiClient, account_id: UUID, vault_key: bytes) -> None:
    sealer = Sealer(derive_key(vault_key, keys.RECORD_KEY))
    record_id = uuid4()
    sealed = sealer.seal_record(account_id, record_id, b'{"level":4}')
    record = PushRecord(id=record_id, base_revision=0, mutation_id=uuid4(), sealed=sealed)
    pushed = await client.vault.push_records(PushRecords(epoch=None, records=(record,)))
    assert pushed.results[0].accepted
    changes = await client.vault.list_changes(epoch=pushed.epoch)
    (stored,) = changes.records
    assert sealer.open_record(account_id, stored.id, stored.sealed) == b'{"level":4}'
    digest = await client.vault.get_digest()
    assert (digest.record_count, digest.revision_sum) == (1, stored.revision)
    with pytest.raises(Conflict) as caught:
        await client.vault.list_changes(epoch=uuid4())
    assert caught.value.code == "epoch_changed"
    await _use_photos(client, digest.epoch, digest.revision)


async def _use_photos(client: ApiClient, epoch: UUID, revision: int) -> None:
    photo_id = uuid4()
    await client.vault.put_photo(photo_id, PutSealedPhoto(sealed=b"sealed"))
    assert (await client.vault.get_photo(photo_id)).sealed == b"sealed"
    page = await client.vault.list_photos()
    assert ([(one.id, one.size) for one in page.photos], page.more) == ([(photo_id, 6)], False)
    assert (await client.vault.list_photos(after=photo_id)).photos == ()
    with pytest.raises(Conflict):
        await client.vault.remove_photo(photo_id, epoch=epoch, revision=revision - 1)
    await client.vault.remove_photo(photo_id, epoch=epoch, revision=revision)


async def _use_groups(mira: ApiClient, noor: ApiClient, noor_id: UUID) -> UUID:
    request = CreateGroup(id=uuid7(), name="Night Owls", agreement=("Be kind",))
    group = (await mira.groups.create_group(request)).group
    assert (await mira.groups.create_group(request)).group.id == group.id
    preview = await noor.groups.preview_invite(group.join_code)
    assert (preview.name, preview.already_member) == ("Night Owls", False)
    with pytest.raises(Rejected) as caught:
        await noor.groups.list_members(group.id)
    assert caught.value.code == "not_found"
    joined = await noor.groups.join_group(JoinGroup(join_code=group.join_code))
    assert joined.role is groups_wire.Role.MEMBER
    assert len((await mira.groups.list_members(group.id)).members) == 2
    await mira.groups.set_role(group.id, noor_id, SetRole(role=groups_wire.Role.FACILITATOR))
    await _use_rules(mira, group)
    await _use_ways_in(mira, noor, group)
    await _use_profiles(noor, group.id)
    await _use_aid(mira, noor, group.id)
    await mira.groups.remove_member(group.id, noor_id)
    (changed,) = (await mira.groups.list_groups()).memberships  # whoever was removed knows the old code
    await noor.groups.join_group(JoinGroup(join_code=changed.group.join_code))
    await noor.groups.leave_group(group.id)
    (membership,) = (await mira.groups.list_groups()).memberships
    assert membership.group.member_count == 1
    behind = await mira.live.check_scopes(CheckScopes(scopes={f"group:{group.id}": 0, f"group:{uuid4()}": 3}))
    assert [hint.scope for hint in behind.behind] == [f"group:{group.id}"] and len(behind.ended) == 1
    return group.id


async def _use_rules(mira: ApiClient, group: groups_wire.Group) -> None:
    change = UpdateGroup(
        base_version=1,
        name="Night Owls",
        agreement=("Be kind", "Stay a while"),
        entry=groups_wire.JoinPolicy.APPROVAL,
        listed=True,
        picture=groups_wire.Picture(colour=groups_wire.PictureColour.NIGHT, symbol=groups_wire.PictureSymbol.MOON),
        quiet_hours=groups_wire.QuietHours(begins=time(22), ends=time(7)),
    )
    changed = await mira.groups.update_group(group.id, change)
    assert await mira.groups.update_group(group.id, change) == changed
    assert (changed.agreement_version, changed.picture, changed.quiet_hours) == (2, change.picture, change.quiet_hours)
    await mira.groups.accept_agreement(group.id, AcceptAgreement(version=2))
    await mira.groups.archive_group(group.id)
    await mira.groups.unarchive_group(group.id)


async def _use_ways_in(mira: ApiClient, noor: ApiClient, group: groups_wire.Group) -> None:
    invite = await mira.groups.create_invite(group.id, CreateInvite(id=uuid7(), uses_max=2))
    assert invite in (await mira.groups.list_invites(group.id)).invites
    await mira.groups.revoke_invite(group.id, invite.id)
    await noor.groups.leave_group(group.id)
    (listed,) = (await noor.groups.list_directory()).groups
    assert (listed.id, listed.entry, listed.is_member) == (group.id, groups_wire.JoinPolicy.APPROVAL, False)
    ask = AskToJoin(words="I am awake, too.", agreement_version=2)
    await noor.groups.ask_to_join(group.id, ask)
    await noor.groups.withdraw_request(group.id)
    await noor.groups.ask_to_join(group.id, ask)
    (own,) = (await noor.groups.list_own_requests()).requests
    (waiting,) = (await mira.groups.list_requests(group.id)).requests
    assert (own.name, waiting.words) == ("Night Owls", "I am awake, too.")
    await mira.groups.answer_request(group.id, waiting.account_id, AnswerRequest(accept=True))
    assert (await noor.groups.join_listed(group.id, JoinListed(agreement_version=2))).agreement_accepted == 2


async def _use_profiles(noor: ApiClient, group_id: UUID) -> None:
    await noor.profiles.set_profile(SetProfile(words="Mostly up at night.", tags=("grief",)))
    await noor.profiles.set_group_profile(group_id, SetProfile(pronouns="she/her"))
    tomorrow = datetime.now(UTC) + timedelta(hours=8)
    await noor.profiles.set_capacity(SetCapacity(capacity=Capacity.LISTEN, until=tomorrow))
    own = await noor.profiles.get_profile()
    assert own.by_group[group_id].pronouns == "she/her" and own.capacity is Capacity.LISTEN
    await noor.profiles.remove_group_profile(group_id)
    assert (await noor.groups.list_members(group_id)).members[-1].profile == own.everywhere


async def _use_feed(client: ApiClient, group_id: UUID) -> None:
    photo = SetPhoto(id=uuid4(), description="The street at night", content=jpeg())
    request = CreatePost(id=uuid7(), kind=PostKind.SHARE, body="Cannot sleep again.", photo=photo)
    post = await client.feed.create_post(group_id, request)
    assert await client.feed.create_post(group_id, request) == post
    assert (await client.feed.get_post(group_id, post.id)).body == "Cannot sleep again."
    assert (await client.photos.get_photo(group_id, photo.id)).content == photo.content
    update = UpdatePost(base_version=1, kind=PostKind.SHARE, need=Need.LISTEN, body="Slept, after all.")
    assert (await client.feed.update_post(group_id, post.id, update)).version == 2
    (earlier,) = (await client.feed.list_versions(group_id, post.id)).versions
    assert earlier.body == post.body
    with pytest.raises(Conflict):
        await client.feed.update_post(group_id, post.id, update.model_copy(update={"body": "Another."}))
    await client.feed.set_reaction(group_id, post.id, ReactionKind.WITH_YOU)
    page = await client.feed.list_posts(group_id, kind=PostKind.SHARE, need=Need.LISTEN, limit=1)
    assert page.my_reactions == {post.id: (ReactionKind.WITH_YOU,)}
    await client.feed.remove_reaction(group_id, post.id, ReactionKind.WITH_YOU)
    reply = await client.feed.create_reply(group_id, post.id, CreateReply(id=uuid7(), body="I hear you."))
    updated = await client.feed.update_reply(
        group_id, post.id, reply.id, UpdateReply(base_version=1, body="I really do.")
    )
    assert (await client.feed.list_replies(group_id, post.id)).replies == (updated,)
    changes = await client.groups.list_changes(group_id, after=0)
    assert {change.kind for change in changes.changes} >= {"post", "reply"}
    await client.groups.mark_read(group_id, MarkRead(sequence=1))
    await client.feed.remove_reply(group_id, post.id, reply.id)
    await client.feed.remove_post(group_id, post.id)
    await client.feed.remove_post(group_id, post.id)


async def _use_notices(client: ApiClient) -> None:
    page = await client.notices.list_notices()
    await client.notices.mark_read(MarkNoticesRead(up_to=page.cursor))
    assert await client.notices.get_settings() == NoticeSettings()
    settings = await client.notices.update_settings(UpdateNoticeSettings(digest=Digest.WEEKLY))
    await client.notices.remove_email()
    assert await client.reminders.get_settings() == ReminderSettings()
    times = (ReminderTime(at=time(20)),)
    reminders = await client.reminders.set_settings(SetReminders(zone="Europe/Madrid", times=times, is_on=True))
    assert reminders == ReminderSettings(is_on=True, zone="Europe/Madrid", times=times)
    assert await client.reminders.note_logged(NoteLogged(day=date(2026, 3, 1))) == reminders
    assert (await client.notices.list_notices(after=page.cursor)).settings == settings


async def _use_aid(mira: ApiClient, noor: ApiClient, group_id: UUID) -> None:
    noor_id = (await noor.accounts.get_account()).id
    await noor.aid.start_greeting(group_id)
    assert (await noor.aid.list_newcomers(group_id)).i_greet
    await noor.aid.stop_greeting(group_id)
    await mira.aid.greet_member(group_id, noor_id)
    ask = await mira.feed.create_post(group_id, CreatePost(id=uuid7(), kind=PostKind.ASK, body="Tea at four?"))
    assert ask in (await noor.aid.list_board()).posts
    assert ask in (await noor.aid.list_waiting(group_id)).posts
    reply = await noor.feed.create_reply(group_id, ask.id, CreateReply(id=uuid7(), body="Yes."))
    words = Thank(id=uuid4(), reply_id=reply.id, words="You stayed.", may_show=True)
    await mira.aid.thank(group_id, ask.id, words)
    await mira.aid.thank(group_id, ask.id, words)
    assert [one.words for one in (await noor.aid.list_thanks()).thanks] == ["You stayed."]
    assert (await noor.aid.get_gratitude(group_id)).words == ("You stayed.",)
    await noor.aid.keep_post(group_id, ask.id)
    await noor.aid.unkeep_post(group_id, ask.id)
    assert (await mira.aid.list_ripples()).ripples == ()
    assert (await mira.aid.get_answered(group_id)).first_reply_minutes is None


async def _use_moderation(mira: ApiClient, noor: ApiClient) -> None:
    group = (await mira.groups.create_group(CreateGroup(id=uuid7(), name="Owls"))).group
    await noor.groups.join_group(JoinGroup(join_code=group.join_code))
    post = await noor.feed.create_post(group.id, CreatePost(id=uuid7(), kind=PostKind.SHARE, body="Hello."))
    request = CreateReport(id=uuid7(), post_id=post.id, reason=ReportReason.SPAM)
    own = await mira.moderation.create_report(group.id, request)
    assert (await mira.moderation.list_own_reports()).reports == (own,)
    (report,) = (await mira.moderation.list_reports(group.id)).reports
    await mira.moderation.resolve_report(group.id, report.id, ResolveReport(outcome=ReportOutcome.NO_ACTION))
    assert [act.kind for act in (await mira.moderation.list_acts(group.id)).acts] == ["resolved"]
    noted = await mira.moderation.note_post(group.id, post.id, NotePost(content_note="Illness"))
    assert (noted.content_note, noted.version) == ("Illness", 2)
    assert post.author.account_id is not None
    await mira.moderation.block(post.author.account_id)
    assert [one.account_id for one in (await mira.moderation.list_blocks()).blocks] == [post.author.account_id]
    await mira.moderation.unblock(post.author.account_id)


async def _use_marks(mira: ApiClient, noor: ApiClient, group_id: UUID) -> None:
    """Let Noor ask, and Mira, who looks after the group, stand by her; then the other way round."""
    (membership,) = (await mira.groups.list_groups()).memberships
    await noor.groups.join_group(JoinGroup(join_code=membership.group.join_code))
    at = (group_id, uuid4())
    request = CreatePost(id=at[1], kind=PostKind.ASK, need=Need.CHECK_ON_ME, body="A call at nine?", without_name=True)
    assert (await noor.feed.create_post(group_id, request)).author.account_id is None
    await mira.feed.join_company(*at)
    await mira.feed.promise_check(*at)
    await mira.feed.pin_post(*at)
    reply = await mira.feed.create_reply(*at, CreateReply(id=uuid7(), body="I will call."))
    await noor.feed.mark_helped(*at, reply.id)
    await noor.feed.close_post(*at)
    post = await noor.feed.get_post(*at)
    assert [one.account_id for one in (*post.company, post.check_by) if one] == [reply.author.account_id] * 2
    assert post.pinned_at and post.closed_at and (await mira.feed.list_replies(*at)).replies[0].helped
    await mira.feed.leave_company(*at)
    await mira.feed.withdraw_check(*at)
    await mira.feed.unpin_post(*at)
    await noor.feed.unmark_helped(*at, reply.id)
    await noor.feed.reopen_post(*at)
    assert (await mira.feed.unmask_post(*at, UnmaskPost(reason="She may be in danger."))).display_name == "Noor"
    found = (await mira.feed.search_posts(group_id, q="NINE ca", limit=1)).found
    assert found == (await mira.feed.search_all(q="nine call")).found and found[0].post.id == at[1]
    link = ResourceDetails(url="https://kith.example/sleep")
    resource = CreatePost(id=uuid7(), kind=PostKind.RESOURCE, body="On sleep.", details=link)
    await mira.feed.create_post(group_id, resource)
    await noor.feed.flag_link(group_id, resource.id)
    await noor.feed.unflag_link(group_id, resource.id)
    strategy = CreatePost(id=uuid7(), kind=PostKind.STRATEGY, body="Cold water.")
    await mira.feed.create_post(group_id, strategy)
    await noor.feed.rate_strategy(group_id, strategy.id, RateStrategy(rating=2))
    await noor.feed.unrate_strategy(group_id, strategy.id)


@pytest.mark.usefixtures("cheap_keys")
async def test_a_stored_call_is_made_as_if_it_were_written_out(connect: Callable[..., ApiClient]) -> None:
    client = connect()
    await sign_up(client)
    group = (await client.groups.create_group(CreateGroup(id=uuid7(), name="Night Owls"))).group
    request = CreatePost(id=uuid7(), kind=PostKind.WIN, body="Went out.")
    stored = request.model_dump_json()
    request_type = OPERATIONS["feed.create_post"]
    assert request_type is not None
    post = await client.call("feed.create_post", {"group_id": str(group.id)}, request_type.model_validate_json(stored))
    assert post == await client.feed.get_post(group.id, request.id)
    arguments = {"group_id": str(group.id), "post_id": str(request.id), "kind": "thank_you"}
    assert await client.call("feed.set_reaction", arguments) is None
    assert (await client.feed.get_post(group.id, request.id)).reactions == {ReactionKind.THANK_YOU: 1}


@pytest.mark.parametrize(("version", "who_must_update"), [("0", "app"), ("99", "app"), ("x", "app")])
async def test_an_app_of_another_version_is_told_so_by_the_real_host(
    host: LocalHost, version: str, who_must_update: str
) -> None:
    class Dated(httpx.AsyncBaseTransport):
        """An app that says that it is of another version."""

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            request.headers["Kith-Version"] = version
            return await in_loop(host).handle_async_request(request)

    async with ApiClient("http://kith.test", transport=Dated()) as client:
        with pytest.raises(Incompatible) as caught:
            await client.host.get_about()
    assert caught.value.who_must_update == who_must_update
