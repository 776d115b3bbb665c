"""What a certificate is worth where hours lack and a lower level pays by the day all the same."""

_WHOLE_BP = 10_000


def short_fen(standard_fen: int, *, days: int, day_fen: int, cap_bp: int) -> int:
    """So much a training day, at most a share of the standard."""
    return min(days * day_fen, standard_fen * cap_bp // _WHOLE_BP)
