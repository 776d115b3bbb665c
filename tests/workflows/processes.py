"""Invents structured processes: any nesting of what the dialect has, written as BPMN."""

from hypothesis import strategies as st

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'targetNamespace="kaiban">'
)

LEAVES = st.sampled_from([("step",), ("timer",), ("message",), ("signal",), ("reminded",)])


def _grow(inner):
    pair = st.tuples(inner, inner)
    kinds = ["sequence", "choice", "parallel", "either"]
    ones = ["loop", "call", "failing", "embedded", "overdue", "withdrawn"]
    return st.one_of(
        st.tuples(st.sampled_from(kinds), pair),
        st.tuples(st.sampled_from(ones), st.tuples(inner)),
    )


processes = st.recursive(LEAVES, _grow, max_leaves=9)


class Writer:
    """Writes one invented process, and the ones it calls, as files."""

    def __init__(self):
        self.count = 0
        self.files = {}

    def write(self, block):
        self.process("main", block)
        return self.files

    def process(self, name, block, *, failing=False):
        page = Page(self, name)
        page.whole(block, failing=failing)
        self.files[f"{name}.bpmn"] = (
            f'{HEAD}<bpmn:error id="e" errorCode="failed"/><bpmn:signal id="s" name="said"/>'
            f"{page.messages}"
            f'<bpmn:process id="{name}" isExecutable="true">{page.text}</bpmn:process>'
            f"</bpmn:definitions>"
        ).encode()


class Page:
    """The inside of one process or sub-process; every block has one way in and one way out."""

    def __init__(self, writer, name, *, looped=False):
        self.writer, self.name, self.text, self.looped = writer, name, "", looped
        self.messages = ""

    def whole(self, block, *, failing=False):
        begin = self.element("startEvent")
        first, last = self.block(block)
        self.flow(begin, first)
        end = self.element("endEvent")
        if failing:
            error = self.element("endEvent", '<bpmn:errorEventDefinition errorRef="e"/>')
            self.fork(last, {error: "fails"}, end)
        else:
            self.flow(last, end)

    def block(self, block):
        return getattr(self, f"_{block[0]}")(*(block[1] if len(block) > 1 else ()))

    def element(self, kind, inside="", **attributes):
        self.writer.count += 1
        new = attributes.pop("id", f"{kind[:4]}{self.writer.count}")
        shown = "".join(f' {key}="{value}"' for key, value in attributes.items())
        self.text += f'<bpmn:{kind} id="{new}"{shown}>{inside}</bpmn:{kind}>'
        return new

    def flow(self, source, target, condition=None):
        self.writer.count += 1
        inside = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>"
        self.text += (
            f'<bpmn:sequenceFlow id="f{self.writer.count}" sourceRef="{source}" '
            f'targetRef="{target}">{inside if condition else ""}</bpmn:sequenceFlow>'
        )

    def fork(self, source, conditional, otherwise):
        gateway = f"g{self.writer.count}"
        default = f"f{self.writer.count + 2}"
        self.element("exclusiveGateway", id=gateway, default=default)
        self.flow(gateway, otherwise)
        for target, condition in conditional.items():
            self.flow(gateway, target, f"{condition}_{self.writer.count % 3}")
        self.flow(source, gateway)

    def boundary(self, host, inside, **attributes):
        return self.element("boundaryEvent", inside, attachedToRef=host, **attributes)

    def message_text(self):
        # Each has its own word: two that wait for the same word in one place are a riddle.
        new = f"m{self.writer.count}"
        self.messages += f'<bpmn:message id="{new}" name="heard_{new}"/>'
        return f'<bpmn:messageEventDefinition messageRef="{new}"/>'

    def timer_text(self):
        return (
            f"<bpmn:timerEventDefinition><bpmn:timeDate>due_{self.writer.count % 3}"
            f"</bpmn:timeDate></bpmn:timerEventDefinition>"
        )

    def merged(self, *lasts):
        merge = self.element("exclusiveGateway")
        for last in lasts:
            self.flow(last, merge)
        return merge

    def _step(self):
        return 2 * (self.element("userTask"),)

    def _signal(self):
        return 2 * (self.element("intermediateThrowEvent", SAY),)

    def _timer(self):
        return 2 * (self.element("intermediateCatchEvent", self.timer_text()),)

    def _message(self):
        return 2 * (self.element("intermediateCatchEvent", self.message_text()),)

    def _reminded(self):
        step = self.element("userTask")
        reminder = self.boundary(step, self.timer_text(), cancelActivity="false")
        said = self.element("intermediateThrowEvent", SAY)
        self.flow(reminder, said)
        self.flow(said, self.element("endEvent"))
        return step, step

    def _sequence(self, one, other):
        first, middle = self.block(one)
        after, last = self.block(other)
        self.flow(middle, after)
        return first, last

    def _choice(self, one, other):
        entry = self.element("exclusiveGateway")
        (first, last), (second, final) = self.block(one), self.block(other)
        self.fork(entry, {first: "chosen"}, second)
        return entry, self.merged(last, final)

    def _parallel(self, one, other):
        if self.looped:
            return self._embedded(("parallel", (one, other)))
        split, join = self.element("parallelGateway"), self.element("parallelGateway")
        for each in (one, other):
            first, last = self.block(each)
            self.flow(split, first)
            self.flow(last, join)
        return split, join

    def _either(self, one, other):
        gateway = self.element("eventBasedGateway")
        lasts = []
        for event, each in ((self._timer, one), (self._message, other)):
            caught, _ = event()
            self.flow(gateway, caught)
            first, last = self.block(each)
            self.flow(caught, first)
            lasts.append(last)
        return gateway, self.merged(*lasts)

    def _loop(self, body):
        outer, self.looped = self.looped, True
        first, last = self.block(body)
        entry, out = self.merged(), self.element("exclusiveGateway")
        self.flow(entry, first)
        self.fork(last, {entry: "again"}, out)
        self.looped = outer
        return entry, out

    def _call(self, body, *, failing=False):
        self.writer.count += 1
        name = f"called{self.writer.count}"
        self.writer.process(name, body, failing=failing)
        return 2 * (self.element("callActivity", calledElement=name),)

    def _failing(self, body):
        call, _ = self._call(body, failing=True)
        left = self.boundary(call, '<bpmn:errorEventDefinition errorRef="e"/>')
        return call, self.merged(call, left)

    def _embedded(self, body):
        page = Page(self.writer, self.name)
        page.whole(body)
        self.messages += page.messages
        return 2 * (self.element("subProcess", page.text),)

    def _overdue(self, after):
        step = self.element("userTask")
        late = self.boundary(step, self.timer_text())
        first, last = self.block(after)
        self.flow(late, first)
        return step, self.merged(step, last)

    def _withdrawn(self, body):
        inner, _ = self._embedded(body)
        return inner, self.merged(inner, self.boundary(inner, self.message_text()))


SAY = '<bpmn:signalEventDefinition signalRef="s"/>'
