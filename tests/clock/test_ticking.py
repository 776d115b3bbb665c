"""The clock really ticks: beside the demo and in the worker, or nothing would ever fall due."""

import time

from service.clock.ticking import start_ticking

PATIENCE = 20


def test_a_deadline_passes_while_nobody_does_anything(story):
    story.tell(until="opening_accept")
    office = story.office
    before = story.case().next_due
    office.clock.at = before
    ticking = start_ticking(office.house(), seconds=1)
    try:
        until = time.monotonic() + PATIENCE
        after = before
        while after == before and time.monotonic() < until:
            time.sleep(0.2)
            after = story.case().next_due
    finally:
        ticking.shutdown(wait=True)
    assert after != before


def test_missed_ticks_are_not_made_up_for(office):
    ticking = start_ticking(office.house(), seconds=3600)
    try:
        (job,) = ticking.get_jobs()
        assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None)
    finally:
        ticking.shutdown(wait=False)
