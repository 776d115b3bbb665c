"""Who calls: a bearer token, known by its digest, scoped and expiring."""

import json
import re
from hashlib import sha256
from typing import Any, cast

from flask import abort, current_app, g, request

from service.api.problem import Refused
from service.commands import desk
from service.commands.carry_out import Order
from service.commands.clocks import Clock
from service.commands.door import tries
from service.commands.receipt import Receipt
from service.domain.calendar import beijing_date
from service.domain.door import client_address
from service.domain.permissions import Actor
from service.records import person as people
from service.records.database import db

BEARER = re.compile(r"Bearer ([A-Za-z0-9_-]{20,200})")
HALF = re.compile(rb"\\u[dD][89a-fA-F]")
KEY = re.compile(r"[\x21-\x7e]{8,200}")


def require_token() -> None:
    """Nobody asks or orders anything without a token that fits."""
    given = BEARER.fullmatch(request.headers.get("Authorization", ""))
    if given is None:
        abort(401)
    session = db.session()
    found = people.by_token(session, digest(given[1]))
    if found is None:
        _count_bad_token()
        abort(401)
    person, token, grants = found
    g.scopes = frozenset(token.scopes)
    if ("read" if request.method in ("GET", "HEAD") else "write") not in g.scopes:
        abort(403)
    g.person_id = person.id
    g.actor = desk.actor_of(person, grants, today=lambda: beijing_date(clock().now(session)))


def _count_bad_token() -> None:
    """A good token always passes: no neighbour behind the same address can shut anybody out."""
    try:
        tries.begin(db.session(), token=_address())
    except tries.TooMany:
        abort(429)


def _address() -> str:
    return client_address(
        request.remote_addr or "",
        request.headers.get("X-Forwarded-For", ""),
        proxies=current_app.config["KAIBAN_PROXIES"],
    )


def digest(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode("ascii")).hexdigest()


def actor() -> Actor:
    """Who acts."""
    return cast("Actor", g.actor)


def clock() -> Clock:
    """The clock of this installation."""
    return cast("Clock", current_app.config["KAIBAN_CLOCK"])


def body() -> dict[str, Any]:
    """The posted object."""
    try:
        given = request.get_json()
    except RecursionError:
        given = None  # nested deeper than any form is
    if not isinstance(given, dict):
        raise Refused(400, "not_an_object", "请求体须是 JSON 对象。", "Send a JSON object.")
    _require_signs(given)
    return given


def _require_signs(given: dict[str, Any]) -> None:
    """Half a sign, which only an escape can name, is in no text: it could not even be logged."""
    if not HALF.search(request.get_data()):
        return
    try:
        json.dumps(given, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise _no_text("JSON") from None


def _no_text(name: str) -> Refused:
    return Refused(400, "no_text", f"{name} 含有不是文字的字符。", f"{name} is no text.")


def word(given: dict[str, Any], name: str) -> str | None:
    """One text of a posted object; nothing but a text is one, and no database keeps a NUL."""
    value = given.get(name)
    if not isinstance(value, str):
        return None
    if "\x00" in value:
        raise _no_text(name)
    return value


def key() -> str:
    """The caller's own name for the write, without which a repeat could not be told."""
    given = request.headers.get("Idempotency-Key", "")
    if not KEY.fullmatch(given):
        raise Refused(
            400,
            "key_missing",
            "写入须带 Idempotency-Key（8 至 200 个可见 ASCII 字符）。",
            "A write needs an Idempotency-Key of 8 to 200 visible ASCII characters.",
        )
    return given


def give(order: Order) -> Receipt:
    """Have the order carried out, once per Idempotency-Key."""
    receipt = desk.give(order, actor=actor(), session=db.session(), clock=clock(), key=key())
    if not receipt.repeated:
        g.carried_out, g.history_seq = order.name, receipt.seq
    return receipt


def look(order: Order) -> Receipt:
    """Have a look recorded; each counts, so that asking again is another look."""
    return desk.give(order, actor=actor(), session=db.session(), clock=clock(), key=None)
