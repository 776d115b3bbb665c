"""Giving a debt up: only after its referral, only on paper, and never by one person."""

from collections.abc import Mapping
from typing import Any

from service.commands.dossier import Dossier
from service.commands.messages import amounts, tell_institution, tell_lane
from service.commands.recovering import debt
from service.commands.recovering.proposals import on_the_table, require_nothing_open, settle
from service.domain.refusals import NotNow
from service.records.recovery_ways import MADE, REFUSED, WriteOff


def propose(dossier: Dossier, given: Mapping[str, Any]) -> None:
    """All that is still owed, under the paper that says it cannot be had."""
    entry = debt.running(dossier)
    if not entry.referred:
        raise NotNow("追回移送之后才能申请核销。", "Only a debt that was referred is written off.")
    require_nothing_open(dossier, entry)
    dossier.session.add(
        WriteOff(
            recovery_id=entry.id,
            case_id=dossier.case.id,
            amount_fen=debt.owed_fen(dossier),
            paper_no=given["paper_no"],
            proposed_by=dossier.actor.person_id,
            proposed_for=dossier.actor.acting_for,
            proposed_at=dossier.now,
        )
    )
    tell_lane(dossier, "write_off_asked", "finance_reviewer", **amounts(debt.owed_fen(dossier)))


def decide(dossier: Dossier, given: Mapping[str, Any]) -> None:
    """Agreed, the debt leaves what is recoverable and stands as written off; never silently."""
    entry = debt.running(dossier)
    asked = on_the_table(dossier, WriteOff, entry)
    if given["decision"] != "approve":
        settle(dossier, asked, REFUSED)
        return
    # What came in since it was asked for is not given up.
    asked.amount_fen = debt.owed_fen(dossier)
    settle(dossier, asked, MADE)
    dossier.book.written_off(asked.amount_fen, reason=entry.reason, paper_no=asked.paper_no)
    debt.ended(dossier, asked.amount_fen)
    tell_institution(dossier, "recovery_written_off", **amounts(asked.amount_fen))
