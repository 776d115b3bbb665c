"""The kinds of lists that are compared with, and what can stand against a line of a class."""

from collections.abc import Mapping

Words = Mapping[str, tuple[str, str]]

LISTS: Words = {
    "insured": ("社保参保", "Insured"),
    "retired": ("退休", "Retired"),
    "dead": ("死亡", "Died"),
    "state_paid": ("财政供养", "Paid by the state"),
    "subsistence": ("低保", "Subsistence allowance"),
    "registered_poor": ("建档立卡", "Registered poor household"),
}
SUBSIDISED, MEANWHILE = "subsidised_before", "elsewhere_meanwhile"
DOUBTS: Words = {
    **LISTS,
    SUBSIDISED: ("同工种同等级已申领补贴", "Claimed before for this occupation and level"),
    MEANWHILE: ("同一时段在另一班签到", "Signed in at another class at the same time"),
}
