"""What was paid for one learner: his own entries, or his share of what a body was paid."""

from collections import Counter
from collections.abc import Mapping

from service.commands.dossier import Dossier
from service.commands.paying import earning, persons
from service.domain.stage import share_fen


def paid_for(dossier: Dossier, line: int) -> int:
    """What was paid for the learner, of whatever fund."""
    return sum(paid_by_fund(dossier, line).values())


def paid_by_fund(dossier: Dossier, line: int) -> Mapping[str, int]:
    """Stage by stage: money to a body pays the earlier stage first, each learner his part of it."""
    book, found = dossier.book, Counter[str]()
    left = sum(entry.fen for entry in book.entries if entry.debit == "paid" and not entry.line)
    for stage in earning.stages(dossier):
        if persons.are_paid(dossier, stage.name):
            for one in book.entries:
                found[one.fund] += one.fen if (one.kind, one.line) == (stage.name, line) else 0
            continue
        earned = earning.earned_lines(dossier, stage)
        whole = sum(earned.values())
        covered = min(left, whole)
        left -= covered
        found[_fund(dossier, stage.name)] += share_fen(earned.get(line, 0), covered, whole)
    return +found


def _fund(dossier: Dossier, stage: str) -> str:
    """The fund a body was paid a stage from; of what an advance covers, that of the advance."""
    paid = [one for one in dossier.book.entries if one.debit in ("paid", "advance")]
    return next((one.fund for one in paid if one.kind == stage), paid[-1].fund if paid else "")


def called_back(dossier: Dossier, line: int) -> int:
    """What has to come back for the learner already, because he had another subsidy too."""
    found = dossier.double_benefits.get(line)
    return found.recover_fen if found is not None else 0
