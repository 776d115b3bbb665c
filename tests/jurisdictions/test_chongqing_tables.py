"""Chongqing's decision tables say what its notice says, and by which clause."""

import pytest

from workflows import NoRuleFits, decide, jurisdictions, read_folder
from workflows.check_tables import allowed_values

BUNDLE = read_folder(jurisdictions()["chongqing"])


def decision(table, **known):
    return decide(BUNDLE, table, facts=lambda name, properties: known[name])


@pytest.mark.parametrize(
    ("applicant", "mode", "ok", "rate_bp", "clause"),
    [
        ("enterprise", "enterprise_own", True, 5000, "CQ-13"),
        ("enterprise", "ordinary", True, 5000, "CQ-13"),
        ("school", "project", True, 5000, "CQ-13"),
        ("school", "ordinary", False, 0, "CQ-13"),
        ("technical_school", "project", True, 5000, ""),
        ("college", "enterprise_commissioned", False, 0, "CQ-13"),
        ("platform", "project", False, 0, "CQ-13"),
    ],
)
def test_only_enterprises_and_project_training_get_an_advance(applicant, mode, ok, rate_bp, clause):
    found = decision("advance_eligible", applicant_type=applicant, training_mode=mode)
    assert (found.ok, found.max_rate_bp, found.clause) == (ok, rate_bp, clause)


@pytest.mark.parametrize(
    ("trade", "level", "flat_fen", "per_day_fen", "cap_fen"),
    [
        ("catalogue", "intermediate", 150_000, 0, 150_000),
        ("off_catalogue", "senior_technician", 500_000, 0, 500_000),
        ("off_catalogue", "special", 80_000, 0, 80_000),
        ("new_occupation", "junior", 0, 20_000, 600_000),
        ("local_trade", "senior", 0, 13_000, 390_000),
        ("key_industry", "certificate", 0, 20_000, 600_000),
    ],
)
def test_standard_is_flat_or_by_the_day_up_to_a_cap(trade, level, flat_fen, per_day_fen, cap_fen):
    found = decision("training_standard", specialty_class=trade, level=level)
    assert (found.flat_fen, found.per_day_fen, found.cap_fen) == (flat_fen, per_day_fen, cap_fen)
    assert found.source == "default"


def test_six_kinds_of_certificate_count_and_no_other():
    assert decision("certificate_accept", cert_type="special_equipment").ok is True
    assert decision("certificate_accept", cert_type="other").ok is False


@pytest.mark.parametrize("missing", ["face_ok", "random_ok", "image_ok"])
def test_all_three_kinds_of_evidence_are_needed(missing):
    whole = {"face_ok": True, "random_ok": True, "image_ok": True}
    assert decision("evidence_policy", **whole).ok is True
    assert decision("evidence_policy", **whole | {missing: False}).ok is False


@pytest.mark.parametrize("stage", ["ADVANCE", "FINAL"])
@pytest.mark.parametrize(
    ("applicant", "mode", "clause"),
    [
        ("enterprise", "enterprise_own", "CQ-11"),
        ("school", "enterprise_commissioned", "CQ-11"),
        ("school", "project", ""),
        ("", "", ""),
    ],
)
def test_all_comes_from_the_special_account_employees_by_the_notice(stage, applicant, mode, clause):
    found = decision("fund_source", stage=stage, applicant_type=applicant, training_mode=mode)
    assert (found.fund, found.clause) == ("ZZ", clause)


def test_an_applicant_that_the_notice_does_not_know_gets_no_decision():
    with pytest.raises(NoRuleFits):
        decision("advance_eligible", applicant_type="club", training_mode="project")


def choices(field):
    """What the forms offer for a field or a column of this name."""
    lines = [line for form in BUNDLE.forms.values() for line in form.get("field", ())]
    lines += [column for line in lines for column in line.get("column", ())]
    return [{choice[0] for choice in each["choices"]} for each in lines if each["id"] == field]


@pytest.mark.parametrize(
    ("table", "word"),
    [
        ("advance_eligible", "applicant_type"),
        ("advance_eligible", "training_mode"),
        ("training_standard", "specialty_class"),
        ("training_standard", "level"),
        ("certificate_accept", "cert_type"),
    ],
)
def test_tables_decide_on_all_that_the_forms_offer(table, word):
    allowed = set(allowed_values(BUNDLE.table(table))[word])
    assert choices(word)
    assert all(offered == allowed for offered in choices(word))
