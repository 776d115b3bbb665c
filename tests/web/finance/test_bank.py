"""The pages of a batch and its bank: list taken, answer read, letter and register."""

import io

import pytest
from sqlalchemy import select

from service.domain.money import capital
from service.records.database import db
from service.records.payment import Payment
from tests.api.test_cost import counted
from tests.bank import Mood
from tests.commands.test_bank_anew import learn
from tests.commands.test_bank_files import EXCEL, bank
from tests.web.finance.test_batches import APPROVER, DRAWER, FEN, desk, drawn, press

__all__ = ["desk", "learn"]


@pytest.fixture
def path(desk):
    """The address of a batch that lies with the bank."""
    path = drawn(desk)
    for who, act in ((DRAWER, "check"), (APPROVER, "approve"), (DRAWER, "release")):
        assert press(desk, who, path, act).status_code == 303
    return path


def taken(office, path, who=DRAWER):
    return office.browser(who).post(f"{path}/bank/list", data={"layout": EXCEL})


def handed_in(office, path, data, who=DRAWER):
    sent = {"layout": EXCEL, "results": (io.BytesIO(data), "结果.xlsx")}
    return office.browser(who).post(f"{path}/bank/results", data=sent)


def test_a_list_goes_out_and_its_answer_is_booked(desk, path):
    sent = taken(desk, path)
    assert "attachment" in sent.headers["Content-Disposition"]
    assert handed_in(desk, path, bank().answer(sent.data)).status_code == 303
    page = desk.browser(DRAWER).get(f"{path}/bank").text
    assert "没有差异" in page
    assert "已支付" in page
    assert "已结清" in desk.browser(DRAWER).get(path).text


def test_a_difference_stands_beside_what_was_sent_and_nothing_is_booked(desk, path):
    sent = taken(desk, path).data
    handed_in(desk, path, bank().answer(sent, Mood(amounts={1: "30000.01"})))
    page = desk.browser(DRAWER).get(f"{path}/bank").text
    assert "金额与清单不符" in page
    assert "30,000.01" in page
    assert "银行没有回报的 1 笔" in page


def test_the_page_says_how_many_lines_were_judged_anew(desk, path, learn):
    file = bank().answer(taken(desk, path).data, Mood(results={1: "Z9"}))
    handed_in(desk, path, file)
    assert "不在对照表中" in desk.browser(DRAWER).get(f"{path}/bank").text
    with desk.app.app_context():
        learn(db.session(), desk.clock.at)
    clerk, said = desk.browser(DRAWER), []
    for _ in range(2):
        sent = {"layout": EXCEL, "results": (io.BytesIO(file), "结果.xlsx")}
        clerk.post(f"{path}/bank/results", data=sent)
        said.append("1 行原来读不出的，已按现行格式重新判定。" in clerk.get(f"{path}/bank").text)
    assert said == [True, False]


def test_a_file_that_cannot_be_right_is_refused_with_the_reason(desk, path):
    sent = taken(desk, path).data
    for mood, why in ((Mood(total="1.00"), "总金额与明细不符"), (Mood(formula=True), "是公式")):
        answer = handed_in(desk, path, bank().answer(sent, mood))
        assert (answer.status_code, why in answer.text) == (422, True)
    assert "还没有导入过结果文件" in desk.browser(DRAWER).get(f"{path}/bank").text


def test_the_letter_to_the_treasury_sums_up_in_capitals(desk, path):
    letter = desk.browser("auditor").get(f"{path}/request").text
    assert "关于拨付职业培训补贴资金的函" in letter
    assert f"人民币{capital(FEN)}" in letter


def test_the_register_finds_a_voucher_by_how_it_begins(desk, path):
    number = path.rpartition("/")[2]
    clerk = desk.browser(DRAWER)
    assert f"{number}-00001" in clerk.get("/finance/vouchers").text
    found = clerk.get("/finance/vouchers", query_string={"number": number}).text
    assert f"{number}-00001" in found
    assert "没有这样的凭证" in clerk.get("/finance/vouchers?number=X-1").text


def test_the_register_asks_no_oftener_for_many_vouchers_than_for_one(desk, path):
    clerk = desk.browser(DRAWER)
    clerk.get("/finance/vouchers")
    with counted(desk) as one:
        clerk.get("/finance/vouchers")
    try_again(desk, 8)
    with counted(desk) as many:
        page = clerk.get("/finance/vouchers").text
    assert page.count(path.rpartition("/")[2] + "-00001") == 9
    assert many["statements"] == one["statements"]


def try_again(office, times):
    """So many more vouchers of the payment that there is."""
    with office.records() as session:
        paid = session.scalars(select(Payment).order_by(Payment.id)).first()
        names = [one.key for one in Payment.__table__.columns if one.key != "id"]
        as_it_is = {name: getattr(paid, name) for name in names}
        for attempt in range(2, times + 2):
            again = {"attempt": attempt, "voucher_no": f"{paid.voucher_no}-{attempt}"}
            session.add(Payment(**{**as_it_is, **again}))
        session.commit()


def test_accounts_leave_with_the_payer_alone(desk, path):
    assert taken(desk, path, "finance_reviewer").status_code == 403
    assert taken(desk, path, "institution").status_code == 404
    assert desk.browser("institution").get(f"{path}/bank").status_code == 404
    assert desk.browser("institution").get(f"{path}/request").status_code == 404
