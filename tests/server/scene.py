"""A group with everybody in it and somebody outside, and what each kind of caller sends: the stage of access tests."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
from sqlalchemy import update
from sqlmodel import col
from uuid6 import uuid7

from server.answers import BASE
from server.sign_in import IDLE
from server.tables import DeviceRow
from server.transaction import Transaction
from tests.support.photos import new_photo
from tests.support.server import LocalHost, Person, credentials, random64, record, sign_up_request

ROLES = (
    "anonymous",
    "garbage token",
    "expired",
    "revoked",
    "stranger",
    "removed member",
    "member",
    "author",
    "facilitator",
)
NO_SESSION = ROLES[:4]


@dataclass(slots=True)
class Scene:
    """A group with everybody in it, and somebody outside."""

    here: LocalHost
    people: dict[str, Person]
    tokens: dict[str, str | None]
    group: dict[str, Any]
    post: dict[str, Any]
    reply: dict[str, Any]
    others: dict[str, dict[str, Any]]  # the end of a path -> the post of a kind that it is for
    report_id: str
    photo_id: str
    epoch: str

    def fill(self, path: str, person: Person) -> str:
        """Put this scene's ids into a path of the schema."""
        return path.format(
            group_id=self.group["id"],
            post_id=self.others.get(path.rsplit("/", 1)[-1], self.post)["id"],
            reply_id=self.reply["id"],
            account_id=self._account_in(path),
            invite_id=uuid4(),
            report_id=self.report_id,
            photo_id=person.id if path.startswith("/vault/") else self.photo_id,
            device_id=person.device_id,
            join_code=self.group["join_code"],
            kind="hear_you",
        )

    def _account_in(self, path: str) -> UUID:
        """Return whom a path is about: where it must be somebody of the group, one of its people."""
        if path.endswith("/greeting"):
            return self.people["author"].id
        return self.people["member"].id if path.endswith("/role") or "/requests/" in path else uuid4()

    def body(self, operation: str, person: Person) -> dict[str, Any] | None:
        """Return a valid request of `person`."""
        bodies: dict[str, Callable[[], dict[str, Any]]] = {
            "accounts.create_account": lambda: sign_up_request(f"n{uuid4().hex[:9]}"),
            "accounts.start_sign_in": lambda: {"handle": person.handle},
            "accounts.sign_in": lambda: proof(person) | {"device_name": "Laptop"},
            "accounts.open_recovery": lambda: proof(person, recovery=True),
            "accounts.recover": lambda: (
                proof(person, recovery=True)
                | {"key_version": 2, "credentials": credentials(), "recovery": recovery(), "device_name": "New"}
            ),
            "accounts.update_account": lambda: {"display_name": "Somebody"},
            "accounts.change_passphrase": lambda: (
                {"auth_secret": proof(person)["auth_secret"], "key_version": 2, "credentials": credentials()}
            ),
            "accounts.delete_account": lambda: {"auth_secret": proof(person)["auth_secret"], "posts": "keep"},
            "accounts.replace_recovery": lambda: {"auth_secret": proof(person)["auth_secret"], "recovery": recovery()},
            "vault.push_records": lambda: {"epoch": None, "records": [record()]},
            "vault.put_photo": lambda: {"sealed": random64(300)},
            "groups.create_group": lambda: {"id": str(uuid7()), "name": "New"},
            "groups.join_group": lambda: {"join_code": self.group["join_code"]},
            "groups.set_role": lambda: {"role": "facilitator"},
            "groups.update_group": lambda: {"base_version": 1, "name": "Night Owls", "agreement": ["Listen."]},
            "groups.accept_agreement": lambda: {"version": 1},
            "groups.create_invite": lambda: {"id": str(uuid7()), "uses_max": 3},
            "groups.join_listed": lambda: {"agreement_version": 1},
            "groups.ask_to_join": lambda: {"words": "Hello.", "agreement_version": 1},
            "groups.answer_request": lambda: {"accept": True},
            "profiles.set_profile": lambda: {"words": "Up at night.", "tags": ["sleep"]},
            "profiles.set_group_profile": lambda: {"pronouns": "they"},
            "profiles.set_capacity": lambda: {"capacity": "listen", "until": "2100-01-01T00:00:00Z"},
            "groups.mark_read": lambda: {"sequence": 1},
            "feed.create_post": lambda: {"id": str(uuid7()), "kind": "share", "body": "New."},
            "feed.update_post": lambda: {"base_version": 1, "kind": "share", "need": "listen", "body": "Changed."},
            "feed.create_reply": lambda: {"id": str(uuid7()), "body": "New."},
            "feed.update_reply": lambda: {"base_version": 1, "body": "Changed."},
            "notices.mark_read": lambda: {"up_to": 1},
            "notices.set_email": lambda: {"email": "somebody@example.org"},
            "notices.confirm_email": lambda: {"code": "123456"},
            "notices.update_settings": lambda: {"zone": "Europe/Madrid"},
            "reminders.set_settings": lambda: {"zone": "Europe/Madrid", "times": [{"at": "20:00:00"}], "is_on": True},
            "reminders.note_logged": lambda: {"day": "2026-03-01"},
            "moderation.create_report": lambda: {
                "id": str(uuid7()),
                "post_id": self.post["id"],
                "reason": "harassment",
            },
            "moderation.note_post": lambda: {"content_note": "Illness"},
            "moderation.resolve_report": lambda: {"outcome": "no_action"},
            "feed.rate_strategy": lambda: {"rating": 1},
            "feed.unmask_post": lambda: {"reason": "Somebody may be in danger."},
            "aid.thank": lambda: {
                "id": str(uuid4()),
                "reply_id": self.reply["id"],
                "account_id": None,  # of company; a field of the request's own
                "words": "It helped.",
            },
            "live.check_scopes": lambda: {"scopes": {"vault": 0}},
        }
        make = bodies.get(operation)
        return make() if make is not None else None

    def query(self, operation: str) -> dict[str, str] | None:
        """Return what an operation asks for in its address, behind the path."""
        if operation == "vault.remove_photo":
            return {"epoch": self.epoch, "revision": "0"}
        return {"q": "sleep"} if operation.startswith("feed.search") else None


