"""The picture shows the way a case has walked and where it stands, and holds no code."""

from xml.etree import ElementTree as ET

import pytest

from tests.workflows.small_folder import folder
from workflows import BadDiagram
from workflows.drawing import draw
from workflows.jurisdictions import jurisdictions, read_folder
from workflows.symbols import INK, PLAIN, STANDING, WALKED, broken

SVG = "{http://www.w3.org/2000/svg}"
CHONGQING = read_folder(jurisdictions()["chongqing"])


def picture(process="cq_main", bundle=CHONGQING, **where):
    return ET.fromstring(draw(bundle, process, **where))


def shown(drawing, element):
    (found,) = [g for g in drawing.iter(f"{SVG}g") if g.get("data-element") == element]
    return found


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("process", CHONGQING.processes)
def test_every_element_of_every_diagram_is_drawn(process):
    raw = next(r for f, r in CHONGQING.files.items() if f.endswith(f"{process}.bpmn"))
    flows = raw.count(b"<bpmn:sequenceFlow ")
    drawing = picture(process)
    assert sum(g.get("data-flow") is not None for g in drawing.iter(f"{SVG}g")) == flows
    assert all(len(list(g)) > 1 for g in drawing.iter(f"{SVG}g") if g.get("data-element"))


@pytest.mark.parametrize("process", CHONGQING.processes)
def test_picture_holds_no_script_and_no_style(process):
    for element in picture(process, standing=["opening"]).iter():
        assert element.tag not in {f"{SVG}script", f"{SVG}style"}
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]


def test_open_step_stands_out_and_says_so():
    drawing = picture("class_opening", standing=["opening_accept"])
    group = shown(drawing, "opening_accept")
    assert "standing" in (group.get("class") or "")
    assert group.findtext(f"{SVG}title") == "受理核对（现在在这里）"
    assert "现在办到：受理核对" in (drawing.findtext(f"{SVG}desc") or "")


def strong(drawing):
    """The flows that are drawn as walked."""
    flows = [g for g in drawing.iter(f"{SVG}g") if g.get("data-flow")]
    lines = {g.get("data-flow"): next(g.iter(f"{SVG}path")) for g in flows}
    return {flow for flow, line in lines.items() if line.get("stroke") == WALKED.line}


def test_walked_way_is_drawn_strong():
    drawing = picture("class_opening", walked=["opening_start", "opening_fill"])
    assert strong(drawing) == {"flow_opening_start_opening_fill"}


HELD = "payment_start amount_gateway finance_review finance_gateway"


def test_a_turn_that_was_not_taken_is_not_drawn_strong():
    drawing = picture("payment", walked=HELD.split(), standing=["finance_pay"])
    assert "flow_finance_gateway_finance_pay" in strong(drawing)
    assert "flow_finance_gateway_finance_review" not in strong(drawing)


def test_a_turn_that_was_taken_is_drawn_strong():
    drawing = picture("payment", walked=HELD.split(), standing=["finance_review"])
    assert "flow_finance_gateway_finance_review" in strong(drawing)


def test_without_order_every_way_between_walked_elements_is_drawn_strong():
    drawing = picture("payment", walked=set(HELD.split()))
    assert "flow_finance_gateway_finance_review" in strong(drawing)


def test_a_join_was_reached_by_all_its_branches():
    passed = "both_begin completion advance_done both_done"
    assert strong(picture("cq_running", walked=passed.split())) >= {
        "flow_completion_both_done",
        "flow_advance_done_both_done",
    }


def test_a_call_stands_for_all_that_lies_inside_it():
    drawing = picture(walked=["opening/opening_fill"], standing=["running/advance/finance_review"])
    assert "walked" in (shown(drawing, "opening").get("class") or "")
    assert "standing" in (shown(drawing, "running").get("class") or "")


def test_a_fragment_called_twice_shows_each_of_its_lives():
    where = {"standing": ["running/advance/finance_pay"], "walked": ["final/finance_review"]}
    advance = picture("payment", path=("running", "advance"), **where)
    final = picture("payment", path=("final",), **where)
    assert "standing" in (shown(advance, "running/advance/finance_pay").get("class") or "")
    assert "standing" not in (shown(final, "final/finance_pay").get("class") or "")
    assert "walked" in (shown(final, "final/finance_review").get("class") or "")


def test_ids_are_unique_within_a_picture():
    ids = [e.get("id") for e in picture().iter() if e.get("id")]
    assert len(ids) == len(set(ids))


def test_names_are_escaped():
    bundle = folder(('name="Write"', 'name="&lt;script&gt;alert(1)&lt;/script&gt;"'))
    text = draw(bundle, "main")
    assert "<script" not in text
    assert "&lt;script" in text


def test_what_has_no_place_in_the_picture_is_left_out():
    bundle = folder(picture=[('bpmnElement="write"', 'bpmnElement="x"')])
    group = shown(picture("main", bundle), "write")
    assert [child.tag for child in group] == [f"{SVG}title"]


def test_events_are_told_apart():
    drawing = picture("recovery")
    insides = {
        each: [child.tag.removeprefix(SVG) for child in shown(drawing, each)][1:]
        for each in ("recovery_due", "first_repayment", "end_referred", "recovered")
    }
    assert len({tuple(each) for each in insides.values()}) >= 3


@pytest.mark.parametrize("look", [PLAIN, WALKED, STANDING])
def test_text_and_border_keep_their_contrast(look):
    light = luminance(look.fill) + 0.05
    assert light / (luminance(INK) + 0.05) >= 7
    assert light / (luminance(look.stroke) + 0.05) >= 4.5


def test_a_process_that_is_not_there_cannot_be_drawn():
    with pytest.raises(BadDiagram):
        draw(CHONGQING, "gz_main")


def test_long_names_are_broken_to_their_width():
    assert broken("开班申请审核", 40, 13) == ["开班申", "请审核"]
    assert broken("", 40, 13) == [""]
