"""The API as a whole: its operations, its OpenAPI document, and a page that reads it out."""

from typing import Any

from flask import Blueprint as Pages
from flask import Flask, Response, current_app, g, jsonify, render_template
from flask_smorest import Api
from flask_wtf.csrf import CSRFProtect

from service.api import (  # noqa: F401 - each puts its operations
    archive,
    assignments,
    bank,
    batches,
    books,
    budgets,
    bundle,
    cases,
    counter,
    documents,
    forms,
    orders,
    problem,
    reports,
    steps,
)
from service.api.operation import blueprint
from service.api.problem import Refused

reading = Pages("documents", __name__, url_prefix="/api", template_folder="templates")
METHODS = ("get", "post", "put", "patch", "delete")


class OurApi(Api):  # type: ignore[misc]
    """The library's API without its own error answers: the application has one table for all."""

    def _register_error_handlers(self) -> None:
        """None of its own."""


def register(app: Flask, protection: CSRFProtect) -> None:
    """Open the API; a bearer token cannot be forged by another site, so no CSRF token here."""
    app.config.update(
        API_TITLE="Kaiban 开班通",
        API_VERSION="1",
        OPENAPI_VERSION="3.0.3",
        API_SPEC_OPTIONS={
            "info": {"description": "Every write needs an Idempotency-Key; money is whole fen."},
            "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
        },
    )
    api = OurApi(app)
    api.register_blueprint(blueprint)
    app.extensions["kaiban_api"] = api
    protection.exempt(app.blueprints["api"])
    app.register_error_handler(Refused, problem.malformed)
    app.register_blueprint(reading)
    app.after_request(_tag)


def _tag(response: Response) -> Response:
    if "etag" in g:
        response.set_etag(g.etag)
    return response


def _document() -> dict[str, Any]:
    document: dict[str, Any] = current_app.extensions["kaiban_api"].spec.to_dict()
    return document


@reading.get("/openapi.json")
def openapi() -> Response:
    """The OpenAPI 3 document."""
    return jsonify(_document())


@reading.get("/docs")
def docs() -> str:
    """The document, read out for people."""
    document = _document()
    operations = [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in METHODS
    ]
    return render_template("api_docs.html", info=document["info"], operations=operations)
