"""What visits and outside reports mean for a class: how many are asked for, and what waits."""

from service.commands.dossier import Dossier
from service.domain.refusals import NotNow
from service.records.supervision import holds_payment, visits

WHITE, BLACK = "white", "black"


def visits_asked(dossier: Dossier) -> int:
    """How many visits a class needs before its claim passes; the white list asks for fewer."""
    if dossier.find("inspection_min_visits") is None:
        return 0
    trusted = WHITE in dossier.colours and BLACK not in dossier.colours
    fewer = trusted and dossier.find("inspection_min_visits_white") is not None
    return dossier.number("inspection_min_visits_white" if fewer else "inspection_min_visits")


def require_visited(dossier: Dossier) -> None:
    """A claim passes once the class was visited as often as the place asks."""
    asked = visits_asked(dossier)
    found = visits(dossier.session, dossier.case.id) if asked else 0
    if found < asked:
        raise NotNow(
            f"本班须监督检查合格 {asked} 次，现有 {found} 次；请先完成检查，再通过补贴初审。",
            f"The class needs {asked} visits that ended well and has {found}:"
            " the claim passes after them.",
        )


def is_held(dossier: Dossier) -> bool:
    """Whether an outside report holds the class's payments back."""
    return holds_payment(dossier.session, dossier.case.id)


def require_not_held(dossier: Dossier) -> None:
    """Before money is reserved or sent: no report that holds it back."""
    if is_held(dossier):
        raise NotNow(
            "第三方绩效评估后暂缓拨付：解除暂缓前不能审核或拨付款项。",
            "Payment is held back after a third party's report:"
            " nothing is reviewed or paid until it is released.",
        )
