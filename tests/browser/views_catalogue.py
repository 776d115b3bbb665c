"""The catalogues: the list, an entry proposed, decided on, refused, and a form left half empty."""

from collections.abc import Callable

from sqlalchemy import select

from service.records.catalogue import CatalogueEntry
from tests.browser.acting import fill
from tests.browser.staging import Stage, View


def entry(code: str) -> Callable[[Stage], str]:
    """The page of the entry of that code."""

    def path(stage: Stage) -> str:
        found = stage.session.scalar(select(CatalogueEntry.id).where(CatalogueEntry.code == code))
        stage.session.rollback()
        assert found, code
        return f"/catalogue/{found}"

    return path


CATALOGUE = (
    View("catalogue", "clerk-1", "/catalogue", "两目录一系统：人人可查", "Everybody reads it"),
    View(
        "catalogue-narrowed",
        "city",
        "/catalogue?kind=platform&standing=expired",
        "目录：已到期的平台",
        "Platforms whose evaluation has expired",
    ),
    View(
        "catalogue-of-document",
        "auditor",
        "/catalogue?place=guizhou",
        "目录：文件自己列名的平台",
        "Platforms that the document itself names",
    ),
    View(
        "catalogue-nothing",
        "auditor",
        "/catalogue?q=没有这个平台",
        "目录：没有查到",
        "Nothing in the catalogue answers",
    ),
    View("catalogue-new", "city", "/catalogue/new", "登记条目", "Enter an entry"),
    View(
        "catalogue-new-refused",
        "city",
        "/catalogue/new",
        "没有写全",
        "Not everything was said",
        fill({"kind": "course", "code": "KC-9"}),
    ),
    View(
        "catalogue-decide",
        "city-2",
        entry("PT-003"),
        "由另一人确定",
        "Another person decides",
    ),
    View(
        "catalogue-decide-refused",
        "city",
        entry("PT-003"),
        "登记的人不能又来确定",
        "Who entered it does not decide",
        fill({"decision_no": "1"}),
    ),
    View(
        "catalogue-entry",
        "city-2",
        entry("PT-001"),
        "有效的条目：延长或移出",
        "A valid entry: extend or remove it",
    ),
)
