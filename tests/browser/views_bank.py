"""A batch and its bank: lists and answers, what is refused, what differs, letter and register."""

from playwright.sync_api import FilePayload, Page

from tests.browser.staging import Act, Stage, View
from tests.browser.views_batches import batch

TITLES = "凭证号,收款人,开户银行,收款账号,金额,附言,处理结果,失败原因"


def hand_in(*lines: str) -> Act:
    """A file of these lines, as a bank sends it in the plainest layout."""

    def act(page: Page, _stage: Stage) -> None:
        number = page.url.rpartition("/finance/batches/")[2].partition("/")[0]
        text = "\r\n".join(lines).replace("BATCH", number)
        one = FilePayload(name="结果.csv", mimeType="text/csv", buffer=text.encode("utf-8-sig"))
        page.locator('[name="layout"]').last.select_option("general_csv")
        page.locator('[name="results"]').set_input_files(one)
        page.locator("main form[enctype] button").click()
        page.wait_for_load_state()

    return act


BANK = (
    View(
        "batch-bank",
        "payer",
        batch("released", "/bank"),
        "批次与银行：代发清单、银行结果",
        "A batch and its bank: lists and answers",
    ),
    View(
        "batch-bank-refused",
        "payer",
        batch("released", "/bank"),
        "结果文件的合计不符，没有导入",
        "The totals of the bank's file do not hold: nothing was taken in",
        hand_in(TITLES, "BATCH-00001,a,b,1,1.00,,SUCC,", "合计,1,总金额,2.00,批次号,BATCH"),
    ),
    View(
        "batch-bank-differences",
        "payer",
        batch("released", "/bank"),
        "与清单不一致的逐笔列出，没有入账",
        "Every line that differs is listed and not booked",
        hand_in(
            TITLES,
            "BATCH-00001,a,b,,1.00,,SUCC,",
            "BATCH-00099,a,b,,2.00,,SUCC,",
            "合计,2,总金额,3.00,批次号,BATCH",
        ),
    ),
    View(
        "funds-request",
        "payer",
        batch("released", "/request"),
        "用款申请（拨付函）：汇总、大写、签章",
        "The request for funds: summed up, in capitals, to be sealed",
    ),
    View(
        "vouchers",
        "payer",
        "/finance/vouchers",
        "凭证与发票登记簿",
        "The register of vouchers and invoices",
    ),
)
