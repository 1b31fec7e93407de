"""Routes of accounts: parse, prove, call, return."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from api_client.wire import accounts as wire
from api_client.wire.errors import ProblemCode
from server.accounts import ending, service
from server.answers import BASE, answer, no_content
from server.errors import Refusal
from server.host import Here, Host, address_of
from server.routing import Route
from server.sign_in import SignedIn, end_session

router = APIRouter(prefix=BASE, route_class=Route)


@router.post("/accounts", operation_id="accounts.create_account", status_code=201, response_model=wire.SignedIn)
async def create_account(request: Request, host: Here, body: wire.CreateAccount) -> Response:
    """Sign up."""
    if not host.settings.sign_up_open:
        raise Refusal(ProblemCode.SIGN_UP_CLOSED)
    address, secret = address_of(request), body.credentials.auth_secret
    existing = await host.database.write(service.find_sign_up, host.limits, body, address, host.secret)
    if existing.account_id is None:
        auth_hash = await host.hashing.hash(secret)
        signed_in = await host.database.write(
            service.create_account, host.limits, body, auth_hash, address, host.secret
        )
        return answer(signed_in, 201)
    if not await host.hashing.verify(existing.auth_hash, secret):
        raise Refusal(ProblemCode.ID_TAKEN)
    await host.database.write(service.end_attempt, host.limits, body.handle, address)
    return answer(await host.database.write(service.sign_in, existing.account_id, body.device_name), 201)


@router.post("/sessions/start", operation_id="accounts.start_sign_in", response_model=wire.KeyParameters)
async def start_sign_in(host: Here, body: wire.StartSignIn) -> Response:
    """Tell how the passphrase of a handle is stretched."""
    return answer(await host.database.read(service.get_key_parameters, body.handle, host.secret))


@router.post("/sessions", operation_id="accounts.sign_in", status_code=201, response_model=wire.SignedIn)
async def sign_in(request: Request, host: Here, body: wire.SignIn) -> Response:
    """Sign one more device in."""
    account_id = await _prove(host, body.handle, address_of(request), body.auth_secret)
    return answer(await host.database.write(service.sign_in, account_id, body.device_name), 201)


@router.delete("/session", operation_id="accounts.sign_out", status_code=204)
async def sign_out(caller: SignedIn) -> Response:
    """Sign this device out."""
    await caller.write(end_session, caller.device_id)
    return no_content()


@router.get("/account", operation_id="accounts.get_account", response_model=wire.Account)
async def get_account(caller: SignedIn) -> Response:
    """Show the account to its owner."""
    return answer(await caller.read(service.get_account))


@router.patch("/account", operation_id="accounts.update_account", response_model=wire.Account)
async def update_account(caller: SignedIn, body: wire.UpdateAccount) -> Response:
    """Change the display name, in everything that was written too."""
    return answer(await caller.write(service.update_account, caller.host.limits, body, caller.host.renames))


@router.post("/account/passphrase", operation_id="accounts.change_passphrase", response_model=wire.Account)
async def change_passphrase(caller: SignedIn, body: wire.ChangePassphrase) -> Response:
    """Set another passphrase; other devices are signed out."""
    handle = await caller.read(service.get_handle)
    await _prove(caller.host, handle, caller.address, body.auth_secret)
    auth_hash = await caller.host.hashing.hash(body.credentials.auth_secret)
    return answer(await caller.write(service.change_passphrase, caller.device_id, body, auth_hash))


@router.post("/account/recovery", operation_id="accounts.replace_recovery", status_code=204)
async def replace_recovery(caller: SignedIn, body: wire.ReplaceRecovery) -> Response:
    """Set another recovery code."""
    handle = await caller.read(service.get_handle)
    await _prove(caller.host, handle, caller.address, body.auth_secret)
    await caller.write(service.replace_recovery, body)
    return no_content()


@router.post("/account/delete", operation_id="accounts.delete_account", status_code=204)
async def delete_account(caller: SignedIn, body: wire.DeleteAccount) -> Response:
    """End the account, with everything that is kept for it; its posts stay or go, as the request says."""
    host = caller.host
    await _prove(host, await caller.read(service.get_handle), caller.address, body.auth_secret)
    await caller.write(ending.delete_account, host.endings, host.secret, keeps_posts=body.posts == "keep")
    return no_content()


@router.post("/recovery/open", operation_id="accounts.open_recovery", response_model=wire.RecoveryOpened)
async def open_recovery(request: Request, host: Here, body: wire.OpenRecovery) -> Response:
    """Hand out the vault key under the recovery code to whoever holds the code."""
    account_id = await _prove_recovery(host, body.handle, address_of(request), body.auth_secret)
    return answer(await host.database.read(service.open_recovery, account_id))


@router.post("/recovery", operation_id="accounts.recover", status_code=201, response_model=wire.SignedIn)
async def recover(request: Request, host: Here, body: wire.Recover) -> Response:
    """Set a new passphrase by the recovery code; all other devices are signed out."""
    account_id = await _prove_recovery(host, body.handle, address_of(request), body.auth_secret)
    auth_hash = await host.hashing.hash(body.credentials.auth_secret)
    return answer(await host.database.write(service.recover, account_id, body, auth_hash), 201)


@router.get("/devices", operation_id="accounts.list_devices", response_model=wire.DeviceList)
async def list_devices(caller: SignedIn) -> Response:
    """List the account's devices."""
    return answer(await caller.read(service.list_devices, caller.device_id))


@router.delete("/devices/{device_id}", operation_id="accounts.revoke_device", status_code=204)
async def revoke_device(caller: SignedIn, device_id: UUID) -> Response:
    """Sign one of the account's devices out."""
    await caller.write(service.revoke_device, device_id)
    return no_content()


async def _prove(host: Host, handle: str, address: str, secret: bytes) -> UUID:
    """Return the account whose passphrase secret this is; raise Refusal(sign_in_failed), at the same pace for all."""
    proof = await host.database.write(service.begin_attempt, host.limits, handle, address)
    try:
        fits = await host.hashing.verify(proof.auth_hash, secret)
    except Refusal:  # too busy to find out: that was no failure of theirs
        await host.database.write(service.end_attempt, host.limits, handle, address)
        raise
    if not fits or proof.account_id is None:
        raise Refusal(ProblemCode.SIGN_IN_FAILED)
    await host.database.write(service.end_attempt, host.limits, handle, address)
    return proof.account_id


async def _prove_recovery(host: Host, handle: str, address: str, secret: bytes) -> UUID:
    """Return the account whose recovery code this proves; raise Refusal(sign_in_failed)."""
    proof = await host.database.write(service.begin_attempt, host.limits, handle, address)
    if not service.fits_recovery(proof, secret) or proof.account_id is None:
        raise Refusal(ProblemCode.SIGN_IN_FAILED)
    await host.database.write(service.end_attempt, host.limits, handle, address)
    return proof.account_id
