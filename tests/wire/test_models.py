"""The contract itself: strict on the way in, silent in logs, the same bytes on both ends."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from api_client.wire import (
    accounts,
    aid,
    crisis,
    details,
    directory,
    errors,
    feed,
    groups,
    host,
    invites,
    limits,
    live,
    measures,
    moderation,
    notices,
    photos,
    profiles,
    reminders,
    vault,
    vault_photos,
)
from api_client.wire.encoding import decode_base64, encode_base64
from api_client.wire.model import WireModel, WireRequest

POST_ID = UUID("01890a5d-ac96-774b-bcce-b302099a8057")


def all_models(base: type[WireModel] = WireModel) -> list[type[WireModel]]:
    """Return every wire model; the modules are imported above."""
    found = [model for child in base.__subclasses__() for model in (child, *all_models(child))]
    return [model for model in found if model.__module__.startswith("api_client.wire.")]


def test_all_parts_of_the_contract_are_looked_at() -> None:
    names = {model.__module__.rsplit(".", 1)[1] for model in all_models()}
    modules = (accounts, aid, crisis, details, directory, errors, feed, groups, host, invites, live)
    more = (measures, moderation, notices, photos, profiles, reminders, vault, vault_photos)
    assert names == {"model"} | {module.__name__.rsplit(".", 1)[1] for module in (*modules, *more)}


@pytest.mark.parametrize("model", all_models(), ids=lambda model: model.__name__)
def test_models_are_frozen_documented_and_hide_their_input(model: type[WireModel]) -> None:
    assert model.__doc__
    assert model.model_config["frozen"] is True
    assert model.model_config["hide_input_in_errors"] is True
    assert model.model_config["extra"] == ("forbid" if issubclass(model, WireRequest) else "ignore")


@pytest.mark.parametrize("request_type", all_models(WireRequest), ids=lambda model: model.__name__)
def test_no_request_takes_a_field_that_is_not_its_own(request_type: type[WireRequest]) -> None:
    with pytest.raises(ValidationError) as caught:
        request_type.model_validate({"smuggled_field": "CANARY"})
    assert "extra_forbidden" in {error["type"] for error in caught.value.errors()}
    assert "CANARY" not in str(caught.value)


def test_an_answer_of_a_newer_host_is_read() -> None:
    about = {"name": "K", "version": "2", "protocol": 2, "protocol_oldest": 1, "sign_up_open": True, "age_min": 18}
    assert host.About.model_validate({**about, "house_rules": [], "colour": "green"}).protocol == 2


def test_a_model_in_a_log_shows_no_words_and_no_secrets() -> None:
    post = feed.CreatePost(id=POST_ID, kind=feed.PostKind.SHARE, title="CANARY", body="CANARY words")
    signing = accounts.SignIn(handle="canary", auth_secret=b"C" * 32, device_name="Canary phone")
    record = vault.VaultRecord(id=POST_ID, revision=7, sealed=b"CANARY")
    for model in (post, signing, record):
        shown = repr(model) + str(model) + f"{model}"
        assert "canary" not in shown.lower() and "CCCC" not in shown
    assert str(POST_ID) in repr(post) and "revision=7" in repr(record)


def test_a_nested_model_in_a_log_shows_no_words() -> None:
    author = feed.Author(account_id=POST_ID, display_name="CANARY")
    reply = feed.Reply(
        id=POST_ID,
        group_id=POST_ID,
        post_id=POST_ID,
        revision=1,
        version=1,
        body="CANARY",
        author=author,
        posted_at=datetime.now(UTC),
        edited_at=None,
    )
    page = feed.ReplyPage(replies=(reply,), cursor="CANARY", more=False)
    assert "CANARY" not in repr(page) + repr(reply) + str(page)


@given(value=st.binary(max_size=200))
def test_bytes_travel_as_base64(value: bytes) -> None:
    assert decode_base64(encode_base64(value)) == value
    record = vault.VaultRecord(id=POST_ID, revision=1, sealed=value or b"x")
    assert vault.VaultRecord.model_validate_json(record.model_dump_json()) == record


@pytest.mark.parametrize(
    "text",
    ["a", "abc", "ab=c", "YQ", "YQ=", "YQ===", "YQ==\n", " YQ==", "Y Q==", "YQ==YQ==", "_-8=", "é", "YR==", "YWJ="],
)
def test_only_strict_canonical_base64_is_taken(text: str) -> None:
    with pytest.raises(ValueError, match="base64"):
        decode_base64(text)
    with pytest.raises(ValidationError):
        vault.VaultRecord.model_validate_json(json.dumps({"id": str(POST_ID), "revision": 1, "sealed": text}))


@pytest.mark.parametrize("value", [7, None, True, ["YQ=="], {"a": 1}, 1.5])
def test_only_text_is_base64(value: object) -> None:
    with pytest.raises(ValidationError):
        vault.VaultRecord.model_validate_json(json.dumps({"id": str(POST_ID), "revision": 1, "sealed": value}))


def test_instants_have_an_offset_and_travel_in_utc() -> None:
    moment = datetime(2026, 3, 1, 12, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    account = accounts.Account(id=POST_ID, handle="ada", display_name="Ada", key_version=1, created_at=moment)
    assert account.created_at.tzinfo is UTC
    assert json.loads(account.model_dump_json())["created_at"] == "2026-03-01T07:00:00Z"
    with pytest.raises(ValidationError):
        accounts.Account(id=POST_ID, handle="a", display_name="A", key_version=1, created_at=datetime(2026, 3, 1))


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_an_instant_at_the_end_of_time_is_refused_and_not_an_error_of_ours(moment: str) -> None:
    fields = {"id": str(POST_ID), "handle": "a", "display_name": "A", "key_version": 1, "created_at": moment}
    with pytest.raises(ValidationError):
        accounts.Account.model_validate_json(json.dumps(fields))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ABCDE12345", "ABCDE12345"),
        (" abcde-12345 ", "ABCDE12345"),
        ("abcde 12345", "ABCDE12345"),
        ("ABCDEO2I4L", "ABCDE02141"),
        ("https://kith.example/join/abcde-12345/", "ABCDE12345"),
        ("kith://join/ABCDE12345", "ABCDE12345"),
        ("/", ""),
    ],
)
def test_join_codes_are_taken_as_people_type_and_paste_them(typed: str, stored: str) -> None:
    assert groups.normalize_join_code(typed) == stored


@given(text=st.text(max_size=60))
def test_a_join_code_normalised_again_stays(text: str) -> None:
    once = groups.normalize_join_code(text)
    assert groups.normalize_join_code(once) == once


def test_limits_of_the_key_parameters_stand_in_the_contract() -> None:
    good: dict[str, Any] = {"salt": encode_base64(bytes(16)), "memory_kib": 65536, "passes": 3, "lanes": 1}
    adapter = TypeAdapter(accounts.KeyParameters)
    assert adapter.validate_python(good).memory_kib == 65536
    for change in (
        {"memory_kib": 2**31},
        {"passes": 13},
        {"lanes": 17},
        {"salt": encode_base64(bytes(8))},
        {"passes": 0},
    ):
        with pytest.raises(ValidationError):
            adapter.validate_python(good | change)


def test_a_push_holds_no_more_than_its_limit() -> None:
    record = vault.PushRecord(id=uuid4(), base_revision=0, mutation_id=uuid4(), sealed=b"x")
    assert len(vault.PushRecords(epoch=None, records=(record,) * limits.PUSH_RECORDS_MAX).records) == 500
    with pytest.raises(ValidationError):
        vault.PushRecords(epoch=None, records=(record,) * (limits.PUSH_RECORDS_MAX + 1))
    with pytest.raises(ValidationError):
        vault.PushRecord(id=uuid4(), base_revision=0, mutation_id=uuid4(), sealed=bytes(limits.RECORD_BYTES_MAX + 1))


@pytest.mark.parametrize("token", ["kith_s_" + "A" * 43, "kith_s_" + "_-" * 21 + "a"])
def test_tokens_have_one_shape(token: str) -> None:
    adapter = TypeAdapter(accounts.Token)
    assert adapter.validate_python(token) == token
    for wrong in (token + "A", token[:-1], token + "\n", "x" + token, token.replace("kith", "KITH")):
        with pytest.raises(ValidationError):
            adapter.validate_python(wrong)


def test_changes_of_a_group_are_told_apart_by_their_kind() -> None:
    change = {"kind": "post_removed", "revision": 4, "post_id": str(POST_ID)}
    page = {"changes": [change], "my_reactions": {}, "cursor": 4, "more": False}
    (parsed,) = groups.GroupChanges.model_validate(page).changes
    assert isinstance(parsed, groups.PostRemoved)
    with pytest.raises(ValidationError):
        groups.GroupChanges.model_validate({**page, "changes": [{**change, "kind": "unheard_of"}]})
