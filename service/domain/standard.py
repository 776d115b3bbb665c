"""The subsidy for one certified learner: a flat amount, or so much a day up to a cap."""


class DaysMissing(ValueError):
    """A standard paid by the day needs the days of training."""


def standard_fen(flat_fen: int, *, per_day_fen: int = 0, cap_fen: int = 0, days: int = 0) -> int:
    """The standard per learner; a flat amount goes before one by the day."""
    if flat_fen:
        return flat_fen
    if days <= 0:
        raise DaysMissing
    earned = per_day_fen * days
    return min(earned, cap_fen) if cap_fen else earned
