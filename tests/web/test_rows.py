"""Long tables: rows added by ten, pasted from a spreadsheet, filled down; nothing typed is lost."""

from datetime import timedelta

import pytest

from forms import read_form
from service.records.demo import shift_seconds
from service.web.rows import Row, merged
from tests.web.reading import read
from workflows import jurisdictions, read_folder

PEOPLE = (
    "姓名\t身份证号\t人员类别\t手机\t与企业的关系\n王小明\t510123199001011030\t企业职工\t138\t{}"
)


@pytest.fixture
def clerk(story):
    return story.office.browser("institution")


@pytest.fixture
def form(story):
    return f"/cases/{story.number}/steps/{story.step('opening_fill').key}"


def paste(clerk, form, text, **typed):
    return clerk.post(form, data={"_paste-roster": text, "paste-rows": "roster", **typed})


def test_ten_rows_are_added_at_once(clerk, form):
    page = read(clerk.post(form, data={"class_name": "电工班", "add-rows": "roster"}))
    assert "roster-9-name" in page.fields
    assert page.fields["class_name"] == "电工班"


def test_pasted_rows_stand_in_the_table_with_choices_by_their_words(clerk, form):
    page = read(paste(clerk, form, PEOPLE.format("建立劳动关系"), **{"roster-0-name": "李"}))
    assert page.fields["roster-0-name"] == "李"
    assert page.fields["roster-1-name"] == "王小明"
    assert page.fields["roster-1-relation"] == "labour"


def test_every_fault_of_a_pasted_row_is_told_by_row_and_column(clerk, form):
    answer = paste(clerk, form, PEOPLE.format("亲戚"))
    page = read(answer)
    assert {"#f-roster-0-id_no", "#f-roster-0-phone", "#f-roster-0-relation"} <= set(page.links)
    assert page.fields["roster-0-relation"] == "亲戚"
    assert "#f-class_name" not in page.links


def test_what_was_pasted_is_never_handed_in_unseen(story, clerk, form):
    answer = clerk.post(form, data={"_paste-roster": PEOPLE.format("")})
    assert "粘贴的行已填入表格" in answer.text
    assert story.step("opening_fill")


def test_pasted_scores_find_their_learner_by_line(story):
    story.tell(until="score_enter")
    path = f"/cases/{story.number}/steps/{story.step('score_enter').key}"
    data = {"scores-0-line": "1", "scores-1-line": "2", "_paste-scores": "2\t82\t85\t是"}
    page = read(story.office.browser("assessor").post(path, data=data))
    assert page.fields["scores-0-theory"] == ""
    assert page.fields["scores-1-theory"] == "82"
    assert page.fields["scores-1-passed"] == "true"


def test_the_first_row_fills_empty_cells_below_but_no_names(clerk, form):
    typed = {"roster-0-name": "王", "roster-0-category": "农民工", "roster-1-name": "李"}
    page = read(clerk.post(form, data={**typed, "fill-down": "roster"}))
    assert page.fields["roster-1-category"] == "农民工"
    assert page.fields["roster-1-name"] == "李"


def test_learners_nothing_was_typed_for_are_left_out_of_a_learning_batch(story):
    story.tell(until="completion_submit")
    path = f"/cases/{story.number}/orders/record-learning"
    records = {f"records-0-{name}": "9" for name in ("minutes", "face_checks", "random_checks")}
    typed = {
        "batch_ref": "b-2",
        "records-0-line": "3",
        "records-1-line": "4",
        "records-0-images": 1,
    }
    answer = story.office.browser("platform").post(path, data={**typed, **records})
    assert answer.status_code == 303, read(answer).words


def test_what_is_already_known_is_not_asked_again(story):
    story.tell(until="opening_approve")
    approve = f"/cases/{story.number}/steps/{story.step('opening_approve').key}"
    asked = read(story.office.browser("county_approver").get(approve)).fields
    assert asked["approved_heads"] == "40"


def test_the_bank_result_knows_the_payment_it_is_about(story):
    for at in range(7):
        story.play(at)
    path = f"/cases/{story.number}/orders/record-bank-result"
    asked = read(story.office.browser("finance_payer").get(path)).fields
    assert (asked["voucher_no"], asked["amount"]) == ("PZ-2020-000101", "30000.00")


def test_the_same_button_pressed_twice_moves_time_once(office):
    browser = office.browser("auditor")
    pressed = {"by": "day", "_key": "k" * 24}
    shifts = []
    for _ in range(2):
        assert browser.post("/demo/time", data=pressed).status_code == 303
        office.clock.at += timedelta(days=1)
        with office.records() as session:
            shifts.append(shift_seconds(session))
    assert shifts[0] == shifts[1]


def test_a_correction_begins_with_what_was_handed_in(story):
    story.tell(until="opening_accept")
    path = f"/cases/{story.number}/steps/{story.step('opening_accept').key}"
    told = {"decision": "correction", "defects-0-field": "场地", "defects-0-reason": "写明门牌号。"}
    version = {"_version": story.step("opening_accept").version}
    story.office.browser("county_reviewer").post(path, data={**told, **version})
    again = f"/cases/{story.number}/steps/{story.step('opening_correct').key}"
    answer = story.office.browser("institution").get(f"{again}?part=whole")
    typed = read(answer).fields
    assert typed["roster-39-id_no"] == story.answers(0)["roster"][39]["id_no"]
    assert "写明门牌号。" in answer.text


def test_what_was_filled_in_beforehand_does_not_stand_in_another_decisions_way(story):
    story.tell(until="opening_approve")
    step = story.step("opening_approve")
    path = f"/cases/{story.number}/steps/{step.key}"
    browser = story.office.browser("county_approver")
    asked = read(browser.get(path)).fields
    kept = {n: v for n, v in asked.items() if n in ("_version", "approved_heads")}
    typed = {**kept, "decision": "return_to_reviewer", "opinion": "请再核对场地。"}
    assert browser.post(path, data=typed).status_code == 303
    assert story.step("opening_accept")


def test_somebody_pasted_on_two_rows_keeps_both_and_pasting_again_adds_none():
    book = read_folder(jurisdictions()["guizhou"])
    table = read_form(book.forms["submit_evidence"]).field("spells")
    spells: list[Row] = [{"line": "1", "employer": "甲厂"}, {"line": "1", "employer": "乙厂"}]
    assert table
    assert merged(table, [], spells) == spells
    assert merged(table, spells, spells) == spells
