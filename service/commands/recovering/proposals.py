"""What one proposes and another decides about a debt: one at a time, two natural persons."""

from service.commands.dossier import Dossier
from service.domain.permissions import is_second_hand
from service.domain.refusals import NotNow, SeparationOfDuties
from service.records.person import Person
from service.records.recovery import Recovery
from service.records.recovery_ways import Offset, Way, WriteOff, open_proposal


def require_nothing_open(dossier: Dossier, entry: Recovery) -> None:
    """A second proposal waits until the first is decided."""
    offset = open_proposal(dossier.session, Offset, entry.id)
    if offset is not None or open_proposal(dossier.session, WriteOff, entry.id) is not None:
        raise NotNow(
            "已有一项抵扣或核销待决定，请先办结。",
            "An offset or a write-off waits for its decision already.",
        )


def on_the_table(dossier: Dossier, kind: type[Way], entry: Recovery) -> Way:
    """The proposal that waits, for somebody who did not make it."""
    found = open_proposal(dossier.session, kind, entry.id)
    if found is None:
        raise NotNow("没有待决定的申请。", "Nothing waits for a decision.")
    proposer = dossier.session.get_one(Person, found.proposed_by).natural_person
    if not is_second_hand(dossier.actor, proposer, found.proposed_for):
        raise SeparationOfDuties(
            "提出人不能自己决定，须由另一人办理。",
            "Whoever proposed it does not decide it.",
        )
    return found


def settle(dossier: Dossier, found: Offset | WriteOff, state: str) -> None:
    """Write down who decided it, when and how."""
    found.state, found.decided_by = state, dossier.actor.person_id
    found.decided_at = dossier.now
