"""The advance: a share of what the approved class may earn, never above its cap."""

from service.domain.money import share


class AboveCap(ValueError):
    """An advance above the cap is not paid."""


def base_fen(heads: int, standard_fen: int) -> int:
    """What the class may earn if everybody is certified."""
    return heads * standard_fen


def advance_fen(base_fen: int, rate_bp: int, *, cap_bp: int) -> int:
    """The advance of that rate on that base (CQ-13)."""
    if rate_bp > cap_bp:
        raise AboveCap(f"{rate_bp} is above {cap_bp}")
    return share(base_fen, rate_bp)
