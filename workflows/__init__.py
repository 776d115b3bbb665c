"""Runs a jurisdiction's process; the only package that knows BPMN."""

from .cells import BadCell
from .check import check
from .decisions import BadTable, Decision, NoRuleFits, SeveralRulesFit
from .dialect import Definition
from .drawing import called, draw, source, titles
from .engine import complete, retime, send, start, tick
from .expressions import BadExpression
from .finding import Finding, Vocabulary
from .jurisdictions import Bundle, decide, jurisdictions, read_folder
from .model import (
    BadDiagram,
    CaseStuck,
    CaseTooDeep,
    Facts,
    NobodyWaiting,
    Progress,
    Scalar,
    Signal,
    Step,
    StepNotOpen,
    UnknownFact,
    Unreadable,
    Wait,
)
from .tasks import Ruling, Task, rulings, tasks

__all__ = [
    "BadCell",
    "BadDiagram",
    "BadExpression",
    "BadTable",
    "Bundle",
    "CaseStuck",
    "CaseTooDeep",
    "Decision",
    "Definition",
    "Facts",
    "Finding",
    "NoRuleFits",
    "NobodyWaiting",
    "Progress",
    "Ruling",
    "Scalar",
    "SeveralRulesFit",
    "Signal",
    "Step",
    "StepNotOpen",
    "Task",
    "UnknownFact",
    "Unreadable",
    "Vocabulary",
    "Wait",
    "called",
    "check",
    "complete",
    "decide",
    "draw",
    "jurisdictions",
    "read_folder",
    "retime",
    "rulings",
    "send",
    "source",
    "start",
    "tasks",
    "tick",
    "titles",
]
