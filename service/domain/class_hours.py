"""How many class hours a specialty's teaching videos make, counted on their total."""

WHOLE_HOUR = 40
COUNTS_FROM = 20


def class_hours(minutes: int, *, hour: int = WHOLE_HOUR, counts_from: int = COUNTS_FROM) -> int:
    """Whole class hours of so many minutes; a remainder counts from so many minutes on."""
    whole, rest = divmod(minutes, hour)
    return whole + (rest >= counts_from)
