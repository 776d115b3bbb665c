"""Files on a form's page: kept at once, refused in words, shown only to those who may see."""

from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy import select

from service.commands.examples import read_example
from service.commands.papers.cabinet import Cabinet, cabinet, use_cabinet
from service.domain.document import Limits
from service.records import Document, SecurityEntry
from service.records.storage import Folder
from tests.front_office import EXAMPLES, Story
from tests.papers import PAPERS, pdf, picture, workbook
from tests.web.reading import read

LIMIT = 200_000
OF = "/cases/{}/steps/{}"


@pytest.fixture
def fixing(office):
    """A case whose account has to be mended, with a proof."""
    example = read_example(EXAMPLES / "payment-returned.toml")
    done = tuple(scene for scene in example.scenes if scene.refused is None)
    story = Story(office, replace(example, scenes=done))
    story.open()
    use_cabinet(Cabinet(Folder(PAPERS), Limits(most_bytes=LIMIT)))
    return story.tell(until="account_fix")


@pytest.fixture
def clerk(fixing):
    return fixing.office.browser("institution")


@pytest.fixture
def form(fixing):
    return OF.format(fixing.number, fixing.step("account_fix").key)


def chosen(content, name="开户许可证.pdf"):
    return {"_file-proof": (BytesIO(content), name)}


def filled(clerk, form, **changes):
    page = read(clerk.get(form))
    hidden = {n: v for n, v in page.fields.items() if n.startswith("_") and "file" not in n}
    account = {"payee_bank": "中国银行", "payee_account": "6217000000000000020"}
    return {**account, **hidden, **changes}


def documents(fixing):
    with fixing.office.records() as session:
        return list(session.scalars(select(Document).order_by(Document.id)))


def test_a_chosen_file_survives_a_mistake_elsewhere_and_is_handed_in(fixing, clerk, form):
    data = filled(clerk, form, payee_account="62")
    wrong = clerk.post(form, data={**data, **chosen(pdf())})
    reference = read(wrong).fields["proof"]
    assert wrong.status_code == 422
    assert "开户许可证.pdf" in wrong.text
    right = clerk.post(form, data={**filled(clerk, form), "proof": reference})
    assert right.status_code == 303, read(right).words
    assert [one.handed_in_seq is not None for one in documents(fixing)] == [True]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"MZ\x90\0%PDF-1.7", "承诺书.pdf", "可执行程序"),
        (pdf(script="x"), "a.pdf", "带有脚本"),
        (pdf(), "a.xlsx", "内容却是 PDF"),
        (b"", "a.pdf", "文件是空的"),
        (b"%PDF-1.7" + b"\0" * LIMIT, "a.pdf", "文件超过"),
    ],
)
def test_a_bad_file_is_told_beside_its_field_and_nothing_typed_is_lost(
    fixing, clerk, form, content, name, words
):
    answer = clerk.post(form, data={**filled(clerk, form), **chosen(content, name)})
    page = read(answer)
    assert answer.status_code == 422
    assert words in page.words
    assert "#f-proof" in page.links
    assert page.fields["payee_bank"] == "中国银行"
    assert documents(fixing) == []


def test_far_too_large_a_file_loses_nothing_that_was_typed(fixing, clerk, form):
    huge = chosen(b"%PDF-1.7" + b"\0" * 2 * LIMIT)
    answer = clerk.post(form, data={**filled(clerk, form), **huge})
    assert answer.status_code == 422
    assert read(answer).fields["payee_account"] == "6217000000000000020"


def test_more_than_any_form_needs_is_refused_unread(clerk, form):
    kind = "multipart/form-data; boundary=x"
    length = str(500 * 1024 * 1024)
    answer = clerk.post(form, content_type=kind, environ_overrides={"CONTENT_LENGTH": length})
    assert answer.status_code == 413
    assert "压缩文件或分次上传" in answer.text


def test_a_file_is_removed_without_script(clerk, form):
    sent = clerk.post(form, data={**filled(clerk, form), **chosen(pdf()), "send-documents": "1"})
    reference = read(sent).fields["proof"]
    drop = {"proof": reference, "drop-document": f"proof:{reference}"}
    page = clerk.post(form, data={**filled(clerk, form), **drop})
    assert page.status_code == 200
    assert "proof" not in read(page).fields


