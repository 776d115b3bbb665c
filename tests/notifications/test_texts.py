"""The texts: every message of the road in both languages, with nothing personal in it."""

import re
import tomllib
from pathlib import Path

import pytest

from notifications import PARAMS, BadText, check_texts, render

FOLDER = Path(__file__).parents[2] / "workflows" / "bpmn" / "_shared" / "texts"
TEXTS = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.toml")}
TEMPLATES = sorted(TEXTS)
KNOWN = {
    "number": "CQ2020-00017",
    "due": "2020-05-22 24:00",
    "amount": "30,000.00",
    "capital": "叁万元整",
    "clause": "CQ-21",
}


def test_the_road_from_receipt_to_payment_is_told():
    assert {"opening_received", "deadline_remind", "payment_made"} <= set(TEXTS)


def test_no_text_asks_for_what_no_message_carries():
    assert check_texts(TEXTS) == []


def test_nothing_a_message_may_say_is_personal():
    assert not PARAMS & {"name", "id_no", "phone", "mobile", "account", "learner", "contact"}


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_text_says_what_happened_and_whom_to_ask(template, language):
    text = render(TEXTS, template, KNOWN, language)
    assert KNOWN["number"] in text.subject
    assert KNOWN["number"] in text.body or KNOWN["amount"] in text.body
    assert "12333" in text.body
    assert not re.search(r"[{}]", text.subject + text.body)
    assert "\n" not in text.subject


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_text_with_nothing_known_still_reads(template):
    text = render(TEXTS, template, {}, "zh-CN")
    assert "—" in text.subject
    assert not re.search(r"[{}]|None", text.body)


@pytest.mark.parametrize("template", TEMPLATES)
def test_both_languages_tell_the_same_facts(template):
    told = [set(re.findall(r"{(\w+)}", str(TEXTS[template][each]))) for each in ("zh", "en")]
    assert told[0] == told[1]


def test_a_reason_that_holds_braces_stays_what_it_is():
    words = {"subject": "{number}", "body": "理由：{reason}"}
    told = render({"refused": {"zh": words}}, "refused", {"reason": "{due}\n{x"}, "zh")
    assert "理由：{due}\n{x" in told.body


def test_a_number_with_a_line_break_stays_on_the_subject_line():
    text = render(TEXTS, "recovered", {"number": "1\r\nBcc: x@y.cn"}, "zh")
    assert text.subject == "追回资金已到账（1 Bcc: x@y.cn）"


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"a": {"zh": {"subject": "甲", "body": "乙"}}}, "a.en：没有"),
        ({"a": {"zh": {"subject": "甲"}, "en": {"subject": "A", "body": "B"}}}, "a.zh：缺"),
        ({"a": {"zh": {"subject": "甲", "body": ""}, "en": {}}}, "a.zh：缺"),
        ({"a": {"zh": {"subject": "甲", "body": "{id_no}"}, "en": "x"}}, "占位符“id_no”"),
    ],
)
def test_a_mistake_in_a_text_is_told(texts, said):
    assert any(said in sentence for sentence in check_texts(texts))


def test_a_message_without_a_text_is_not_sent_empty():
    with pytest.raises(BadText):
        render(TEXTS, "opening_celebrated", {}, "zh")
    with pytest.raises(BadText):
        render({"a": {"zh": {"subject": "{name}", "body": "x"}}}, "a", {}, "zh")


def test_what_has_words_in_each_language_is_told_in_the_readers():
    texts = {"due": {one: {"subject": "{number}", "body": "{clause}"} for one in ("zh", "en")}}
    params = {"number": "CQ-1", "clause": {"zh": "内部时限", "en": "a period of our own"}}
    assert render(texts, "due", params, "zh").body == "内部时限\n"
    assert render(texts, "due", params, "en-GB").body == "a period of our own\n"
