"""Every form file of every jurisdiction: readable, in both languages, with the words agreed."""

import json
import re
import tomllib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import forms
from service.domain.orders import ON_A_CASE
from tests.forms.standing import FOLDERS, TODAY, form_at, form_files, opening
from workflows import jurisdictions, read_folder

FORMS = {path.relative_to(FOLDERS).as_posix(): path for path in form_files()}
NAMES = st.text(max_size=9)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**40), 10**40)
    | st.floats()
    | st.text(max_size=30)
    | st.text("0123456789-./:,%eExX０１９年月日　 ", max_size=24),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4)
    ),
    max_leaves=8,
)
PLAIN = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("name", FORMS)
def test_a_form_file_is_read_and_named_after_its_step(name):
    assert form_at(name).name == FORMS[name].stem


def test_every_form_belongs_to_a_step_or_an_order():
    bundles = [read_folder(folder) for folder in jurisdictions().values()]
    drawn = b"".join(
        raw for bundle in bundles for name, raw in bundle.files.items() if name.endswith(".bpmn")
    ).decode()
    steps = set(re.findall(r'userTask id="(\w+)"', drawn))
    steps |= set(re.findall(r'property name="form" value="(\w+)"', drawn))
    orders = {order.form for order in ON_A_CASE}
    assert {path.stem for path in FORMS.values()} - steps - orders == set()


@pytest.mark.parametrize("name", FORMS)
def test_a_shared_form_cites_no_single_place_and_a_local_one_cites_its_own(name):
    cited = set(re.findall(r"\b[A-Z]{2,3}-\d{2}\b", FORMS[name].read_text("utf-8")))
    assert {clause.partition("-")[0] for clause in cited} <= {prefix_of(name.partition("/")[0])}


def prefix_of(folder: str) -> str:
    """The letters before the numbers of a place's clauses; what is shared has none."""
    policy = FOLDERS / folder / "policy.toml"
    if not policy.is_file():
        return "nothing"
    return str(tomllib.loads(policy.read_text("utf-8"))["jurisdiction"]["number_prefix"])


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_told_to_other_systems(name):
    told = form_at(name).json_schema()
    assert json.loads(json.dumps(told)) == told
    assert told["additionalProperties"] is False


def test_the_schema_of_the_request_tells_limits_choices_and_conditions():
    told = opening().json_schema()["properties"]
    assert told["planned_heads"] | {"minimum": 1, "maximum": 1000} == told["planned_heads"]
    assert told["applicant_type"]["enum"][0] == "enterprise"
    assert told["roster"]["maxItems"] == 1000
    assert "advance_rate" not in opening().json_schema()["required"]
    assert "Asked only when advance_requested is True." in told["advance_rate"]["description"]
    assert told["fee_to_learner_fen"]["type"] == "string"


def test_who_can_be_recognised_is_marked_as_personal():
    marked = {
        f"{field.id}.{column.id}" if column is not field else field.id
        for field in opening().fields
        for column in (field.columns or (field,))
        if column.personal
    }
    assert marked == {
        *("contact", "mobile", "payee_account", "lessons.teacher", "lessons.teacher_id"),
        *("roster.name", "roster.id_no", "roster.phone"),
    }


def accepted_or_refused(form, answers):
    try:
        values = form.check(answers, today=TODAY)
    except forms.AnswersRefused as refused:
        told = refused.problems
    else:
        told = ()
        assert form.check(form.shown(values), today=TODAY) == values
    assert all(problem.zh and problem.en and problem.code for problem in told)


@pytest.mark.parametrize("name", FORMS)
@PLAIN
@given(data=st.data())
def test_whatever_is_sent_is_accepted_or_refused_in_words(name, data):
    form = form_at(name)
    row = {column.id: JSON for field in form.fields for column in field.columns}
    cells = st.lists(st.fixed_dictionaries({}, optional=row) | JSON, max_size=3)
    ids = {field.id: JSON | cells if field.columns else JSON for field in form.fields}
    accepted_or_refused(form, data.draw(st.fixed_dictionaries({}, optional=ids)))


@PLAIN
@given(answers=JSON)
def test_what_is_no_set_of_answers_is_refused_in_words(answers):
    accepted_or_refused(form_at("_shared/forms/opening_accept.toml"), answers)


def test_the_same_definition_is_the_same_form():
    raw = FORMS["_shared/forms/withdraw.toml"].read_text("utf-8")
    assert forms.read_form(tomllib.loads(raw)) is forms.read_form(tomllib.loads(raw))
