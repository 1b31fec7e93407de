"""A device begins under a name that tells the app in a browser from the one in a window of its own."""

from pathlib import Path

import pytest

from mobile.app import Options
from mobile.starting import start


@pytest.mark.parametrize(("web", "name"), [(True, "Browser on Linux"), (False, "Linux computer")])
async def test_a_device_is_named_by_its_kind(
    tmp_path: Path, web: bool, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platform.system", lambda: "Linux")
    services = await start(Options(folder=tmp_path, server_url="http://kith.test", web=web), None)
    try:
        assert services.account.state.device_name == name
    finally:
        await services.close()
