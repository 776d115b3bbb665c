"""One typed way to put an operation on the API and into its document at once."""

from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar

from flask_smorest import Blueprint
from marshmallow import Schema

from service.api.caller import require_token
from service.api.schemas import ProblemSchema

P = ParamSpec("P")
R = TypeVar("R")

NUMBER = {"name": "number", "in": "path", "required": True, "schema": {"type": "string"}}
IDEMPOTENCY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "schema": {"type": "string", "minLength": 8, "maxLength": 200},
    "description": "Same key and same order: same answer, carried out once.",
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "schema": {"type": "string"},
    "description": "The ETag of the step as you read it.",
}
CURSOR = {"name": "cursor", "in": "query", "schema": {"type": "string"}}
LIMIT = {
    "name": "limit",
    "in": "query",
    "schema": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
}

blueprint = Blueprint("api", __name__, url_prefix="/api", description="Cases, steps and orders")
blueprint.before_request(require_token)


def operation(
    method: str,
    path: str,
    *,
    answer: type[Schema] | Mapping[str, Any] | None = None,
    status: int = 200,
    parameters: tuple[Mapping[str, Any], ...] = (),
    request_body: Mapping[str, Any] | None = None,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Route the function, shape its answer, and describe both."""

    def put(function: Callable[P, R]) -> Callable[P, R]:
        described: Any = function
        if answer is None or isinstance(answer, Mapping):
            content = answer or {"application/json": {"schema": {"type": "object"}}}
            extra = {"responses": {str(status): {"description": "OK", "content": content}}}
        else:
            described = blueprint.response(status, answer)(described)
            extra = {}
        described = blueprint.alt_response(422, schema=ProblemSchema)(described)
        described = blueprint.doc(
            parameters=list(parameters),
            security=[{"bearer": []}],
            **({"requestBody": dict(request_body)} if request_body else {}),
            **extra,
        )(described)
        blueprint.route(path, methods=[method])(described)
        return function

    return put


def json_body(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A JSON request body of that schema."""
    return {"required": True, "content": {"application/json": {"schema": dict(schema)}}}
