"""Where the money of an institution's cases is: approved, on its way, paid, returned, to come."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.domain.money import capital, yuan
from service.records.case import Case
from service.records.opening import ClassOpening
from service.records.payment import Payment
from service.records.recovery import Recovery
from service.web.desks.timing import in_force
from service.web.language import say
from service.web.naming import stage_name

ON_ITS_WAY = {"reviewed": "财政已审核，等待拨付", "instructed": "已送银行，等待到账"}


@dataclass(frozen=True, slots=True)
class Sum:
    """One amount with what it is."""

    label: str
    yuan: str
    capital: str
    note: str = ""
    bad: bool = False
    # What stands in the first line: the whole, what arrived, what went wrong.
    first: bool = False


def money_of(session: Session, cases: Sequence[Case]) -> dict[int, list[Sum]]:
    """The amounts of each case, asked for all cases at once."""
    ids = [case.id for case in cases]
    paid = _payments(session, ids)
    owed = {
        row.case_id: row
        for row in session.scalars(select(Recovery).where(Recovery.case_id.in_(ids)))
        if row.amount_fen > row.repaid_fen
    }
    approved = {
        case_id: (total or 0, advance or 0)
        for case_id, total, advance in session.execute(
            select(
                ClassOpening.case_id, ClassOpening.approved_total_fen, ClassOpening.advance_fen
            ).where(ClassOpening.case_id.in_(ids))
        )
    }
    return {
        case.id: [
            *_approved(*approved.get(case.id, (0, 0))),
            *(_payment(one, _stage(session, case, one)) for one in paid[case.id]),
            *(
                [_owed(owed[case.id])]
                if case.id in owed
                else _to_come(case, approved.get(case.id, (0, 0))[0], paid[case.id])
            ),
        ]
        for case in cases
    }


def _payments(session: Session, ids: Sequence[int]) -> dict[int, list[Payment]]:
    """The latest attempt of every stage of each case."""
    latest: dict[tuple[int, str], Payment] = {}
    asked = select(Payment).where(Payment.case_id.in_(ids)).order_by(Payment.id)
    for one in session.scalars(asked):
        latest[one.case_id, one.stage] = one
    found: dict[int, list[Payment]] = defaultdict(list)
    for (case_id, _), one in latest.items():
        found[case_id].append(one)
    return found


def _sum(label: str, fen: int, note: str = "", *, bad: bool = False, first: bool = False) -> Sum:
    return Sum(label, yuan(fen), f"人民币{capital(fen)}", note, bad, first or bad)


def _approved(total: int, advance: int) -> list[Sum]:
    found = [_sum(say("核定补贴总额"), total, first=True)] if total else []
    return [*found, _sum(say("其中可先行拨付"), advance)] if advance else found


def _stage(session: Session, case: Case, one: Payment) -> str:
    return stage_name(in_force(session, case.jurisdiction)[0].policy, one.stage)


def _payment(one: Payment, stage: str) -> Sum:
    if one.state == "paid":
        return _sum(say("{stage}：已到账", stage=stage), one.amount_fen, first=True)
    if one.state == "returned":
        note = say("原因：{code}", code=one.result_code or "—")
        return _sum(say("{stage}：银行退回", stage=stage), one.amount_fen, note, bad=True)
    since = say("付款日 {day}", day=one.pay_on) if one.pay_on else ""
    label = say("{stage}：{where}", stage=stage, where=say(ON_ITS_WAY[one.state]))
    return _sum(label, one.amount_fen, since, first=True)


def _to_come(case: Case, total: int, paid: Sequence[Payment]) -> list[Sum]:
    """At most the rest of what was approved; certificates decide in the end."""
    rest = total - sum(one.amount_fen for one in paid)
    if case.finished is not None or rest <= 0:
        return []
    return [_sum(say("以后最多还可拨付"), rest, say("按取得证书的人数结算"))]


def _owed(row: Recovery) -> Sum:
    return _sum(say("应退回"), row.amount_fen - row.repaid_fen, bad=True)