def test_a_name_with_a_path_leads_nowhere(fixing, clerk, form):
    data = {**filled(clerk, form), **chosen(pdf(), "../../etc/许可\u202e.pdf")}
    assert clerk.post(form, data=data).status_code == 303
    assert documents(fixing)[0].name == "许可.pdf"


def test_the_same_file_twice_is_kept_once(fixing, clerk, form):
    for _ in range(2):
        clerk.post(form, data={**filled(clerk, form, payee_account="1"), **chosen(pdf())})
    assert len(documents(fixing)) == 1


def test_a_storage_out_of_reach_keeps_the_form_and_writes_nothing(fixing, clerk, form, tmp_path):
    (tmp_path / "no-folder").touch()
    before = cabinet()
    use_cabinet(Cabinet(Folder(tmp_path / "no-folder"), Limits()))
    answer = clerk.post(form, data={**filled(clerk, form), **chosen(pdf())})
    use_cabinet(before)
    assert answer.status_code == 503
    assert read(answer).fields["payee_bank"] == "中国银行"
    assert documents(fixing) == []


@pytest.fixture
def proven(fixing, clerk, form):
    """The reference of a proof that was handed in."""

    def hand_in(content=None, name="许可证.pdf"):
        data = {**filled(clerk, form), **chosen(content or pdf(), name)}
        assert clerk.post(form, data=data).status_code == 303
        return f"/cases/{fixing.number}/documents/{documents(fixing)[-1].reference}"

    return hand_in


def test_a_document_is_listed_on_the_page_of_its_case(fixing, clerk, proven):
    path = proven()
    assert path in read(clerk.get(f"/cases/{fixing.number}")).links


def test_a_document_is_saved_with_its_name_and_can_do_nothing(fixing, clerk, proven):
    path = proven()
    answer = clerk.get(f"{path}/file")
    assert answer.data == pdf()
    assert "filename*=UTF-8''%E8%AE%B8" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_every_look_is_written_down(fixing, clerk, proven):
    path = proven()
    clerk.get(f"{path}/read").close()
    with fixing.office.records() as session:
        entries = session.scalars(
            select(SecurityEntry).where(SecurityEntry.act == "document_opened")
        )
        assert [entry.about["case"] for entry in entries] == [fixing.number]


@pytest.mark.parametrize("which", ["", "/file", "/read", "/picture"])
def test_another_institutions_document_does_not_exist(fixing, proven, which):
    path = proven()
    assert fixing.office.browser("other_institution").get(path + which).status_code == 404
    other = path.rpartition("/")[0] + "/d-999"
    assert fixing.office.browser("institution").get(other + which).status_code == 404


def test_what_is_not_handed_in_is_its_own_offices_alone(fixing, clerk, form):
    clerk.post(form, data={**filled(clerk, form, payee_account="1"), **chosen(pdf())})
    path = f"/cases/{fixing.number}/documents/{documents(fixing)[0].reference}"
    assert clerk.get(path).status_code == 200
    assert fixing.office.browser("county_reviewer").get(path).status_code == 404


def test_pictures_and_workbooks_are_previewed(fixing, clerk, proven):
    path = proven(picture("JPEG", comment=b"SECRET"), "照片.jpg")
    assert f"{path}/picture" in clerk.get(path).text
    shown = clerk.get(f"{path}/picture")
    assert shown.mimetype == "image/png"
    assert b"SECRET" not in shown.data


def test_a_workbook_is_shown_as_a_table(clerk, proven):
    assert "第 1 行" in clerk.get(proven(workbook(), "表.xlsx")).text


@pytest.mark.parametrize("spoil", [lambda path: path.unlink(), lambda path: path.write_bytes(b"?")])
def test_a_document_altered_in_the_storage_is_not_shown(fixing, clerk, proven, spoil):
    path = proven()
    key = documents(fixing)[0].storage_key
    spoil(PAPERS / str(key)[:2] / str(key)[2:4] / str(key))
    answer = clerk.get(f"{path}/file")
    assert answer.status_code == 500
    assert "与登记的指纹不符" in answer.text
