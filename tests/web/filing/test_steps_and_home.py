"""The request in steps, a roster taken over from a file, and the institution's own desk."""

import io

from service.commands.sheets.writing_sheet import workbook
from tests.web.filing.test_reading_table import GOOD, HEADINGS
from tests.web.reading import flattened, read


def press(clerk, form, go, part, **typed):
    return clerk.post(form, data={**typed, "go": go, "_part": part}, follow_redirects=True)


def upload(clerk, form, rows, headings=HEADINGS):
    file = (io.BytesIO(workbook("花名册", headings, rows)), "roster.xlsx")
    data = {"_sheet-roster": file, "read-sheet": "roster", "_part": "learners"}
    return clerk.post(form, data=data, content_type="multipart/form-data", follow_redirects=True)


def test_the_first_page_asks_for_its_own_part_only(clerk, form):
    page = read(clerk.get(form))
    assert "class_name" in page.fields
    assert "mobile" not in page.fields


def test_next_keeps_what_was_typed_and_says_what_is_wrong_here_only(clerk, form):
    page = press(clerk, form, "next", "hours", total_hours="十")
    assert "f-total_hours-problem" in page.text
    assert "班级名称" not in page.text.partition('id="problems"')[2].partition("</div>")[0]
    assert "先填后面的" in page.text
    assert read(press(clerk, form, "skip", "hours", total_hours="十")).fields["_part"] == "conduct"
    assert read(clerk.get(f"{form}?part=hours")).fields["total_hours"] == "十"


def test_what_stands_in_the_form_beforehand_needs_no_correction(clerk, form):
    page = clerk.get(f"{form}?part=check").text
    assert "向学员收费（元／人）」" not in page


def test_any_part_may_come_first(clerk, form):
    press(clerk, form, "to:money", "class", class_name="甲")
    page = press(clerk, form, "back", "money", payee_name="乙")
    assert read(page).fields["_part"] == "conduct"
    assert read(clerk.get(f"{form}?part=money")).fields["payee_name"] == "乙"


def test_the_last_page_shows_everything_and_links_to_every_problem(clerk, story, form):
    data = flattened({**story.answers(0), "mobile": "123"})
    press(clerk, form, "save", "whole", **data)
    page = clerk.get(f"{form}?part=check")
    assert f"{form}?part=time#f-mobile" in read(page).links
    assert story.answers(0)["roster"][0]["id_no"] not in page.text
    refused = clerk.post(form, data={"_part": "check", "_version": "1"})
    assert refused.status_code == 422
    assert f"{form}?part=time#f-mobile" in read(refused).links


def test_an_upload_is_shown_masked_and_only_then_taken_over(clerk, form):
    page = upload(clerk, form, [GOOD])
    assert "读出 1 行" in page.text
    assert GOOD[1] not in page.text
    assert "roster-0-name" not in read(page).fields
    taken = clerk.post(
        form, data={"adopt": "replace:roster", "_part": "learners"}, follow_redirects=True
    )
    assert read(taken).fields["roster-0-id_no"] == GOOD[1]


def test_a_file_with_one_mistake_gives_nothing_and_a_list_to_download(clerk, form):
    page = upload(clerk, form, [GOOD, ["李", "1", "职工", "1"]])
    assert "一行也没有读入" in page.text
    clerk.post(form, data={"adopt": "replace:roster", "_part": "learners"})
    assert "roster-0-name" not in read(clerk.get(f"{form}?part=learners")).fields


def test_the_template_of_every_table_reads_back_as_its_table(clerk, form):
    upload(clerk, form, [["李", "1", "职工", "1"]])
    for asked in ("template=roster", "template=lessons", "faults=roster"):
        answer = clerk.get(f"{form}?{asked}")
        assert answer.data.startswith(b"PK")
        # A name in Chinese goes out in the letters of a header, or the server sends nothing.
        assert answer.headers["Content-Disposition"].isascii()
    assert clerk.get(f"{form}?template=nothing").status_code == 200


def test_the_timetable_adds_up_with_the_next_page(clerk, story, form):
    press(clerk, form, "save", "whole", **flattened(story.answers(0)))
    page = clerk.get(f"{form}?part=plan").text
    assert page.count(">一致<") == 5


def test_the_desk_says_what_is_asked_where_cases_stand_and_where_the_money_is(story, clerk):
    story.tell()
    page = clerk.get("/").text
    assert "办结" in page
    assert "预拨：已到账" in page
    assert "人民币" in page


def test_a_correction_stands_on_top_with_its_reason_and_beside_its_field(story, clerk):
    story.tell(until="opening_accept")
    step = story.step("opening_accept")
    told = {
        "decision": "correction",
        "defects-0-field": "培训地点",
        "defects-0-reason": "写明门牌号。",
    }
    path = f"/cases/{story.number}/steps/{step.key}"
    story.office.browser("county_reviewer").post(path, data={**told, "_version": step.version})
    assert "培训地点：写明门牌号。" in clerk.get("/").text
    again = f"/cases/{story.number}/steps/{story.step('opening_correct').key}"
    page = clerk.get(again).text
    assert "办理机关要求补正：写明门牌号。" in page
    assert f'<a href="{again}?part=time#f-site">去修改</a>' in page
    assert "各部分都已填好" not in page
    assert "办理机关要求补正：写明门牌号。" in clerk.get(f"{again}?part=time").text
