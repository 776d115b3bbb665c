"""The scheduler that makes the clock tick: in memory, one tick at a time, none made up for."""

from apscheduler.schedulers.background import BackgroundScheduler

from service.clock.house import House
from service.clock.tick import careful_tick

ZONE = "Asia/Shanghai"


def start_ticking(house: House, *, seconds: int) -> BackgroundScheduler:
    """Set the clock going beside whatever else this process does; `shutdown` stops it."""
    scheduler = BackgroundScheduler(timezone=ZONE)
    scheduler.add_job(
        careful_tick,
        "interval",
        args=[house],
        seconds=seconds,
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    scheduler.start()
    return scheduler
