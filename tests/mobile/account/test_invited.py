"""An invitation that was opened before there is an account is there again once there is one."""

import re
from pathlib import Path

from mobile import paths
from tests.mobile.circle import drawn
from tests.support.phone import phone
from tests.support.server import local_host

PASSPHRASE = "seven quiet lamps under the bridge"


async def test_signing_up_leads_back_to_the_invitation(tmp_path: Path) -> None:
    async with local_host(tmp_path / "host") as host, phone(tmp_path / "device", host) as device:
        group = (await (await host.sign_up("priya", "Priya")).start_group("Night Owls"))["group"]
        await device.services.account.start_writing()
        async with drawn(device, paths.join_group(group["join_code"])) as app:
            await app.see("Groups need an account")
            await app.tap("Create an account")
            await app.see("What is said here stays here.")
            await app.write("Handle", "nova")
            await app.write("Name in groups", "Nova")
            await app.write("New passphrase", PASSPHRASE)
            await app.tick("I accept the house rules")
            await app.tick("I am 18 or older")
            await app.tap("Create account")
            await app.see("Write this down")
            groups = [words for words in app.words() if re.fullmatch("[0-9A-Z]{5}", words)]
            await app.tap("I wrote it down")
            await app.write("Third group", groups[2])
            await app.write("Sixth group", groups[5])
            await app.tap("Confirm")
            await app.see("Night Owls")
            assert app.offers("Join this group")
