"""Taking a learner out after the claim was agreed to and before he is paid for."""

from collections.abc import Mapping
from typing import Any

from service.commands.dossier import Dossier
from service.commands.messages import tell_institution
from service.commands.paying import earning, retaking
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow


def drop_line(dossier: Dossier, given: Mapping[str, Any]) -> None:
    """His unpaid part falls away and what is payable is reviewed anew; paid money is recovered."""
    entry = earning.payable(dossier).get(given["line"])
    if entry is None:
        raise AnswersWrong(
            [
                Problem(
                    "line",
                    "unknown_line",
                    "该学员不在核准的申领名单中，或已剔除。",
                    "The learner is not on the claim as agreed, or was taken out before.",
                )
            ]
        )
    if dossier.book.balance("in_payment"):
        raise NotNow(
            "款项正在银行办理，待银行回单后再剔除。",
            "The bank is paying just now; wait for its answer.",
        )
    before_fen = earning.earned_fen(dossier)
    entry.dropped_at = dossier.now
    if earning.earned_fen(dossier) == before_fen:
        raise NotNow(
            "该学员的补贴已全部拨付，请走追回。",
            "All of it has been paid already: it has to be recovered.",
        )
    for payment in dossier.payments:
        if payment.state == "reviewed":
            retaking.take_back(dossier, payment)
    tell_institution(dossier, "line_dropped")
