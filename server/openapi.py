"""The schema of the API: FastAPI's own, with our one shape of refusal in place of its, and who must sign in."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api_client.wire.errors import Problem
from server.routing import Route
from server.sign_in import require_caller

_REFUSAL = {
    "description": "Refused; the code says why.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def describe_api(app: FastAPI) -> dict[str, Any]:
    """Return the schema, worked out once."""
    if app.openapi_schema is None:
        app.openapi_schema = _describe(app)
    return app.openapi_schema


def _describe(app: FastAPI) -> dict[str, Any]:
    schema = get_openapi(title=app.title, version=app.version, routes=app.routes)
    components = schema["components"]
    for unused in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(unused, None)
    components["schemas"]["Problem"] = Problem.model_json_schema()
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for route in app.routes:
        if isinstance(route, Route) and route.include_in_schema:
            for method in route.methods or ():
                operation = schema["paths"][route.path_format][method.lower()]
                operation["responses"].pop("422", None)
                operation["responses"]["default"] = _REFUSAL
                if any(dependency.call is require_caller for dependency in route.dependant.dependencies):
                    operation["security"] = [{"token": []}]
    return schema
