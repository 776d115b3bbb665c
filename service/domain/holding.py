"""Why a payment, or one line of it, waits: one word for every reason."""

from collections.abc import Mapping

BUDGET, FROZEN, PAYEE_DEAD, STRUCK_OFF = "budget", "frozen", "payee_dead", "struck_off"
BLACK_LIST, ACCOUNT, CHANGED, BY_HAND = "black_list", "account", "changed", "by_hand"

REASONS: Mapping[str, tuple[str, str]] = {
    BUDGET: ("预算不足", "The budget is short"),
    FROZEN: ("违规核查冻结", "Frozen by a fraud case"),
    PAYEE_DEAD: ("收款人死亡", "The payee has died"),
    STRUCK_OFF: ("收款单位已注销", "The payee was struck off"),
    BLACK_LIST: ("列入黑名单", "On the black list"),
    ACCOUNT: ("收款账户有误", "The account is wrong"),
    CHANGED: ("审批后有变动", "Changed after approval"),
    BY_HAND: ("经办暂缓", "Held by hand"),
}
# The period to pay stands still only for reasons that are no fault of the office's pace.
WHOLE = 0  # the line that stands for the whole payment
