"""A file is opened before it is kept: scripts, bombs, locks and halves are told."""

import zipfile
from io import BytesIO

import pytest

from service.commands.papers.document_checks import examine
from service.commands.papers.document_preview import scaled
from service.domain.document import Limits
from tests.papers import pdf, picture, with_part, workbook

SMALL = Limits(most_bytes=500_000, most_pixels=10_000, most_unpacked=100_000)
RELATION = b'<Relationships><Relationship Type="x/%b" TargetMode="External"/></Relationships>'
RELATIONS, LINKS = RELATION % b"oleObject", RELATION % b"hyperlink"


def codes(content, name=""):
    return [fault.code for fault in examine(BytesIO(content), name, SMALL)[1]]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(), "pdf"),
        (picture("JPEG"), "jpg"),
        (picture("PNG"), "png"),
        (workbook(), "xlsx"),
        (with_part(workbook(), "xl/worksheets/_rels/s.rels", LINKS), "xlsx"),
    ],
)
def test_an_honest_paper_passes(content, kind):
    assert examine(BytesIO(content), f"材料.{kind}", SMALL) == (kind, [])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "document_empty"),
        (pdf(script="app.alert(1)"), "document_active"),
        (pdf(inside=True), "document_active"),
        (pdf(password="1"), "document_locked"),
        (pdf(pages=False), "document_no_pages"),
        (pdf()[:200], "document_broken"),
        (picture("PNG")[:60], "document_broken"),
        (picture("JPEG", (90, 90))[:300], "document_broken"),
        (picture("JPEG", (200, 200)), "document_pixels"),
        (picture("PNG", (200, 200)), "document_pixels"),
        (b"MZ" + pdf(), "document_program"),
        (pdf() + workbook(), "document_two_kinds"),
        (workbook()[:-30], "document_broken"),
        (with_part(workbook(), "xl/vbaProject.bin", b"x"), "document_active"),
        (with_part(workbook(), "xl/embeddings/a.bin", b"x"), "document_active"),
        (with_part(workbook(), "xl/externalLinks/a.xml", b"x"), "document_outside"),
        (with_part(workbook(), "xl/_rels/a.rels", RELATIONS), "document_outside"),
        (with_part(workbook(), "xl/bomb.xml", b"0" * 200_000), "document_unpacked"),
    ],
)
def test_a_crooked_paper_is_refused(content, code):
    assert code in codes(content)


def test_a_letter_in_the_new_format_is_no_workbook():
    into = BytesIO()
    with zipfile.ZipFile(into, "w") as packed:
        packed.writestr("word/document.xml", "x")
    assert codes(into.getvalue()) == ["document_kind"]


def test_everything_wrong_is_told_at_once():
    assert codes(pdf(script="x", pages=False), "a.xlsx") == [
        "document_extension",
        "document_active",
        "document_no_pages",
    ]


def test_what_is_too_large_is_not_opened():
    assert codes(pdf(script="x") + b"\n" * 500_000) == ["document_too_large"]


@pytest.mark.parametrize("action", ["/Launch", "/SubmitForm", "/GoToE"])
def test_an_action_hidden_in_an_object_no_page_shows_is_found(action):
    crooked = pdf(script="x").replace(b"/JavaScript", action.encode()).replace(b"/JS", b"/XX")
    assert codes(crooked) == ["document_active"]


def test_a_preview_is_small_and_says_nothing_of_the_camera():
    shown = scaled([picture("JPEG", (3000, 1500), comment=b"GPS-SECRET")])
    assert shown.startswith(b"\x89PNG")
    assert b"SECRET" not in shown
