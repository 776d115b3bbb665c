"""A class that has waited long for its part in class: wait on, or finish without it."""

from service.commands.delivery.offline import WAIT
from service.commands.dossier import Dossier
from service.commands.rules.table import Given, rule


@rule("offline_decide")
def decide_long_wait(dossier: Dossier, given: Given) -> None:
    """Waiting on begins the period anew; finishing leaves unpaid who lacks hours in class."""
    dossier.deadlines.met(WAIT)
    if given["decision"] == "extend":
        dossier.deadlines.begin(WAIT)
