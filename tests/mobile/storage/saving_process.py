"""A device that saves entries without pause and says each one that is saved; a test kills it.

Run as `python -m tests.mobile.storage.saving_process FOLDER`.
"""

import asyncio
import sys
from pathlib import Path

from mobile.device import SystemClock
from mobile.secrets import FileSecretStore
from mobile.services import open_services


async def save_without_end(folder: Path) -> None:
    """Save until killed. What is printed was acknowledged: it must be found again."""
    services = await open_services(
        folder, server_url="http://127.0.0.1:9", secrets=FileSecretStore(folder), clock=SystemClock()
    )
    print("open", flush=True)
    number = 0
    while True:
        number += 1
        saved = await services.documents.save(None, "entry", {"level": 3, "note": f"Entry {number}"})
        await services.documents.save(saved, "entry", {"tags.work": True})
        if number % 5 == 0:
            await services.drafts.put("entry:new", {"number": number})
        print(f"saved {saved} {number}", flush=True)


if __name__ == "__main__":
    asyncio.run(save_without_end(Path(sys.argv[1])))
