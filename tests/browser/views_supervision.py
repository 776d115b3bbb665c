"""Supervision: lists compared with rosters, the black and white list, a learner's archive."""

from tests.browser.acting import fill
from tests.browser.staging import View

SUPERVISION = (
    View(
        "comparison",
        "reviewer",
        "/comparison",
        "名单比对：导入名单，看比对出的在办班级",
        "Comparing lists: take one in, see whom it points at",
    ),
    View(
        "comparison-nothing-chosen",
        "reviewer",
        "/comparison",
        "没有选择文件",
        "No file was chosen",
        fill({"source": "市社保局"}, "main form[enctype] button"),
    ),
    View(
        "listed",
        "reviewer",
        "/listed",
        "黑白名单：一人录入，另一人确认",
        "The black and white list: one enters, another confirms",
    ),
    View(
        "listed-incomplete",
        "reviewer",
        "/listed",
        "没有写明起始日期",
        "The first day is missing",
        fill({"reason": "套取资金"}, 'main form[action$="/listed"] button'),
    ),
    View(
        "archive",
        "reviewer",
        "/archive",
        "学员电子档案：按身份证号查阅，记入安全日志",
        "A learner's archive: asked for by number, and noted",
    ),
    View(
        "archive-nobody",
        "reviewer",
        "/archive",
        "本地区没有此人的培训记录",
        "Nobody of this number was trained here",
        fill({"id_no": "110101199003074477"}, "main form button"),
    ),
)
