"""The same moves with three memories: our own bytes, the library's serializer, no saving at all."""

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.default.workflow import BpmnWorkflowConverter

from workflows import CaseStuck, CaseTooDeep, NobodyWaiting, StepNotOpen, engine, state
from workflows.events import Message, Timer
from workflows.move import Move


class InMemory:
    """Keeps the case as it is."""

    def begin(self, definition, move):
        self.case = state.Case(definition, move)
        state.plant(self.case)
        return self.case

    def again(self, move):
        self.case.script_engine = move
        return self.case

    def keep(self):
        pass


class Ours(InMemory):
    """Reloads after every move from our own bytes."""

    def begin(self, definition, move):
        self.definition = definition
        return super().begin(definition, move)

    def again(self, move):
        self.case = state.load(self.definition, self.saved, move)
        return self.case

    def keep(self):
        self.saved = state.dump(self.case)


class WithoutSpec(BpmnWorkflowConverter):
    """The library's own converter; the specs come from the definition."""

    def to_dict(self, workflow):
        top, called = workflow.spec, workflow.subprocess_specs
        workflow.spec, workflow.subprocess_specs = None, {}
        try:
            return super().to_dict(workflow)
        finally:
            workflow.spec, workflow.subprocess_specs = top, called

    def from_dict(self, dct):
        dct["spec"], dct["subprocess_specs"] = None, {}
        return super().from_dict(dct)


class Library(InMemory):
    """The library's tasks and workflow, reloaded after every move by its own serializer."""

    def begin(self, definition, move):
        class Restored(BpmnWorkflow):
            def __init__(self, spec, subprocess_specs=None, **options):
                super().__init__(definition.top, dict(definition.called), **options)

        config = {**DEFAULT_CONFIG, Restored: WithoutSpec}
        registry = BpmnWorkflowSerializer.configure(config)
        registry.register(Message, lambda m: {"name": m.name}, lambda d: Message(d["name"]))
        registry.register(Timer, lambda t: {"name": t.name}, lambda d: Timer(d["name"], ""))
        self.serializer = BpmnWorkflowSerializer(registry)
        self.case = Restored(None, script_engine=move)
        return self.case

    def again(self, move):
        self.case = self.serializer.deserialize_json(self.saved)
        self.case.script_engine = move
        return self.case

    def keep(self):
        self.saved = self.serializer.serialize_json(self.case)


def trace(lane, definition, chance, *, turns):
    """What everybody outside sees, move by move."""
    move = Move(chance.facts, chance.now, {})
    case = lane.begin(definition, move)
    seen, action = [], ("run", (), "")
    for _ in range(turns):
        progress, shown = _carry_out(case, move, action, chance)
        seen.append((action, shown))
        action = progress and chance.action(progress)
        if action is None:
            break
        lane.keep()
        outcome = chance.outcome(action[2]) if action[0] == "complete" else {}
        move = Move(chance.facts, chance.now, outcome)
        case = lane.again(move)
    return seen


def _carry_out(case, move, action, chance):
    try:
        _act(case, move, action, chance.now)
        progress = engine.progress(case, move, b"")
    except (CaseStuck, CaseTooDeep, NobodyWaiting, StepNotOpen) as refusal:
        return None, type(refusal).__name__
    return progress, _shown(progress)


def _act(case, move, action, now):
    kind, path, name = action
    if kind == "run":
        engine.run(case, move)
    elif kind == "complete":
        found = [
            str(task.id)
            for task in engine.open_tasks(case)
            if (move.place(task.workflow)[0], task.task_spec.bpmn_id) == (path, name)
        ]
        engine.finish_step(case, move, found[0])
    elif kind == "send":
        engine.deliver(case, move, name, path)
    elif kind == "tick":
        engine.fire_due(case, move, now)
    else:
        engine.rearm(case)


def _shown(progress):
    return {
        "steps": sorted((s.path, s.element, s.lane, str(s.properties)) for s in progress.steps),
        "waits": sorted((wait.path, wait.message) for wait in progress.waits),
        "signals": sorted((s.path, s.name, str(s.properties)) for s in progress.signals),
        "walked": sorted(progress.walked),
        "next_due": progress.next_due,
        "finished": progress.finished,
    }
