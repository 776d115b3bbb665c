"""A browser that somebody signed in at before: strangers' tries do not shut its owner out."""

from hashlib import sha256

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from service.records.seal import blind_index

COOKIE = "kaiban_known"
HALF_A_YEAR = 180 * 24 * 3600
MOST = 8
LONGEST_COOKIE = 1_000
LETTERS = 16


def is_known(account: str) -> bool:
    """Whether this account was entered from here before; the cookie names nobody."""
    return _mark(account) in _marks()


def remember(response: Response, account: str) -> Response:
    """From now on this browser is known for this account; for a few at most, the newest first."""
    mark = _mark(account)
    marks = [mark, *(one for one in _marks() if one != mark)][:MOST]
    config = current_app.config
    response.set_cookie(
        COOKIE,
        _signer().dumps(marks),
        max_age=HALF_A_YEAR,
        path="/sign-in",
        secure=config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Strict",
    )
    return response


def _marks() -> list[str]:
    given = request.cookies.get(COOKIE, "")
    if not given or len(given) > LONGEST_COOKIE:
        return []
    try:
        found = _signer().loads(given, max_age=HALF_A_YEAR)
    except BadData:
        return []
    return [str(one) for one in found] if isinstance(found, list) else []


def _mark(account: str) -> str:
    return sha256(blind_index(f"known:{account}").encode()).hexdigest()[:LETTERS]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="known browser")
