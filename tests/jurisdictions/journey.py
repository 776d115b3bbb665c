"""Takes a case through Chongqing's diagrams, word by word, with facts from a dictionary."""

from datetime import UTC, datetime

from workflows import complete, jurisdictions, read_folder, retime, send, start, tick

BUNDLE = read_folder(jurisdictions()["chongqing"])
NOW = datetime(2020, 6, 1, 1, tzinfo=UTC)
TIMES = [
    "opening_overdue_at",
    "correction_due",
    "start_long_stop",
    "claim_window_end",
    "publicity_end",
    "recovery_due",
    "recovery_second_due",
]
USUAL = {
    "listed_black": False,
    "advance_asked": True,
    "advance_net_fen": 0,
    "in_payment_fen": 0,
    "certified_heads": 38,
    "settle_fen": 2_700_000,
    "stage_fen": 100,
    "payment_returned": False,
    "silent_lines": 0,
    "recoverable_fen": 0,
    "open_objections": 0,
    "vouchers_open": 0,
    "offline_waits": False,
}


class Journey:
    """A case on its way.

    step            the step is finished
    step=word       … with this decision
    !message        the message arrives at the innermost place that waits for it
    @time           the time has come (and is none afterwards: the road goes on without it)
    fact:number     the fact changes
    """

    def __init__(self, **facts):
        self.facts = dict.fromkeys(TIMES) | USUAL | facts
        self.definition = BUNDLE.definition("cq_main")
        self.walked, self.signals = [], []
        self._note(start(self.definition, facts=self._ask, now=NOW))

    def go(self, way):
        for word in way.split():
            self._word(word)
        return self

    @property
    def open(self):
        return ["/".join((*each.path, each.element)) for each in self.now.steps]

    def _word(self, word):
        if word.startswith("!"):
            self._arrive(word[1:])
        elif word.startswith("@"):
            self.facts[word[1:]] = NOW
            self._move(retime)
            self._move(tick)
            self.facts[word[1:]] = None
        elif ":" in word:
            fact, _, value = word.partition(":")
            self.facts[fact] = value == "yes" if value in {"yes", "no"} else int(value)
        else:
            self._finish(*word.partition("=")[::2])

    def _arrive(self, message):
        paths = [each.path for each in self.now.waits if each.message == message]
        self._move(send, message, path=max(paths, key=len))

    def _finish(self, element, decision):
        (step,) = (each for each in self.now.steps if each.element == element)
        self._move(complete, step.id, outcome={"decision": decision} if decision else {})

    def _move(self, move, *where, **how):
        self._note(move(self.definition, self.now.state, *where, **how, facts=self._ask, now=NOW))

    def _note(self, progress):
        self.now = progress
        self.walked += progress.walked
        self.signals += [each.name for each in progress.signals]

    def _ask(self, name, properties):
        return self.facts[name]
