"""Routes that are declared as FastAPI's are, and answered by a plan made once.

FastAPI works out anew for each request what its function wants, which costs several times what a page of posts does.
Here the signature is read when the route is made: who asks comes first, then the parts of the address, then the body,
straight from its bytes. The schema, the names and the checks are FastAPI's and pydantic's own.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from fastapi.routing import APIRoute
from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Receive, Scope, Send

from api_client.wire.model import WireRequest
from server.errors import describe_invalid

Ask = Callable[[Request], Awaitable[Any]]


class _Part:
    """One part of the address: its name, how it is read, and what stands for it when it is missing."""

    def __init__(self, field: Any) -> None:
        self.name: str = field.name
        self.is_required: bool = field.field_info.is_required()
        self.default: Any = None if self.is_required else field.field_info.default
        self._adapter: TypeAdapter[Any] = TypeAdapter(Annotated[field.field_info.annotation, field.field_info])

    def read(self, given: str | None) -> Any:
        """Return the value of what was `given`; raise Refusal(invalid) naming this part."""
        if given is None and not self.is_required:
            return self.default
        try:
            return self._adapter.validate_python(given)
        except ValidationError as error:
            raise describe_invalid(error.errors(include_url=False, include_input=False), at=self.name) from None


class Route(APIRoute):
    """A route of the contract. Its function takes any of: dependencies of the request alone, parts of the address, one
    request of the wire, the request itself. It returns a response."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        super().__init__(path, endpoint, **options)
        wanted = self.dependant
        self._asked: list[tuple[str, Ask]] = [(str(d.name), _of_request_alone(d)) for d in wanted.dependencies]
        self._path_parts = [_Part(field) for field in wanted.path_params]
        self._query_parts = [_Part(field) for field in wanted.query_params]
        self._request_name = wanted.request_param_name
        self._body: tuple[str, type[WireRequest]] | None = None
        for field in wanted.body_params:
            model: Any = field.field_info.annotation
            self._body = (field.name, model)
        self._begin, self._end = path.partition("{")[0], path.rpartition("}")[2]
        self.app = self._answer

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Say whether a request is for this route. Most are not, and that shows at both ends of the address already:
        looking through all routes with their whole patterns costs as much as a short answer."""
        if scope["type"] == "http" and not scope.get("root_path"):
            address: str = scope["path"]
            if not (address.startswith(self._begin) and address.endswith(self._end)):
                return Match.NONE, {}
        return super().matches(scope)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        values: dict[str, Any] = {}
        for name, ask in self._asked:
            values[name] = await ask(request)
        for part in self._path_parts:
            values[part.name] = part.read(scope["path_params"][part.name])
        if self._query_parts:
            query = request.query_params
            for part in self._query_parts:
                values[part.name] = part.read(query.get(part.name))
        if self._body is not None:
            name, model = self._body
            values[name] = _read_body(model, await request.body())
        if self._request_name is not None:
            values[self._request_name] = request
        response: Response = await self.endpoint(**values)
        await response(scope, receive, send)


def _read_body(model: type[WireRequest], body: bytes) -> WireRequest:
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise describe_invalid(error.errors(include_url=False, include_input=False), at="") from None


def _of_request_alone(dependency: Any) -> Ask:
    """Return the function of a dependency that needs the request and nothing else."""
    if dependency.dependencies or dependency.query_params or dependency.header_params or dependency.body_params:
        raise TypeError(f"{dependency.call.__name__} may take the request only")
    ask: Ask = dependency.call
    return ask
