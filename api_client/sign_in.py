"""How a request shows who it is from: the session's token, in the Authorization header and nowhere else."""

from collections.abc import Generator

import httpx


class SessionAuth(httpx.Auth):
    """Adds the token to requests for the one origin it was given by, so that no other host ever sees it."""

    def __init__(self, origin: httpx.URL, token: str | None) -> None:
        self._origin = _origin_of(origin)
        self.token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request once, signed in if there is a session. A token that ended is not renewed behind the
        member's back: the answer says so."""
        if self.token is not None and _origin_of(request.url) == self._origin:
            request.headers["Authorization"] = f"Bearer {self.token}"
        yield request

    def __repr__(self) -> str:
        return f"SessionAuth(signed_in={self.token is not None})"


def _origin_of(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
