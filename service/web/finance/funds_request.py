"""The request for funds (用款申请) and the letter of payment (拨付函) of a batch, to be printed."""

from collections import Counter

from flask import render_template, url_for

from service.commands.batches import looking
from service.records.database import db
from service.records.funds_request import asked_of
from service.web.desks.timing import in_force
from service.web.finance.batch import described
from service.web.front import actor, blueprint, minute, now
from service.web.language import either
from service.web.money import amount
from service.web.naming import stage_name


@blueprint.get("/finance/batches/<number>/request")
def funds_request(number: str) -> str:
    """From the bureau to the treasury: how much of which fund for which classes, in capitals."""
    session = db.session()
    found = looking.shown(session, actor(), number)
    policy = in_force(session, found.jurisdiction)[0].policy
    asked = asked_of(session, found.id)
    by_stage: Counter[str] = Counter()
    for one in asked:
        by_stage[one.stage] += one.fen
    return render_template(
        "finance/funds_request.html",
        batch=found,
        words=described(session, found),
        document=policy.jurisdiction.document,
        place=either(policy.jurisdiction.names),
        rows=[
            (one, url_for("web.case", number=one.number), stage_name(policy, one.stage))
            for one in asked
        ],
        amounts=[amount("", one.fen) for one in asked],
        stages=[(stage_name(policy, name), amount("", fen)) for name, fen in by_stage.items()],
        classes=len({one.number for one in asked}),
        payees=sum(one.payees for one in asked),
        whole=amount("", sum(one.fen for one in asked)),
        printed=minute(now()),
    )
