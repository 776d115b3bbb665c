"""A folder becomes a bundle: its own files, the shared ones it can reach, one hash."""

import pytest

from tests.workflows.desk import DIAGRAMS
from tests.workflows.driver import answers
from workflows import BadDiagram, BadTable, Bundle, Unreadable, decide, jurisdictions, read_folder

TABLE = (
    b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"><decision id="d">'
    b'<decisionTable><input><inputExpression><text>kind</text></inputExpression></input>'
    b'<output name="ok"/><rule id="r1"><description>clause=CQ-1</description>'
    b"<inputEntry><text>-</text></inputEntry><outputEntry><text>true</text></outputEntry></rule>"
    b"</decisionTable></decision></definitions>"
)  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    """A place whose `whole` calls, through `running`, two of three shared fragments."""
    shared, own = tmp_path / "_shared", tmp_path / "somewhere"
    for name in ("running", "training", "instalment", "correction"):
        _put(shared / f"{name}.bpmn", (DIAGRAMS / f"{name}.bpmn").read_bytes())
    for form in ("pay", "accept", "withdraw"):
        _put(shared / "forms" / f"{form}.toml", f'title = "shared {form}"'.encode())
    _put(shared / "texts" / "correction_asked.toml", b'zh = "a"')
    _put(shared / "texts" / "payment_instructed.toml", b'zh = "b"')
    _put(own / "whole.bpmn", (DIAGRAMS / "whole.bpmn").read_bytes())
    _put(own / "policy.toml", b"[jurisdiction]\ncode = 'x'")
    _put(own / "forms" / "pay.toml", b'title = "own pay"')
    _put(own / "examples" / "first.toml", b"")
    _put(own / "rate.dmn", TABLE)
    return own


def _put(path, raw):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


def test_a_bundle_holds_the_fragments_it_calls_and_no_others(folder):
    assert read_folder(folder).processes == ("instalment", "running", "training", "whole")


def test_a_form_or_text_of_a_fragment_not_called_is_left_out(folder):
    bundle = read_folder(folder)
    assert sorted(bundle.forms) == ["pay", "withdraw"]
    assert sorted(bundle.texts) == ["payment_instructed"]


def test_examples_are_no_part_of_a_bundle(folder):
    assert not any("examples" in name for name in read_folder(folder).files)


def test_the_own_form_wins_over_the_shared_one(folder):
    assert read_folder(folder).forms["pay"] == {"title": "own pay"}


def test_an_own_diagram_wins_over_the_shared_one(folder):
    _put(folder / "running.bpmn", (DIAGRAMS / "running.bpmn").read_bytes())
    assert "_shared/running.bpmn" not in read_folder(folder).files


def test_the_policy_is_read(folder):
    assert read_folder(folder).policy["jurisdiction"] == {"code": "x"}


def test_a_policy_that_cannot_be_read_says_so(folder):
    _put(folder / "policy.toml", b"= broken")
    with pytest.raises(Unreadable, match="policy"):
        _ = read_folder(folder).policy


def test_the_same_content_has_the_same_hash_and_another_has_not(folder):
    before = read_folder(folder).hash
    assert read_folder(folder).hash == before
    _put(folder / "policy.toml", b"[jurisdiction]\ncode = 'y'")
    assert read_folder(folder).hash != before


def test_a_shared_fragment_not_called_does_not_change_the_hash(folder):
    before = read_folder(folder).hash
    fragment = folder.parent / "_shared" / "correction.bpmn"
    fragment.write_bytes(fragment.read_bytes() + b"<!-- changed -->")
    assert read_folder(folder).hash == before


def test_a_bundle_is_stored_and_read_back(folder):
    bundle = read_folder(folder)
    again = Bundle.from_bytes(bundle.to_bytes())
    assert (again.hash, again.jurisdiction) == (bundle.hash, "somewhere")
    assert again.processes == bundle.processes


@pytest.mark.parametrize("raw", [b"", b"\x02", b"\x01x", b"\x01"])
def test_what_is_no_bundle_is_refused(raw):
    with pytest.raises(Unreadable):
        Bundle.from_bytes(raw)


def test_a_process_is_parsed_once_for_each_content(folder):
    bundle = read_folder(folder)
    again = Bundle.from_bytes(bundle.to_bytes())
    assert bundle.definition("whole") is again.definition("whole")


def test_a_change_of_numbers_does_not_parse_the_diagrams_again(folder):
    before = read_folder(folder).definition("whole")
    _put(folder / "policy.toml", b"[jurisdiction]\ncode = 'y'")
    assert read_folder(folder).definition("whole") is before


def test_an_unknown_process_is_refused(folder):
    with pytest.raises(BadDiagram, match="no such process"):
        read_folder(folder).definition("nowhere")


def test_a_broken_diagram_is_refused_when_it_is_asked_for(folder):
    _put(folder / "other.bpmn", b"<broken")
    with pytest.raises(BadDiagram, match=r"other\.bpmn"):
        read_folder(folder).definition("whole")


def test_a_table_of_the_bundle_decides(folder):
    bundle = read_folder(folder)
    found = decide(bundle, "rate", facts=answers({"kind": "any"}))
    assert (bundle.tables, found.ok, found.clause) == (("rate",), True, "CQ-1")


def test_a_table_that_is_not_there_is_refused(folder):
    with pytest.raises(BadTable, match="no such table"):
        decide(read_folder(folder), "nowhere", facts=answers({}))


def test_chongqing_is_a_jurisdiction_because_it_has_a_policy():
    assert "chongqing" in jurisdictions()
    assert "_shared" not in jurisdictions()
