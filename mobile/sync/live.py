"""Following the live stream: each hint wakes the engine, and each break of the line leaves a gap to be asked about."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from random import Random

from api_client.client import ApiClient
from api_client.errors import ApiError, Unauthorized
from mobile.sync.backoff import Backoff
from mobile.sync.scopes import Scopes

log = logging.getLogger(__name__)


async def follow(
    get_client: Callable[[], ApiClient | None],
    scopes: Scopes,
    wake: Callable[[], None],
    changed: asyncio.Event,
    random: Random,
) -> None:
    """Listen as long as this runs. `changed` is set when there may be another client, or reason to try at once."""
    backoff = Backoff(random)

    def on_open() -> None:
        backoff.reset()
        scopes.listening = True
        scopes.note_gap()
        wake()

    while True:
        client = get_client()
        changed.clear()
        if client is None:
            await changed.wait()
            continue
        try:
            async with contextlib.aclosing(client.live.stream(on_open=on_open)) as hints:
                async for hint in hints:
                    scopes.hear(hint)
                    wake()
        except Unauthorized:
            wake()  # the engine finds out, and says so
            await changed.wait()
        except (ApiError, RuntimeError) as error:  # the latter: the session was closed just now
            log.info("the live stream broke: %s", type(error).__name__)
        finally:
            scopes.listening = False
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(backoff.next_seconds()):
                await changed.wait()
