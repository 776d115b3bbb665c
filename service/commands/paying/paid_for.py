"""What was paid for one learner: his own entries, or his share of what a body was paid."""

from service.commands.dossier import Dossier
from service.commands.paying import earning, persons
from service.domain.stage import share_fen


def paid_for(dossier: Dossier, line: int) -> int:
    """Stage by stage: money to a body pays the earlier stage first, each learner his part of it."""
    book, total = dossier.book, 0
    left = sum(entry.fen for entry in book.entries if entry.debit == "paid" and not entry.line)
    for stage in earning.stages(dossier):
        if persons.are_paid(dossier, stage.name):
            own = (one for one in book.entries if (one.kind, one.line) == (stage.name, line))
            total += sum(entry.fen for entry in own)
            continue
        earned = earning.earned_lines(dossier, stage)
        whole = sum(earned.values())
        covered = min(left, whole)
        left -= covered
        total += share_fen(earned.get(line, 0), covered, whole)
    return total


def called_back(dossier: Dossier, line: int) -> int:
    """What has to come back for the learner already, because he had another subsidy too."""
    found = dossier.double_benefits.get(line)
    return found.recover_fen if found is not None else 0
