"""A group in which people help each other, for tests of mutual aid: the clock is moved and the host's rounds are run by
hand."""

from datetime import timedelta
from typing import Any

from server.aid.rounds import go_round, pace_of
from tests.support.server import LocalHost, MovedClock, Person


class Circle:
    """A group whose facilitator is Mira; `here` is its host."""

    def __init__(self, here: LocalHost, clock: MovedClock, mira: Person, group: dict[str, Any]) -> None:
        self.here = here
        self.clock = clock
        self.mira = mira
        self.group = group

    @property
    def path(self) -> str:
        """The group's path."""
        return f"/groups/{self.group['id']}"

    async def join(self, name: str, *, listens: bool = False) -> Person:
        """Let somebody join, who perhaps can listen."""
        person = await self.here.sign_up(f"{name}-of-it", name.title())
        await person.join(self.group["join_code"])
        if listens:
            await self.listens(person)
        return person

    async def listens(self, person: Person, capacity: str | None = "listen") -> None:
        """Turn somebody's switch, for the rest of the day."""
        until = (self.clock.now + timedelta(hours=16)).isoformat()
        await person.call("PUT", "/capacity", {"capacity": capacity, "until": until}, expect=204)

    async def pass_time(self, **step: float) -> None:
        """Let time pass and make the round that a host makes every minute."""
        self.clock.move(**step)
        await self.round()

    async def round(self) -> None:
        """Make one round."""
        host = self.here.host
        await go_round(host.database, pace_of(host.settings.aid), self.clock.now)

    async def post(self, by: Person, **words: Any) -> dict[str, Any]:
        """Let somebody write."""
        return await by.post(self.group["id"], **words)


async def told(person: Person, kind: str) -> list[dict[str, Any]]:
    """Return the notices of one kind that somebody has."""
    notices = (await person.call("GET", "/notices", expect=200)).json()["notices"]
    return [one for one in notices if one["kind"] == kind]


async def start_circle(here: LocalHost, clock: MovedClock) -> Circle:
    """Let Mira start a group."""
    mira = await here.sign_up("mira")
    return Circle(here, clock, mira, (await mira.start_group())["group"])
