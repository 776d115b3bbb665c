"""The case bundle: whole, masked, checked without a database, and found when tampered with."""

import io
import json
import re
from hashlib import sha256
from zipfile import ZipFile

import pytest

from service.commands.papers.bundle_check import NoBundle, check_bundle
from service.domain import case_bundle as parts
from service.domain.history import entry_digest
from service.records.history import history_of
from service.records.security import entries_after
from tests.api.test_documents import confirm, send
from tests.front_office import Story, open_office
from tests.papers import picture


@pytest.fixture
def paid(story):
    return story.tell()


def take(story, role="auditor", **form):
    return story.office.browser(role).post(f"/cases/{story.number}/bundle.zip", data=form)


@pytest.fixture
def taken(paid, tmp_path):
    path = tmp_path / "bundle.zip"
    answer = take(paid)
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    path.write_bytes(answer.data)
    return path


# What becomes of a bundle outside has nothing to do with the database it was taken from.
OUTSIDE = pytest.mark.parametrize("filled_once", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def honest(filled_once):
    office = open_office(filled_once)
    answer = take(Story.of(office).tell())
    office.close()
    return answer.data


@pytest.fixture
def copy(honest, tmp_path):
    path = tmp_path / "bundle.zip"
    path.write_bytes(honest)
    return path


def contents(path):
    with ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def put_back(path, held):
    """As somebody who knows the format would: every digest of the manifest computed anew."""
    manifest = json.loads(held[parts.MANIFEST])
    for name, raw in held.items():
        if name != parts.MANIFEST:
            manifest["files"][name] = {"sha256": sha256(raw).hexdigest(), "bytes": len(raw)}
    held[parts.MANIFEST] = json.dumps(manifest).encode()
    with ZipFile(path, "w") as file:
        for name, raw in held.items():
            file.writestr(name, raw)


def test_an_honest_bundle_fits(taken):
    found = check_bundle(taken)
    assert found.wrong == ()
    assert {*parts.NEEDED, parts.DIAGRAM, *parts.PAGES.values()} <= contents(taken).keys()


def test_nobody_stands_in_it_in_clear(paid, taken):
    text = b"".join(contents(taken).values()).decode("utf-8", "ignore")
    request = paid.answers(0)
    people = {row[name] for row in request["roster"] for name in ("name", "id_no", "phone")}
    assert {word for word in people if word and word in text} == set()
    assert request["payee_account"] not in text


def test_taking_it_is_in_the_history_it_holds_and_in_the_security_log(paid, taken):
    last = json.loads(contents(taken)[parts.HISTORY].splitlines()[-1])["payload"]
    assert (last["order"], last["lane"]) == ("TakeBundle", None)
    with paid.office.records() as session:
        noted = [e for e in entries_after(session, 0) if e.act == "bundle_downloaded"]
    assert [entry.about["manifest"] for entry in noted] == [check_bundle(taken).manifest]


@pytest.mark.parametrize("role", ["county_head", "auditor"])
def test_head_and_auditor_take_it(paid, role):
    assert paid.office.browser(role).get(f"/cases/{paid.number}/bundle").status_code == 200
    assert take(paid, role).status_code == 200


@pytest.mark.parametrize("role", ["institution", "county_reviewer", "finance_payer"])
def test_nobody_else_takes_it(paid, role):
    assert paid.office.browser(role).get(f"/cases/{paid.number}/bundle").status_code == 403
    assert take(paid, role).status_code == 403
    case_id = paid.case().id
    with paid.office.records() as session:
        assert "TakeBundle" not in {row.order for row in history_of(session, case_id)}


@pytest.mark.parametrize("role", ["other_institution", "policy_admin"])
def test_who_may_not_see_the_case_finds_no_bundle(paid, role):
    assert take(paid, role).status_code == 404


def test_documents_come_along_for_a_reason_only(paid):
    assert take(paid, documents="yes").status_code == 422
    assert take(paid, documents="yes", reason="curiosity").status_code == 422
    assert take(paid, documents="yes", reason="audit").status_code == 200


@pytest.fixture
def with_papers(story, tmp_path):
    story.tell(until="class_confirm_start")
    papers = [send(story), send(story, content=picture(), name="教室.png")]
    assert confirm(story, *(one.json["reference"] for one in papers)).status_code == 200
    path = tmp_path / "papers.zip"
    path.write_bytes(take(story, documents="yes", reason="audit").data)
    return path


def papers_in(held):
    return [name for name in held if name.startswith(f"{parts.DOCUMENTS}/")]


def test_its_documents_are_those_that_were_handed_in(with_papers):
    assert check_bundle(with_papers).wrong == ()
    held = contents(with_papers)
    listed = json.loads(held[parts.MANIFEST])["documents"]
    assert len(papers_in(held)) == 2
    assert {one["sha256"] for one in listed} == {
        sha256(held[name]).hexdigest() for name in papers_in(held)
    }


def test_a_document_that_was_touched_is_named(with_papers):
    held = contents(with_papers)
    name = papers_in(held)[0]
    held[name] += b"~"
    with ZipFile(with_papers, "w") as file:
        for part, raw in held.items():
            file.writestr(part, raw)
    assert check_bundle(with_papers).wrong == (f"{name}: is not what the manifest says",)


def test_a_document_exchanged_with_its_digest_everywhere_is_told_by_the_history(with_papers):
    held = contents(with_papers)
    name = papers_in(held)[0]
    was = sha256(held[name]).hexdigest()
    held[name] = b"%PDF-1.4 another"
    now = sha256(held[name]).hexdigest()
    held[parts.MANIFEST] = held[parts.MANIFEST].replace(was.encode(), now.encode())
    put_back(with_papers, held)
    assert check_bundle(with_papers).wrong == (f"{name}: is not the document that was handed in",)


def test_a_document_left_out_of_the_list_is_missed(with_papers):
    held = contents(with_papers)
    name = papers_in(held)[0]
    manifest = json.loads(held[parts.MANIFEST])
    manifest["documents"] = [one for one in manifest["documents"] if one["file"] != name]
    held[parts.MANIFEST] = json.dumps(manifest).encode()
    put_back(with_papers, held)
    assert check_bundle(with_papers).wrong == (f"{name}: is not the document that was handed in",)


def test_taking_it_again_is_another_entry_and_still_fits(paid, taken, tmp_path):
    again = tmp_path / "again.zip"
    again.write_bytes(take(paid).data)
    assert check_bundle(again).wrong == ()
    assert check_bundle(again).entries == check_bundle(taken).entries + 1


def test_it_is_not_fetched_by_an_address(paid):
    assert paid.office.browser("auditor").get(f"/cases/{paid.number}/bundle.zip").status_code == 405


@OUTSIDE
@pytest.mark.parametrize("language", ["zh", "en"])
def test_its_page_reads_without_a_server_in_both_languages(copy, language):
    page = contents(copy)[parts.PAGES[language]].decode()
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?:https?:)?//?', page)
    assert {"zh": "拨付成功", "en": "payment made"}[language] in page


