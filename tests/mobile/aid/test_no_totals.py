"""Nothing on any screen adds up a person: of a helper who was there very often, no number tells so to anybody."""

import re
from pathlib import Path

from mobile import paths
from tests.mobile.circle import circle

ASKED = 7  # what waits unread in the group may be counted, so it is another number
OFTEN = 61  # no minute, no day and no hour: this number can only be a total


async def test_no_screen_shows_how_often_somebody_helped(tmp_path: Path) -> None:
    async with circle(tmp_path) as sam:
        me = sam.device.services.account
        posts = [await sam.priya_posts(f"Night {'x' * (number % 7)}", kind="ask") for number in range(ASKED)]
        await sam.device.sync()
        token = sam.device.services.account.client
        assert token is not None
        for post_id in posts:
            await token.feed.join_company(sam.group_id, post_id)
        for number in range(OFTEN):
            await sam.device.write_reply(sam.group_id, posts[number % ASKED], "I am here.")
        await sam.device.sync()
        assert me.state.account_id is not None
        for route in (
            paths.TODAY,
            paths.GROUPS,
            paths.group(sam.group_id),
            paths.group_about(sam.group_id),
            paths.thread(sam.group_id, posts[0]),
            paths.member(sam.group_id, me.state.account_id),
            paths.BOARD,
            paths.WAITING,
            paths.THANKS,
            paths.gratitude(sam.group_id),
            paths.answered(sam.group_id),
            paths.NOTICES,
            paths.YOU,
        ):
            async with sam.drawn(route) as app:
                await app.until(lambda app=app: len(app.texts()) > 1)  # type: ignore[misc]
                await app.settle()
                found = [text for text in app.texts() if re.search(rf"\b{OFTEN}\b", text)]
                assert not found, (route, found)