def proof(person: Person, *, recovery: bool = False) -> dict[str, Any]:
    secret = person.recovery_secret if recovery else person.auth_secret
    return {"handle": person.handle, "auth_secret": base64.b64encode(secret).decode()}


def recovery() -> dict[str, str]:
    return {"auth_secret": random64(32), "wrapped_key": random64(60)}


def age_session(tx: Transaction, device_id: UUID) -> None:
    """Let a session look as if it was last used too long ago."""
    seen_on = (tx.now - IDLE).date() - timedelta(days=1)
    tx.connection.execute(update(DeviceRow).where(col(DeviceRow.id) == device_id).values(seen_on=seen_on))


async def make_scene(here: LocalHost) -> Scene:
    """Sign everybody up anew, as one call of the matrix may undo any of it."""
    facilitator, author, member, removed, stranger, expired = [await here.sign_up() for _ in range(6)]
    group = (await facilitator.start_group())["group"]
    for person in (author, member, removed):
        await person.join(group["join_code"])
    post = await author.post(group["id"], kind="ask", need="check_on_me")
    link = {"kind": "resource", "url": "https://kith.example/sleep"}
    others = {
        "link-flag": await author.post(group["id"], kind="resource", details=link),
        "rating": await author.post(group["id"], kind="strategy"),
    }
    shown = await author.post(group["id"], photo=new_photo())
    reply = await author.reply(group["id"], post["id"])
    report = {"id": str(uuid7()), "post_id": post["id"], "reason": "spam"}
    await member.call("POST", f"/groups/{group['id']}/reports", report, expect=201)
    reports = (await facilitator.call("GET", f"/groups/{group['id']}/reports", expect=200)).json()["reports"]
    await facilitator.call("DELETE", f"/groups/{group['id']}/members/{removed.id}", expect=204)
    group = (await facilitator.call("GET", "/groups")).json()["memberships"][0]["group"]
    await here.host.database.write(age_session, expired.device_id)
    revoked = (await here.client.post("/sessions", json=proof(stranger) | {"device_name": "Old"})).json()["token"]
    devices = (await stranger.call("GET", "/devices")).json()["devices"]
    old = next(d["id"] for d in devices if not d["this_device"])
    await stranger.call("DELETE", f"/devices/{old}", expect=204)
    people = {
        "stranger": stranger,
        "removed member": removed,
        "member": member,
        "author": author,
        "facilitator": facilitator,
    } | dict.fromkeys(NO_SESSION, expired)
    tokens: dict[str, str | None] = {role: person.token for role, person in people.items()}
    tokens |= {"anonymous": None, "garbage token": "kith_s_" + "x" * 43, "revoked": revoked}
    for person in (stranger, removed, member, author, facilitator):  # in the journal of each, one named like its owner
        await person.call("PUT", f"/vault/photos/{person.id}", {"sealed": random64(300)}, expect=204)
    epoch = (await author.call("GET", "/vault/digest", expect=200)).json()["epoch"]
    return Scene(here, people, tokens, group, post, reply, others, reports[0]["id"], shown["photo"]["id"], epoch)


def operations(here: LocalHost) -> dict[str, tuple[str, str]]:
    """Return every operation of the schema with its method and path below the base."""
    return {
        details["operationId"]: (method.upper(), path.removeprefix(BASE))
        for path, methods in here.app.openapi()["paths"].items()
        for method, details in methods.items()
    }


async def ask(scene: Scene, operation: str, role: str, path: str | None = None) -> httpx.Response:
    """Let one kind of caller do one thing."""
    method, template = operations(scene.here)[operation]
    token, person = scene.tokens[role], scene.people[role]
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return await scene.here.client.request(
        method,
        path or scene.fill(template, person),
        params=scene.query(operation),
        json=scene.body(operation, person),
        headers=headers,
    )
