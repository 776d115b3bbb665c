"""The institution's desk and the counter: requests in parts, drafts, rosters, what is asked."""

from playwright.sync_api import FilePayload, Page

from tests.browser import acting
from tests.browser.furnishing import photograph
from tests.browser.staging import (
    RETURNED,
    RUNNING,
    TO_ACCEPT,
    TO_CORRECT,
    TO_RELEASE,
    TO_START,
    Stage,
    View,
)
from tests.front_office import institutions

PARTS = {
    "class": ("申请表：班级", "The request: the class"),
    "trade": ("申请表：职业与证书", "The request: trade and certificate"),
    "time": ("申请表：时间与地点", "The request: time and place"),
    "hours": ("申请表：课时", "The request: hours"),
    "conduct": ("申请表：承诺与信用", "The request: commitment and credit"),
    "money": ("申请表：收费与账户", "The request: fees and account"),
    "shutdown": ("申请表：企业停工情况", "The request: shutdown of the enterprise"),
    "plan": ("申请表：课程表与课时合计", "The request: timetable and its sums"),
    "learners": ("申请表：花名册", "The request: the roster"),
    "reply": ("申请表：补正说明", "The request: reply to a correction"),
    "check": ("申请表：核对并提交", "The request: check and hand in"),
    "whole": ("申请表：整张在一页上", "The request: all on one page"),
}


def part(name: str) -> View:
    """One part of the request that is being corrected."""
    zh, en = PARTS[name]

    def where(on: Stage) -> str:
        return on.step(TO_CORRECT, "opening_correct", f"?part={name}")

    return View(f"request-{name}", "clerk-2", where, zh, en)


def take_in(page: Page, stage: Stage) -> None:
    """Papers of an institution came to the counter."""
    acting.fill({"reason": "by_post", "institution": _school(stage)})(page, stage)


def scan(page: Page, stage: Stage) -> None:
    """Then they are scanned."""
    take_in(page, stage)
    one = FilePayload(name="纸质申请扫描.png", mimeType="image/png", buffer=photograph())
    page.locator("#proof").set_input_files(one)
    acting.press(".form-foot button")(page, stage)


def _school(stage: Stage) -> str:
    found = next(one for one in institutions(stage.session) if one.kind == "school").name
    stage.session.rollback()
    return found


LEARNERS = "?part=learners"

FILING = (
    View(
        "institution-desk",
        "clerk-2",
        "/",
        "机构：现在要我办什么、我的办件、我的钱",
        "An institution's desk",
    ),
    View(
        "institution-desk-other",
        "clerk-1",
        "/",
        "机构：退回的款与已办结的班",
        "Another institution's desk",
    ),
    View("new-class", "clerk-1", "/cases/new", "新的开班申请", "A new request"),
    View(
        "new-request",
        "clerk-1",
        "/cases/new",
        "新申请的第一步",
        "The first part of a new request",
        acting.submit,
    ),
    View(
        "new-request-refused",
        "clerk-1",
        "/cases/new",
        "没填就下一步：逐项指出",
        "Going on with an empty part",
        acting.then(acting.submit, acting.submit),
    ),
    *(part(name) for name in PARTS),
    View(
        "plan-differs",
        "clerk-2",
        lambda on: on.step(TO_CORRECT, "opening_correct", "?part=plan"),
        "课时合计随填随算，不一致即指出",
        "The sums follow what is typed",
        acting.spoil_the_sums,
    ),
    View(
        "roster-refused",
        "clerk-2",
        lambda on: on.step(TO_CORRECT, "opening_correct", LEARNERS),
        "花名册有错：按行列一次说全",
        "A roster with mistakes, all told at once",
        acting.upload_roster(
            ["王芳", "500103199001011234", "贫困劳动力", "13800000000", "非企业职工", "否"],
            ["", "5.00103E+17", "失业人员", "1380000", "没有这一项", ""],
            ["李强", "50010319900101", "农村转移劳动力", "13912345678", "", "也许"],
        ),
    ),
    View(
        "roster-read",
        "clerk-2",
        lambda on: on.step(TO_CORRECT, "opening_correct", LEARNERS),
        "花名册读出，采用之前先看",
        "A roster as read, before it is taken over",
        acting.upload_roster(
            ["王芳", "520102199003071017", "失业人员", "13800000000", "非企业职工", "否"],
            ["李强", "52010219850112202X", "农村转移劳动力", "13912345678", "非企业职工", "否"],
        ),
    ),
    View(
        "step-correct",
        "clerk-2",
        lambda on: on.step(TO_CORRECT, "opening_correct"),
        "补正材料",
        "A correction",
    ),
    View(
        "step-start",
        "clerk-2",
        lambda on: on.step(TO_START, "class_confirm_start"),
        "确认开班",
        "The class starts",
    ),
    View(
        "paper-refused",
        "clerk-2",
        lambda on: on.step(TO_START, "class_confirm_start"),
        "上传的不是照片",
        "What was uploaded is no photograph",
        acting.refuse_photograph,
    ),
    View(
        "draft-kept",
        "clerk-2",
        lambda on: on.step(TO_START, "class_confirm_start"),
        "存为草稿，照片一并保存",
        "Kept as a draft, with its photograph",
        acting.attach_photograph,
    ),
    View(
        "desk-with-draft",
        "clerk-2",
        lambda on: on.step(TO_START, "class_confirm_start"),
        "办公桌上的草稿",
        "The draft on one's desk",
        acting.then(acting.attach_photograph, acting.go("/")),
    ),
    View(
        "step-complete",
        "clerk-3",
        lambda on: on.step(RUNNING, "completion_submit"),
        "报结业",
        "The class is completed",
    ),
    View(
        "step-account-fix",
        "clerk-1",
        lambda on: on.step(RETURNED, "account_fix"),
        "更正收款账户",
        "A new account",
    ),
    View(
        "order-withdraw",
        "clerk-2",
        lambda on: on.case(TO_ACCEPT, "/orders/withdraw"),
        "撤回申请",
        "Withdrawing",
    ),
    View(
        "order-cancel",
        "clerk-3",
        lambda on: on.case(TO_RELEASE, "/orders/cancel-class"),
        "取消开班",
        "Cancelling",
    ),
    View(
        "order-learning",
        "platform",
        lambda on: on.case(RUNNING, "/orders/record-learning"),
        "平台报学习记录",
        "The platform reports learning",
    ),
    View("platform-desk", "platform", "/", "学习平台的办公桌", "The learning platform's desk"),
    View("counter", "counter", "/counter", "窗口代收", "The counter"),
    View(
        "counter-refused",
        "counter",
        "/counter",
        "窗口代收：还缺什么",
        "The counter: what is missing",
        acting.submit,
    ),
    View(
        "counter-papers",
        "counter",
        "/counter",
        "收件之后：上传扫描件",
        "Taken in: now the scan",
        take_in,
    ),
    View(
        "counter-scanned",
        "counter",
        "/counter",
        "扫描件已上传，代为提交",
        "Scanned: now the form",
        scan,
    ),
)
