"""Facts about the electronic vouchers of online learning."""

from service.commands.delivery import vouchers
from service.commands.dossier import Dossier
from service.commands.facts.table import Properties, fact


@fact
def vouchers_open(dossier: Dossier, _: Properties) -> int:
    """How many learners of the claim have a voucher nobody has looked at."""
    return len(vouchers.unverified(dossier))
