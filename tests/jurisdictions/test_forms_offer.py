"""A request form offers what its notice lists: each list of the notice, word by word."""

import pytest

from forms import Form, read_form
from workflows import jurisdictions, read_folder

THEIR_OWN_LISTS = [
    ("chongqing", "platform_kind", "CQ-06", ["own_school", "own_enterprise", "third_party"]),
    ("chongqing", "roster.relation", "CQ-10", ["labour", "dispatched", "platform_worker"]),
    ("chongqing", "lessons.kind", "CQ-05", ["theory", "general", "simulation", "video_demo"]),
    (
        "chongqing",
        "cert_kind",
        "CQ-14",
        [
            *("vocational_qualification", "skill_level", "special_ability"),
            *("special_operation", "special_equipment", "training_completion"),
        ],
    ),
    (
        "guizhou",
        "industry_class",
        "GZ-05",
        ["epidemic_supplies", "public_utilities", "daily_needs", "key_industry", "qualified"],
    ),
    (
        "guizhou",
        "roster.category",
        "GZ-15",
        [
            *("registered_poor", "relocated", "subsistence_unemployed", "disabled_unemployed"),
            *("zero_employment", "graduate_rural", "graduate_urban_poor"),
        ],
    ),
    (
        "jiangxi",
        "lessons.method",
        "JX-09",
        ["live", "recorded", "interactive", "qa", "test", "simulation"],
    ),
    ("heilongjiang", "platform_origin", "HLJ-03", ["national", "provincial", "municipal"]),
    (
        "heilongjiang",
        "applicant_type",
        "HLJ-13",
        ["enterprise", "college", "technical_school", "school"],
    ),
    (
        "heilongjiang",
        "roster.category",
        "HLJ-04",
        [
            *("returning_employee", "migrant", "unemployed", "college_graduate"),
            *("two_graduates", "poor", "other"),
        ],
    ),
    (
        "jinan",
        "onjob_kind",
        "JN-14",
        ["post_skills", "upgrading", "change_of_post", "safety"],
    ),
    (
        "jinan",
        "roster.category",
        "JN-01",
        ["employee", "rural_worker", "graduate", "school_leaver", "unemployed", "poor_labour"],
    ),
]


def request_form(folder: str) -> Form:
    return read_form(read_folder(jurisdictions()[folder]).forms["opening_fill"])


@pytest.mark.parametrize(("folder", "name", "clause", "listed"), THEIR_OWN_LISTS)
def test_a_form_offers_what_the_notice_lists(folder, name, clause, listed):
    table, _, column = name.partition(".")
    field = request_form(folder).field(table)
    assert field
    asked = next(one for one in field.columns if one.id == column) if column else field
    assert asked.clause == clause
    assert set(listed) <= {choice.id for choice in asked.choices}
