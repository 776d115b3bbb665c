"""One learner's archive for other systems, and whether he learns elsewhere: yes or no."""

from datetime import date
from typing import Any

from forms import Refused as Wrong
from forms import resident_id
from service.api.caller import actor, body, clock, word
from service.api.operation import json_body, operation
from service.api.problem import Refused
from service.commands.people import archive as archives
from service.domain.calendar import beijing_date
from service.records.archive import ArchiveLine
from service.records.database import db

WHO = json_body(
    {
        "type": "object",
        "required": ["id_no"],
        "properties": {"id_no": {"type": "string", "description": "identity number; kept nowhere"}},
    }
)


@operation("POST", "/archive", request_body=WHO)
def read_archive() -> Any:
    """Every class of one person in your jurisdiction, newest first; nobody is named"""
    number = _number()
    found = archives.read(db.session(), actor(), number)
    return {
        "jurisdiction": found.jurisdiction,
        "allowance_days": {str(year): days for year, days in found.allowance_days.items()},
        "classes": [_line(one) for one in found.lines],
    }


def _line(one: ArchiveLine) -> dict[str, Any]:
    """As the page shows it: of a certificate's number no more than its end."""
    end = f"…{one.cert_no[-4:]}" if one.cert_no else None
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in one._replace(cert_no=end)._asdict().items()
        if name != "case_id"
    }


@operation("POST", "/archive/elsewhere", request_body=WHO)
def known_elsewhere() -> Any:
    """Whether one person is on a roster of another jurisdiction; never which"""
    number = _number()
    return {"known": archives.known_across(db.session(), actor(), number, today=_today())}


def _number() -> str:
    given = word(body(), "id_no")
    try:
        return resident_id(given or "", _today())
    except Wrong as wrong:
        raise Refused(
            422, "id_no", "身份证号不对，请逐位核对。", "id_no is no valid number."
        ) from wrong


def _today() -> date:
    return beijing_date(clock().now(db.session()))
