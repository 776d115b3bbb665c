"""What stands in the catalogue on the first day of a class, on both sides of every date."""

import pytest

from service.domain import opening_catalogue
from service.domain.catalogue import STANDINGS, Listed, open_to, standing
from service.domain.opening import OpeningRules
from service.domain.policy import Value
from service.domain.policy_catalogue import problems, read_catalogue
from tests.domain.standing import day, request

ENTRY = Listed(
    kind="platform",
    code="P-1",
    name="云程在线",
    valid_from=day("2020-04-10"),
    valid_to=day("2020-06-30"),
)
OWN = {"owner_uscc": "52500103000000027E", "audience": "own"}
NAMED = {
    "kind": "platform",
    "code": "P-1",
    "name": {"zh": "云程在线", "en": "Yuncheng Online"},
    "since": day("2020-04-10"),
    "origin": "province",
    "clause": "XX-02",
}


def entry(**changes):
    known = {name: getattr(ENTRY, name) for name in ENTRY.__dataclass_fields__}
    return Listed(**{**known, **changes})


def on(*kinds):
    return {
        f"catalogue_{kind}_required": Value(
            f"catalogue_{kind}_required", True, "XX-09", "三", "文件", day("2019-01-01")
        )
        for kind in kinds
    }


def codes(asked, values, **rules):
    judged = OpeningRules(values=values, advance_eligible=False, advance_max_bp=0, **rules)
    return [(one.field, one.code) for one in opening_catalogue.problems(asked, judged)]


@pytest.mark.parametrize(
    ("changes", "on_day", "how"),
    [
        ({}, "2020-04-09", "not_yet"),
        ({}, "2020-04-10", "valid"),
        ({}, "2020-06-30", "valid"),
        ({}, "2020-07-01", "expired"),
        ({"valid_to": None}, "2027-07-01", "valid"),
        ({"ended_on": day("2020-05-01")}, "2020-04-30", "valid"),
        ({"ended_on": day("2020-05-01")}, "2020-05-01", "ended"),
        ({"decided": False}, "2020-05-01", "proposed"),
    ],
)
def test_an_entry_holds_from_its_first_day_through_its_last(changes, on_day, how):
    assert standing(entry(**changes), day(on_day)) == how
    assert how in STANDINGS


def test_an_entry_for_the_owners_own_people_is_nobody_elses():
    assert open_to(entry(**OWN), frozenset({"52500103000000027E"}))
    assert not open_to(entry(**OWN), frozenset({"91520000000000019A"}))


ONLINE = {"particulars": {"platform_code": "P-1"}}


@pytest.mark.parametrize(
    ("changes", "found", "said"),
    [
        ({"starts_on": day("2020-06-30")}, (ENTRY,), []),
        ({"starts_on": day("2020-07-01")}, (ENTRY,), ["catalogue_expired"]),
        ({"starts_on": day("2020-04-09")}, (ENTRY,), ["catalogue_not_yet"]),
        ({}, (entry(ended_on=day("2020-05-01")),), ["catalogue_ended"]),
        ({}, (entry(decided=False),), ["catalogue_proposed"]),
        ({}, (), ["catalogue_missing"]),
        # A newer entry of the same code stands in for one that has run out.
        ({"starts_on": day("2020-07-01")}, (ENTRY, entry(valid_to=day("2021-06-30"))), []),
        ({}, (entry(**OWN),), ["catalogue_not_for_you"]),
    ],
)
def test_what_a_class_is_held_on_must_be_valid_on_its_first_day(changes, found, said):
    asked = request(**{**ONLINE, **changes})
    told = codes(asked, on("platform"), listed={"platform": found})
    assert told == [("platform_code", code) for code in said]


def test_an_online_class_names_a_platform_or_a_course():
    both = on("platform", "course")
    assert codes(request(), both) == [("platform_code", "catalogue_required")]
    course = request(particulars={"course_code": "K-1"})
    assert codes(course, both, listed={"course": (entry(kind="course"),)}) == []


def test_a_class_without_online_lessons_needs_neither():
    offline = request(lessons=())
    assert codes(offline, on("platform", "course")) == []


def test_only_what_trains_as_a_school_is_looked_up_as_an_institution():
    own = frozenset({"52500103000000027E"})
    school = request(applicant_type="school", lessons=())
    listed = {"institution": (entry(**OWN, kind="institution"),)}
    assert codes(school, on("institution"), bodies=own) == [("applicant_type", "catalogue_missing")]
    assert codes(school, on("institution"), bodies=own, listed=listed) == []
    assert codes(request(lessons=()), on("institution"), bodies=own) == []


def test_a_trade_outside_the_catalogue_is_told():
    told = codes(request(lessons=()), on("specialty"))
    assert told == [("specialty_code", "catalogue_missing")]


def test_where_no_rule_asks_nothing_is_looked_up():
    assert codes(request(), {}) == []


def test_what_the_document_itself_names_needs_no_decision():
    (found,) = read_catalogue([NAMED])
    assert (found.listed.code, found.clause, found.is_free) == ("P-1", "XX-02", False)
    assert standing(found.listed, day("2030-01-01")) == "valid"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "school"}, "kind"),
        ({"origin": "moon"}, "origin"),
        ({"name": {"zh": "云"}}, "zh"),
        ({"until": "2020-06-30"}, "until"),
        ({"clause": ""}, "source"),
        ({"source": "somebody"}, "default"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_an_entry_that_cannot_be_read_is_told_by_its_code(changes, said):
    (told,) = problems([{**NAMED, **changes}])
    assert "P-1" in told
    assert said in told


def test_entries_are_tables_with_their_names_and_stand_once():
    assert list(problems({})) != []
    assert len(list(problems([{}]))) > 1
    assert list(problems([NAMED])) == []
    assert len(list(problems([NAMED, NAMED]))) == 1
