"""What people, other systems and time may have done: orders, carried out on one road."""

from service.commands.carry_out import carry_out
from service.commands.clocks import Clock, DatabaseClock, DemoClock, FixedClock
from service.commands.paying.many import record_bank_results
from service.commands.receipt import Receipt, StepNow

__all__ = [
    "Clock",
    "DatabaseClock",
    "DemoClock",
    "FixedClock",
    "Receipt",
    "StepNow",
    "carry_out",
    "record_bank_results",
]
