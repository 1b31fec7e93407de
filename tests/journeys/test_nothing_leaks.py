"""Words planted through a whole journey must be found nowhere but where they belong.

What is private stands on no disk, in no log and in nothing that travels; what a group reads stands on its host and
lies sealed on the devices.
"""

import base64
import logging
from pathlib import Path

import httpx
import pytest

from mobile.secrets import FileSecretStore
from tests.support.phone import Phone, phone
from tests.support.server import LocalHost, local_host

PASSPHRASE = "canary passphrase of nine herons"
NEW_PASSPHRASE = "canary passphrase of ten herons"
JOURNAL_WORDS = ("CANARYNOTE", "CANARYTAG", "CANARYDRAFT", "CANARYTRASH", "CANARYWORD")
GROUP_WORDS = ("CANARYPOST", "CANARYREPLY", "CANARYGROUP", "CANARYREFUSED")


class Recorder(httpx.AsyncBaseTransport):
    """Keeps all that goes over the line, unpacked."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self.inner = inner
        self.bytes = bytearray()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.bytes += str(request.url).encode() + repr(request.headers.raw).encode() + await request.aread()
        response = await self.inner.handle_async_request(request)
        content = await response.aread()
        self.bytes += repr(response.headers.raw).encode() + content
        headers = [(name, value) for name, value in response.headers.raw if not name.lower().startswith(b"content-e")]
        return httpx.Response(response.status_code, headers=headers, content=content)


async def test_planted_words_are_found_nowhere_they_do_not_belong(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secrets: list[bytes] = []
    async with local_host(tmp_path / "host") as host:
        recorder = Recorder(httpx.ASGITransport(host.app, raise_app_exceptions=False))
        page = tmp_path / "page"
        async with (
            phone(tmp_path / "sam", host, transport=recorder) as sam,
            phone(page, host, transport=recorder, secrets=FileSecretStore(page)) as tab,
        ):
            secrets += await live_through_a_day(sam, tab, host)
            secrets += [sam.services.documents.records._keyring.vault_key]
            assert_only_where_it_belongs(tmp_path, bytes(recorder.bytes), caplog.text.encode(), secrets)
        assert_only_where_it_belongs(tmp_path, bytes(recorder.bytes), caplog.text.encode(), secrets)
    assert_only_where_it_belongs(tmp_path, bytes(recorder.bytes), caplog.text.encode(), secrets)


async def live_through_a_day(sam: Phone, tab: Phone, host: LocalHost) -> list[bytes]:
    """Do everything once, also what fails; return the secrets that were seen on the way."""
    saved = await sam.write_entry("CANARYNOTE in the morning")
    code = await sam.sign_up(passphrase=PASSPHRASE)
    await sam.services.documents.save(saved, "entry", {"tags.CANARYTAG": True})
    await sam.services.documents.save(None, "feeling", {"name": "CANARYWORD"})
    await sam.services.documents.trash(await sam.write_entry("CANARYTRASH"))
    await sam.services.documents.erase(await sam.write_entry("CANARYNOTE erased"))
    await sam.services.drafts.put("entry:new", {"note": "CANARYDRAFT"})
    group_id = await sam.start_group("CANARYGROUP")
    post_id = await sam.write_post(group_id, "CANARYPOST")
    await sam.write_reply(group_id, post_id, "CANARYREPLY")
    await sam.sync()

    await tab.write_entry("CANARYNOTE in a browser")
    with pytest.raises(Exception, match="sign_in_failed"):
        await tab.sign_in(passphrase="canary passphrase of one goose")
    await tab.sign_in(passphrase=PASSPHRASE)
    await tab.sync()
    await tab.services.documents.save(saved, "entry", {"note": "CANARYNOTE on the tab"})
    await sam.services.documents.save(saved, "entry", {"note": "CANARYNOTE on the phone"})
    await tab.write_reply(group_id, saved, "CANARYREFUSED")
    for device in (tab, sam, tab):
        await device.sync()
    assert [mutation.state for mutation in await tab.services.outbox.list()] == ["failed"]
    await sam.services.account.change_passphrase(PASSPHRASE, NEW_PASSPHRASE)
    new_code = await sam.services.account.replace_recovery(NEW_PASSPHRASE)
    with pytest.raises(Exception, match="sign_in_required"):
        await tab.sync()
    await tab.restart()
    await tab.services.account.unlock(NEW_PASSPHRASE)
    await tab.sync()
    assert sam.services.account.client is not None
    token = sam.services.account.client.token or ""
    return [token.encode(), *(form(text).encode() for text in (code, new_code) for form in (str, _without_dashes))]


def assert_only_where_it_belongs(folder: Path, traffic: bytes, logs: bytes, secrets: list[bytes]) -> None:
    """Look for every planted word and secret, as it is and as it may be written."""
    token, *rest = secrets
    private = [word.encode() for word in (*JOURNAL_WORDS, PASSPHRASE, NEW_PASSPHRASE)]
    keys = [form for secret in rest for form in (secret, secret.hex().encode(), base64.b64encode(secret))]
    files = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert b"CANARYPOST" in traffic and any(b"CANARYPOST" in files[name] for name in files if name.parts[0] == "host")
    for name, content in files.items():
        for word in (*private, *keys, token):
            assert word not in content, f"{word[:12]!r} lies open in {name}"
        if name.parts[0] != "host":
            for text in GROUP_WORDS:
                assert text.encode() not in content, f"{text} lies open in {name}"
    for word in (*private, *keys):
        assert word not in traffic, f"{word[:12]!r} went over the line"
        assert word not in logs, f"{word[:12]!r} stands in a log"
    for text in GROUP_WORDS:
        assert text.encode() not in logs, f"{text} stands in a log"
    assert token not in logs


def _without_dashes(text: str) -> str:
    return text.replace("-", "")
