"""What happens when a case ends: the rest of the commitment goes back, the clocks stop."""

from service.commands.dossier import Dossier


def close(dossier: Dossier, ending: str) -> None:
    """End the case; nothing stays committed and nothing keeps ticking."""
    dossier.case.finished = ending
    dossier.deadlines.stop_all()
    dossier.book.lapse_rest()
