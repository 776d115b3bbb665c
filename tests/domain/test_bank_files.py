"""Payment lists and the answers of banks: written, read back, and laid beside what was sent."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from service.domain.bank_answer import NotThisLayout, Said, faults, read_answer, split_fixed
from service.domain.bank_difference import Sent, judged, settled_as, silent
from service.domain.bank_layout import Layout, layout_problems, read_layout
from service.domain.bank_list import (
    CannotBeWritten,
    Instruction,
    Summary,
    fits,
    list_lines,
    list_rows,
)

BANKS = Path("workflows/bpmn/_shared/banks")
NAMES = sorted(path.stem for path in BANKS.glob("*.toml"))
BATCH, DAY = "SF-ZF-2020-0001", date(2020, 6, 10)
SUMMARY = Summary(BATCH, 2, 450_000, DAY)
ITEMS = [
    Instruction(1, f"{BATCH}-00001", "示范职校", "示范银行", "6222000011112222", 300_000, "预拨"),
    Instruction(2, f"{BATCH}-00002", "钱二", "示范银行", "6222000011113333", 150_000, "预拨"),
]
SENT = {item.ref: Sent(item.ref, item.fen, item.account, "sent") for item in ITEMS}


def raw(name: str) -> dict[str, Any]:
    return tomllib.loads((BANKS / f"{name}.toml").read_text(encoding="utf-8"))


def layout(name: str) -> Layout:
    return read_layout(name, raw(name))


def answered(name: str, codes: tuple[str, ...], **changed: Any) -> list[list[Any]]:
    """The list as the bank sends it back: with a code behind each line."""
    form = layout(name)
    rows = [list(row) for row in list_rows(form, replace(SUMMARY, **changed), ITEMS)]
    first = len(rows) - len(ITEMS) - bool(form.foot)
    if form.titles:
        rows[first - 1] += [place.zh for place in form.answer]
    for at, code in enumerate(codes, start=first):
        rows[at] += [
            {"code": code, "done_on": "2020-06-11", "note": ""}[p.holds] for p in form.answer
        ]
    return rows


@pytest.mark.parametrize("name", NAMES)
def test_every_shared_layout_is_one(name):
    assert layout_problems(raw(name)) == []


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ({"kind": "pdf"}, "kind"),
        ({"encoding": "big5"}, "encoding"),
        ({"unit": "jiao"}, "unit"),
        ({"zh": ""}, "zh is missing"),
        ({"column": [{"holds": "age", "zh": "年龄"}]}, "age is none of"),
        ({"column": [{"holds": "ref"}]}, "needs a title"),
        ({"answer": []}, "code is missing"),
        ({"code": [{"is": "1", "result": "lost", "zh": "丢", "en": "Lost"}]}, "result must be"),
        ({"code": [{"is": "1", "result": "paid", "zh": "成", "en": "Ok"}] * 2}, "stands twice"),
        ({"kind": "txt", "delimiter": ""}, "needs a width"),
    ],
)
def test_what_is_no_layout_is_told_why(part, told):
    assert any(told in line for line in layout_problems(raw("general_xlsx") | part))


def test_a_list_in_csv_carries_everybody_and_ends_with_the_total():
    form = layout("general_csv")
    lines = b"".join(list_lines(form, list_rows(form, SUMMARY, ITEMS))).decode("utf-8-sig")
    assert lines.splitlines()[1].startswith(
        f"{BATCH}-00001,示范职校,示范银行,6222000011112222,3000.00"
    )
    assert lines.splitlines()[-1] == f"合计,2,总金额,4500.00,批次号,{BATCH}"


def test_widths_count_bytes_of_the_banks_encoding():
    form = layout("fixed_txt")
    head, first, *_ = list_lines(form, list_rows(form, SUMMARY, ITEMS))
    assert head == f"H{BATCH:<32}000000020000000000450000{DAY}\r\n".encode("gb18030")
    assert len(first) == sum(place.width for place in form.columns) + 2


@pytest.mark.parametrize("name", ["张" * 41, "换\n行"])
def test_a_name_that_does_not_fit_is_never_cut(name):
    form = layout("fixed_txt")
    with pytest.raises(CannotBeWritten) as refused:
        list(list_rows(form, SUMMARY, [replace(ITEMS[0], payee=name)]))
    assert refused.value.place.holds == "payee"


def test_a_name_that_reads_as_a_formula_is_not_written():
    with pytest.raises(CannotBeWritten):
        list(list_rows(layout("general_csv"), SUMMARY, [replace(ITEMS[0], payee="=1+1")]))


@pytest.mark.parametrize(
    ("payee", "wide", "narrow"),
    [("示范职校", True, True), ("张" * 41, True, False), ("@", False, True)],
)
def test_what_fits_one_layout_may_not_fit_another(payee, wide, narrow):
    line = replace(ITEMS[0], payee=payee)
    assert (fits(layout("general_csv"), line), fits(layout("fixed_txt"), line)) == (wide, narrow)


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_reads_back_as_it_was_sent(name):
    form = layout(name)
    paid = next(code for code, meant in form.codes.items() if meant.result == "paid")
    rows: list[Any] = answered(name, (paid, paid))
    if form.fixed:
        lines = ["".join(str(cell) for cell in row) for row in rows]
        rows = list(split_fixed(form, lines))
    read = read_answer(form, rows)
    assert [(line.ref, line.fen) for line in read.lines] == [(one.ref, one.fen) for one in ITEMS]
    assert faults(form, read, BATCH) == ()


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"batch": "SF-ZF-2020-0002"}, "other_batch"),
        ({"count": 3}, "count"),
        ({"total_fen": 1}, "total"),
    ],
)
def test_a_file_whose_own_words_do_not_hold_is_not_taken_in(changed, found):
    form = layout("general_xlsx")
    read = read_answer(form, answered("general_xlsx", ("0", "0"), **changed))
    assert faults(form, read, BATCH) == (found,)


def test_a_file_that_lost_its_end_is_not_taken_in():
    form = layout("general_csv")
    read = read_answer(form, answered("general_csv", ("SUCC", "SUCC"))[:-1])
    assert faults(form, read, BATCH) == ("no_total",)
    assert faults(replace(form, foot=()), read, BATCH) == ()


def test_a_total_of_what_went_through_is_as_good():
    form = layout("general_xlsx")
    read = read_answer(form, answered("general_xlsx", ("0", "E1"), total_fen=300_000))
    assert faults(form, read, BATCH) == ()


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["随便"], ["什么"]],
        [
            ["批次号", BATCH, "总笔数", "两"],
            ["凭证号", "金额（元）", "结果代码"],
            ["a", "1", "0"],
        ],
        [
            ["批次号", BATCH, "总笔数", "9" * 5000],
            ["凭证号", "金额（元）", "结果代码"],
            ["a", "1", "0"],
        ],
        [
            ["批次号", BATCH, "总金额（元）", "壹元"],
            ["凭证号", "金额（元）", "结果代码"],
            ["a", "1", "0"],
        ],
    ],
)
def test_another_file_is_not_this_layout(rows):
    with pytest.raises(NotThisLayout):
        read_answer(layout("general_xlsx"), rows)


def test_a_line_with_a_strange_mark_is_not_this_layout():
    with pytest.raises(NotThisLayout):
        list(split_fixed(layout("fixed_txt"), ["X what\n"]))


def said(at: int, no: int, **changed: Any) -> Said:
    item = ITEMS[no - 1]
    return replace(Said(at, item.ref, item.fen, "0", item.account), **changed)


@pytest.mark.parametrize(
    ("lines", "outcomes"),
    [
        ([said(1, 2), said(2, 1)], {1: "paid", 2: "paid"}),
        ([said(1, 1, code="E1")], {1: "returned"}),
        ([said(1, 1, code="1")], {1: "pending"}),
        ([said(1, 1, code="??")], {1: "code_unknown"}),
        ([said(1, 1, fen=300_001)], {1: "amount_changed"}),
        ([said(1, 1, fen=None)], {1: "amount_changed"}),
        ([said(1, 1, account="6222")], {1: "account_changed"}),
        ([said(1, 1, account="")], {1: "paid"}),
        ([said(1, 1, ref=f"{BATCH}-00009")], {1: "unknown"}),
        ([said(1, 1, ref="SF-ZF-2020-0002-00001")], {1: "wrong_batch"}),
        ([said(1, 1), said(2, 1)], {1: "paid", 2: "repeated"}),
        ([said(1, 1), said(2, 1, code="E1")], {1: "contradicts", 2: "contradicts"}),
    ],
)
def test_each_line_comes_to_one_thing(lines, outcomes):
    codes = layout("general_xlsx").codes
    assert judged(lines, SENT, codes=codes, others={"SF-ZF-2020-0002"}) == outcomes


@pytest.mark.parametrize(
    ("result", "state", "comes_to"),
    [
        ("paid", "sent", "paid"),
        ("returned", "sent", "returned"),
        ("paid", "held", "not_sent"),
        ("paid", "paid", "repeated"),
        ("pending", "paid", "repeated"),
        ("returned", "paid", "contradicts"),
        ("paid", "returned", "contradicts"),
        ("returned", "returned", "repeated"),
        ("pending", "sent", "pending"),
    ],
)
def test_a_result_meets_a_line_in_its_state(result, state, comes_to):
    assert settled_as(result, state) == comes_to


def test_a_line_nobody_spoke_of_is_listed_as_silent():
    held = Sent("x", 1, "", "held")
    assert silent([*SENT.values(), held], [ITEMS[0].ref]) == [ITEMS[1].ref]


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        (3000.0, 300_000),
        ("3,000.00", 300_000),
        (0.1, 10),
        ("3000.001", None),
        ("NaN", None),
        ("sNaN", None),
        ("1e999999", None),
        ("壹", None),
        (1e30, None),
    ],
)
def test_an_amount_is_read_to_the_fen_or_not_at_all(cell, fen):
    rows = [
        ["凭证号", "金额（元）", "结果代码", "入账日期"],
        ["a", cell, 0.0, "20200631"],
        [None],
    ]
    line = read_answer(layout("general_xlsx"), rows).lines[0]
    assert (line.fen, line.code, line.done_on) == (fen, "0", None)
