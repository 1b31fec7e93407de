"""Ending the account at the host, also when an earlier try arrived and its answer was lost."""

from api_client import account_flow
from api_client.client import ApiClient
from api_client.errors import Rejected, Unauthorized
from api_client.keys import WrongKey
from api_client.wire.accounts import Account
from api_client.wire.errors import ProblemCode


async def end_account(
    client: ApiClient | None,
    fresh: ApiClient,
    account: Account,
    passphrase: str,
    device_name: str,
    *,
    keep_posts: bool,
    asked_before: bool,
) -> None:
    """End `account` over its session `client`, or, when that is over, over a new one that `fresh` opens.

    A host that knows neither session nor passphrase has ended it already when this device asked before. Raises WrongKey
    for a wrong passphrase, Rejected (`last_facilitator`) or another ApiError.
    """
    try:
        if client is not None:
            await account_flow.delete_account(client, account, passphrase, keep_posts=keep_posts)
            return
    except Unauthorized:
        pass  # this device was signed out, or the account is gone: the passphrase tells
    except Rejected as refusal:
        raise _explained(refusal) from refusal
    try:
        await account_flow.sign_in(fresh, account.handle, passphrase, device_name)
    except Rejected as refusal:
        if asked_before and refusal.code == ProblemCode.SIGN_IN_FAILED:
            return
        raise _explained(refusal) from refusal
    await account_flow.delete_account(fresh, account, passphrase, keep_posts=keep_posts)


def _explained(refusal: Rejected) -> Exception:
    return WrongKey("passphrase") if refusal.code == ProblemCode.SIGN_IN_FAILED else refusal
