"""The case bundle over the API: by whom, with what, and each taking written down."""

import pytest

from service.commands.papers.bundle_check import check_bundle
from service.domain import case_bundle as parts
from service.records.history import history_of
from service.records.security import entries_after
from tests.web.test_bundle import contents


@pytest.fixture
def running(story):
    return story.tell(until="completion_submit")


def take(story, who="auditor", asked=""):
    return story.office.call(who, "GET", f"/cases/{story.number}/bundle{asked}")


def test_the_auditor_takes_a_bundle_that_fits(running, tmp_path):
    answer, path = take(running), tmp_path / "case.zip"
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    path.write_bytes(answer.data)
    found = check_bundle(path)
    assert found.wrong == ()
    assert found.manifest == answer.headers["X-Kaiban-Manifest"]
    assert not [name for name in contents(path) if name.startswith(parts.DOCUMENTS)]


def test_each_taking_is_in_the_history_and_in_the_security_log(running):
    case_id = running.case().id
    assert take(running).status_code == take(running).status_code == 200
    with running.office.records() as session:
        orders = [row.order for row in history_of(session, case_id)]
        noted = [row.act for row in entries_after(session, 0)]
    assert orders.count("TakeBundle") == noted.count("bundle_downloaded") == 2


def test_documents_come_along_for_a_reason_only(running):
    assert take(running, asked="?documents=yes").status_code == 422
    assert take(running, asked="?documents=yes&reason=curiosity").status_code == 422
    assert take(running, asked="?documents=yes&reason=audit").status_code == 200


@pytest.mark.parametrize(
    ("who", "status"),
    [("county_head", 200), ("institution", 403), ("finance_payer", 403), ("policy_admin", 404)],
)
def test_it_is_for_auditors_and_the_head(running, who, status):
    assert take(running, who).status_code == status
