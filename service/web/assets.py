"""The files pages are dressed with: named by their content, kept long, sent compressed."""

import gzip
from functools import lru_cache
from hashlib import sha256
from http import HTTPStatus

from flask import Response, request, url_for

from service.web.front import STATIC, blueprint

A_YEAR = 31_536_000
SQUEEZED = {"text/css", "text/javascript", "application/javascript", "image/svg+xml"}


@lru_cache(maxsize=256)
def _digest(filename: str, _changed: int) -> str:
    return sha256((STATIC / filename).read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=64)
def _squeezed(filename: str, _changed: int) -> bytes:
    return gzip.compress((STATIC / filename).read_bytes(), 9, mtime=0)


def asset(filename: str) -> str:
    """The address of a static file; it changes with the content, so browsers may keep it."""
    digest = _digest(filename, (STATIC / filename).stat().st_mtime_ns)
    return url_for("web.static", filename=filename, v=digest)


def there(filename: str) -> bool:
    """Whether the file was built; pages do without what was not."""
    return (STATIC / filename).is_file()


@blueprint.app_context_processor
def dress() -> dict[str, object]:
    """What templates need to name their files."""
    return {"asset": asset, "there": there}


@blueprint.after_request
def keep(response: Response) -> Response:
    """Let browsers keep what is named by its content, and send it compressed."""
    if request.endpoint != "web.static" or response.status_code != HTTPStatus.OK:
        return response
    filename = str((request.view_args or {}).get("filename", ""))
    changed = (STATIC / filename).stat().st_mtime_ns
    if request.args.get("v") == _digest(filename, changed):
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    if response.mimetype in SQUEEZED:
        response.vary.add("Accept-Encoding")
        if request.accept_encodings.quality("gzip") and "Range" not in request.headers:
            response.close()  # the file itself is not sent
            response.direct_passthrough = False
            response.set_data(_squeezed(filename, changed))
            response.headers["Content-Encoding"] = "gzip"
            if etag := response.get_etag()[0]:
                response.set_etag(etag, weak=True)  # one content, two ways to send it
    return response
