"""A policy names diagrams, tables and words that are there; each that is not is told by name."""

from copy import deepcopy

import pytest

from service.domain.policy_names import Folder, name_problems
from service.domain.policy_shares import Outputs
from tests.domain.standing import raw_policy

WORDS = {"claimed", "evidenced"}
LABEL = {"zh": "后续", "en": "Follow-on"}
TABLES: Outputs = {
    "ratio": [{"share_bp": 6000}],
    "whom": [{"payee": "delegate"}],
    "other": [{"ok": True}],
}
FOLDER = Folder({"main", "more"}, TABLES, {"ADVANCE", "FINAL"})


def told(*, stage=None, process=None, folder=FOLDER):
    raw = deepcopy(raw_policy())
    raw["process"] = {"more": {"label": LABEL, "begun_by": ["inspector"], "follows": ["main"]}}
    raw["process"] |= process or {}
    raw["stage"]["FINAL"] |= stage or {}
    return name_problems(raw, folder, WORDS)


@pytest.mark.parametrize(
    "stage",
    [
        {},
        {"process": ["main"], "earned_by": "evidenced", "payee": "persons"},
        {"share": "rest", "payee": "applicant"},
        {"share": "ratio", "payee": "table:whom"},
        {"share": "advance_cap"},
    ],
)
def test_names_that_lead_somewhere_pass(stage):
    assert told(stage=stage) == []


@pytest.mark.parametrize(
    ("stage", "says"),
    [
        ({"earned_by": "luck"}, "no word luck"),
        ({"process": ["gone"]}, "no diagram gone"),
        ({"share": "gone"}, "no value or table called gone"),
        ({"share": "other"}, "other does not answer share_bp"),
        ({"payee": "table:gone"}, "no value or table called gone"),
        ({"payee": "table:ratio"}, "ratio does not answer payee"),
        ({"payee": "mayor"}, "nobody is called mayor"),
    ],
)
def test_a_stage_that_names_what_is_not_there_is_told(stage, says):
    (problem,) = told(stage=stage)
    assert problem.startswith("stage.FINAL")
    assert problem.endswith(says)


@pytest.mark.parametrize(
    ("process", "says"),
    [
        ({"gone": {"label": LABEL, "begun_by": ["inspector"]}}, "there is no such diagram"),
        (
            {"more": {"label": LABEL, "begun_by": ["inspector"], "follows": ["gone"]}},
            "no diagram gone",
        ),
    ],
)
def test_a_process_that_names_what_is_not_there_is_told(process, says):
    (problem,) = told(process=process)
    assert problem.endswith(says)


def test_a_diagram_that_pays_a_stage_the_policy_has_not_is_told():
    folder = Folder(FOLDER.processes, TABLES, {"ADVANCE", "STAGE2"})
    (problem,) = told(folder=folder)
    assert problem.endswith("a diagram pays STAGE2, no stage here")