@OUTSIDE
@pytest.mark.parametrize(
    "part", [*parts.NEEDED, parts.DIAGRAM, *parts.PAGES.values()], ids=lambda one: one
)
def test_any_part_that_was_touched_is_named(copy, part):
    held = contents(copy)
    middle = len(held[part]) // 2
    held[part] = held[part][:middle] + b"~" + held[part][middle + 1 :]
    with ZipFile(copy, "w") as file:
        for name, raw in held.items():
            file.writestr(name, raw)
    assert check_bundle(copy).wrong == (f"{part}: is not what the manifest says",)


def changed_lane(held):
    rows = [json.loads(line) for line in held[parts.HISTORY].splitlines()]
    rows[2]["payload"]["lane"] = "county_head"
    held[parts.HISTORY] = b"\n".join(json.dumps(row).encode() for row in rows)


def chained_anew(held):
    """The forger computes the whole chain again: then its end is not the one of the case."""
    rows, head = [json.loads(line) for line in held[parts.HISTORY].splitlines()], ""
    rows[2]["payload"]["lane"] = "county_head"
    for row in rows:
        row["previous"], row["digest"] = head, entry_digest(head, row["payload"])
        head = row["digest"]
    held[parts.HISTORY] = b"\n".join(json.dumps(row).encode() for row in rows)


def last_gone(held):
    held[parts.HISTORY] = b"\n".join(held[parts.HISTORY].splitlines()[:-1])


def more_paid(held):
    rows = [json.loads(line) for line in held[parts.LEDGER].splitlines()]
    rows[1]["fen"] += 1
    held[parts.LEDGER] = b"\n".join(json.dumps(row).encode() for row in rows)


def other_table(held):
    held[parts.LEDGER_TABLE] = held[parts.LEDGER_TABLE].replace(b"3000000", b"3000001", 1)


def other_rule(held):
    name = next(name for name in held if name.endswith("policy.toml"))
    held[name] += b"\n# mine"


def rules_gone(held):
    for name in [name for name in held if name.startswith(parts.RULES)]:
        del held[name]
    manifest = json.loads(held[parts.MANIFEST])
    kept = {name: one for name, one in manifest["files"].items() if name in held}
    held[parts.MANIFEST] = json.dumps({**manifest, "files": kept}).encode()


@OUTSIDE
@pytest.mark.parametrize(
    ("forge", "said"),
    [
        (changed_lane, r"history\.jsonl: entry 3 does not fit the one before it"),
        (chained_anew, r"history\.jsonl: the last entries are missing"),
        (last_gone, r"history\.jsonl: the last entries are missing"),
        (more_paid, r"ledger\.jsonl: entry \d+ moves \d+ fen"),
        (other_table, r"ledger\.csv: does not say what"),
        (other_rule, r"rules: rule book \w+ is not what its hash says"),
        (rules_gone, r"rules: rule book \w+ is missing"),
    ],
)
def test_who_also_mends_the_manifest_is_found(copy, forge, said):
    held = contents(copy)
    forge(held)
    put_back(copy, held)
    assert re.match(said, check_bundle(copy).wrong[0])


@OUTSIDE
def test_a_part_added_or_doubled_is_found(copy):
    with ZipFile(copy, "a") as file:
        file.writestr("extra.txt", b"mine")
    assert check_bundle(copy).wrong == ("extra.txt: is not in the manifest",)


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"no zip at all"])
def test_what_is_no_bundle_is_said_to_be_none(tmp_path, raw):
    path = tmp_path / "x.zip"
    path.write_bytes(raw)
    with pytest.raises(NoBundle):
        check_bundle(path)


def test_a_zip_of_something_else_is_no_bundle(tmp_path):
    packed = io.BytesIO()
    with ZipFile(packed, "w") as file:
        file.writestr("readme.txt", "hello")
    path = tmp_path / "x.zip"
    path.write_bytes(packed.getvalue())
    with pytest.raises(NoBundle):
        check_bundle(path)
