"""What the forms do alike: Enter in the last field sends them, and what needs a look is said beside the button."""

from pathlib import Path

import pytest

from mobile import paths
from tests.mobile.account.account_app import OTHER_PASSPHRASE, PASSPHRASE, Phone, a_phone
from tests.support.server import LocalHost

LOOK = "Something needs a look. The places are marked."


@pytest.mark.parametrize(
    ("path", "last"),
    [
        (paths.SIGN_UP, "New passphrase"),
        (paths.SIGN_IN, "Passphrase"),
        (paths.RECOVER, "New passphrase"),
        (paths.PASSPHRASE, "New passphrase"),
        (paths.RECOVERY_CODE, "Passphrase"),
    ],
)
async def test_enter_in_the_last_field_sends_the_form_and_what_is_wrong_is_marked(
    phone: Phone, path: str, last: str
) -> None:
    async with phone.app(path) as app:
        assert not app.says(LOOK)
        await app.fire(app.field(last), "submit")
        await app.wait_for(LOOK)
        assert app.field(last).error


async def test_enter_changes_the_passphrase(tmp_path: Path, host: LocalHost) -> None:
    async with a_phone(tmp_path / "other", host) as phone:
        await phone.sign_up()
        async with phone.app(paths.PASSPHRASE) as app:
            await app.write("Passphrase now", PASSPHRASE)
            await app.write("New passphrase", OTHER_PASSPHRASE)
            await app.fire(app.field("New passphrase"), "submit")
            await app.until(lambda: any("Your passphrase is changed." in said for said in app.said()), seconds=20)
