"""A virus check on a real line: what is infected or cannot be checked is told beside its field."""

import socketserver
import threading
from dataclasses import replace

import pytest
from sqlalchemy import select

from service.commands.papers.cabinet import cabinet, use_cabinet
from service.commands.papers.virus_scan import Clamd
from service.records import SecurityEntry
from tests.commands.test_virus_scan import Daemon
from tests.kept import folder_of, keys
from tests.papers import pdf
from tests.web.reading import read
from tests.web.test_documents import chosen, clerk, documents, filled, fixing, form

__all__ = ["clerk", "fixing", "form"]
NOBODY_THERE = "127.0.0.1:9"


@pytest.fixture
def folder(fixing, tmp_path):
    return folder_of(tmp_path)


@pytest.fixture
def clamd(folder, monkeypatch):
    """A daemon that knows one virus by a word in a paper's title."""
    monkeypatch.setattr("tests.commands.test_virus_scan.EICAR", b"VIRUS")
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Daemon) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        watched_by(f"127.0.0.1:{server.server_address[1]}")
        yield server
        server.shutdown()


def watched_by(address, *, take_unscanned=False):
    scanner = Clamd(address)
    use_cabinet(replace(cabinet(), scanner=scanner, take_unscanned=take_unscanned))


def send(clerk, form, title):
    return clerk.post(form, data={**filled(clerk, form), **chosen(pdf(title))})


def noted(fixing):
    with fixing.office.records() as session:
        told = SecurityEntry.act.like("document%")
        return list(session.scalars(select(SecurityEntry).where(told)))


@pytest.mark.usefixtures("clamd")
def test_an_infected_paper_is_refused_beside_its_field_and_noted(fixing, clerk, form, folder):
    answer = send(clerk, form, "VIRUS")
    page = read(answer)
    assert (answer.status_code, "#f-proof" in page.links) == (422, True)
    assert "病毒" in page.words
    assert page.fields["payee_bank"] == "中国银行"
    assert (documents(fixing), keys(folder)) == ([], set())
    (entry,) = noted(fixing)
    assert (entry.act, entry.about) == (
        "document_infected",
        {"signature": "Eicar-Test-Signature"},
    )


@pytest.mark.usefixtures("clamd")
def test_a_paper_that_was_checked_is_kept_as_checked(fixing, clerk, form):
    assert send(clerk, form, "honest").status_code == 303
    assert [row.scan for row in documents(fixing)] == ["clean"]


@pytest.mark.usefixtures("folder")
def test_while_the_daemon_is_down_nothing_is_taken_and_nothing_lost(fixing, clerk, form):
    watched_by(NOBODY_THERE)
    answer = send(clerk, form, "honest")
    assert answer.status_code == 422
    assert read(answer).fields["payee_bank"] == "中国银行"
    assert documents(fixing) == []


@pytest.mark.usefixtures("folder")
def test_where_the_house_chose_so_it_is_taken_unchecked_and_noted(fixing, clerk, form):
    watched_by(NOBODY_THERE, take_unscanned=True)
    assert send(clerk, form, "honest").status_code == 303
    assert [row.scan for row in documents(fixing)] == ["unscanned"]
    assert [entry.act for entry in noted(fixing)] == ["document_unscanned"]


@pytest.mark.usefixtures("clamd")
def test_over_the_api_an_infected_paper_is_a_problem_of_its_field(fixing, folder):
    step = fixing.step("account_fix").key
    content, name = chosen(pdf("VIRUS"))["_file-proof"]
    answer = fixing.office.call(
        "institution",
        "POST",
        f"/cases/{fixing.number}/documents",
        data={"step": step, "file": (content, name)},
    )
    assert answer.status_code == 422
    assert [one["code"] for one in answer.json["problems"]] == ["document_infected"]
    assert keys(folder) == set()
