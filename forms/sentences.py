"""The sentences said about a wrong answer, by code: Chinese, then English."""

from __future__ import annotations

from typing import Final

_TEXT: Final = {
    "required": ("未填写，请填写。", "missing; please fill it in."),
    "unknown_field": (
        "不是本表的栏目，请删去或核对栏目名称。",
        "is not a field of this form; remove it or check its name.",
    ),
    "not_a_form": ("应为栏目与填写内容的对应表。", "must be a set of fields and answers."),
    "not_text": ("应填写一段文字，请改为文字。", "must be one piece of text."),
    "number_not_text": (
        "应按文本填写：以数字格式传送会丢失前导零或末几位，请将单元格设为文本后重填。",
        "must be sent as text: a number loses leading zeros or last digits.",
    ),
    "too_long": (
        "最多 {limit} 个字，现为 {count} 个字，请缩短。",
        "at most {limit} characters, now {count}; please shorten it.",
    ),
    "markup": (
        "不能含有网页代码（尖括号标签），请只填写文字。",
        "must not contain markup tags; plain words only.",
    ),
    "control_character": (
        "含有看不见的控制字符，请删去后重新输入。",
        "contains invisible control characters; please type it again.",
    ),
    "pattern": (
        "格式不符，请按示例填写：{example}。",
        "has the wrong shape; write it like {example}.",
    ),
    "file": (
        "应为已上传材料的编号，形如 d-12；请选择文件上传。",
        "must be the reference of a document that was sent, such as d-12.",
    ),
    "too_many_files": (
        "最多 {limit} 份，现为 {count} 份，请移除多余的，或合并成一个 PDF。",
        "at most {limit} files, now {count}; remove some or join them in one PDF.",
    ),
}

_NUMBERS: Final = {
    "not_integer": ("应填写整数，例如 30。", "must be a whole number such as 30."),
    "too_small": ("不能小于 {limit}，请更正。", "must not be below {limit}."),
    "too_large": ("不能大于 {limit}，请更正。", "must not be above {limit}."),
    "money_number": (
        "金额请以文本填写，单位为元，例如 1500.00。",
        'must be written as text in yuan, for example "1500.00".',
    ),
    "not_money": (
        "应为以元为单位的金额，例如 1500.00。",
        "must be an amount in yuan such as 1500.00.",
    ),
    "money_decimals": (
        "最多两位小数（精确到分），系统不代为四舍五入，请更正。",
        "at most two decimals; nothing is rounded for you.",
    ),
    "not_percent": ("应填写百分比，例如 50 或 12.5。", "must be a percentage such as 50 or 12.5."),
    "percent_decimals": ("百分比最多两位小数。", "a percentage has at most two decimals."),
}

_TIME: Final = {
    "not_date": (
        "应为真实存在的日期，格式如 2020-05-28。",
        "must be a real date such as 2020-05-28.",
    ),
    "too_early": ("不能早于 {limit}，请更正。", "must not be before {limit}."),
    "too_late": ("不能晚于 {limit}，请更正。", "must not be after {limit}."),
    "not_time": (
        "应为 24 小时制的时间，例如 09:00。",
        "must be a time of day such as 09:00.",
    ),
    "not_instant": (
        "应为日期和时间，例如 2020-06-01T09:00+08:00。",
        "must be a date and time such as 2020-06-01T09:00+08:00.",
    ),
    "no_offset": (
        "缺少时区，请写明，例如 2020-06-01T09:00+08:00。",
        "lacks its offset; write it, as in 2020-06-01T09:00+08:00.",
    ),
}

_CHOICES: Final = {
    "not_boolean": ("请选择“是”或“否”。", "must be yes or no."),
    "must_tick": ("须勾选确认后才能提交。", "must be ticked before filing."),
    "unknown_choice": ("没有这个选项，可选：{allowed}。", "is not on the list: {allowed_en}."),
    "not_a_list": ("应为若干选项的列表。", "must be a list of choices."),
}

_TABLES: Final = {
    "not_table": ("应为若干行的表格。", "must be a table of rows."),
    "not_row": ("这一行应为栏目与内容的对应。", "this row must be a set of columns."),
    "too_few_rows": (
        "至少 {limit} 行，现为 {count} 行，请补齐。",
        "at least {limit} rows, now {count}.",
    ),
    "too_many_rows": (
        "最多 {limit} 行，现为 {count} 行，请删减。",
        "at most {limit} rows, now {count}.",
    ),
    "duplicate": (
        "与第 {row} 行重复，每项只能出现一次，请删去一行或更正。",
        "repeats row {row}; keep one of them.",
    ),
}

_IDENTIFIERS: Final = {
    "id_15": (
        "是 15 位的旧身份证号，请填写现行的 18 位公民身份号码。",
        "is an old number of 15 digits; give the present one of 18.",
    ),
    "id_length": (
        "应为 18 位，现为 {count} 位，请对照证件核对。",
        "must have 18 characters, now {count}.",
    ),
    "id_shape": (
        "前 17 位应为数字，末位为数字或 X，请对照证件核对。",
        "must be 17 digits and a last digit or X.",
    ),
    "id_birth": (
        "其中的出生日期不存在，请对照证件核对。",
        "states a day of birth that does not exist.",
    ),
    "id_future": (
        "其中的出生日期晚于今天，请对照证件核对。",
        "states a day of birth in the future.",
    ),
    "id_check": (
        "校验码不符，可能有一位输错，请对照证件核对。",
        "fails its check digit; one character is probably wrong.",
    ),
    "id_lost_digits": (
        "末几位已丢失（表格软件按数字保存所致），请将单元格设为文本后重填。",
        "has lost its last digits in a spreadsheet; set the cell to text and type it again.",
    ),
    "lost_digits": (
        "已变为科学计数法，位数丢失，请将单元格设为文本后重填。",
        "has lost digits in a spreadsheet; set the cell to text and type it again.",
    ),
    "uscc_shape": (
        "应为 18 位统一社会信用代码（不含字母 I、O、S、V、Z），请对照执照核对。",
        "must be a credit code of 18 characters without I, O, S, V or Z.",
    ),
    "uscc_check": (
        "校验码不符，可能有一位输错，请对照执照核对。",
        "fails its check character; one character is probably wrong.",
    ),
    "mobile": (
        "应为 11 位手机号码，以 1 开头。",
        "must be a mobile number of 11 digits beginning with 1.",
    ),
    "bank_account": ("应为 12 至 19 位数字，请核对。", "must have 12 to 19 digits."),
}

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    **_TEXT,
    **_NUMBERS,
    **_TIME,
    **_CHOICES,
    **_TABLES,
    **_IDENTIFIERS,
}
