"""How a case can end, in the office's words."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class End:
    """One way a case ends."""

    code: str
    zh: str
    en: str


_LABELS = (
    ("APPROVED", "已批准", "Approved"),
    ("REJECTED", "不予批准", "Rejected"),
    ("NOT_ACCEPTED", "不予受理", "Not accepted"),
    ("WITHDRAWN", "已撤回", "Withdrawn"),
    ("EXPIRED_CORRECTION", "逾期未补正", "Correction expired"),
    ("EXPIRED_NOT_STARTED", "逾期未开班", "Not started in time"),
    ("CANCELLED", "取消班次", "Cancelled"),
    ("CANCELLED_RECOVERED", "取消班次、已追回", "Cancelled and recovered"),
    ("PAID_CLOSED", "办结", "Closed"),
    ("PAID_PARTIAL_LAPSED", "余款失效", "Balance lapsed"),
    ("RECOVERED", "已追回", "Recovered"),
    ("RECOVERY_REFERRED", "移送追回", "Recovery referred"),
    ("TERMINATED_FRAUD", "违规终止", "Terminated for fraud"),
    ("ROUTED_OUT", "转社保经办机构", "Routed to social insurance"),
)
ENDS: Mapping[str, End] = {code: End(code, zh, en) for code, zh, en in _LABELS}


def end_label(code: str, language: str = "zh") -> str:
    """What the office calls an end; one it does not know keeps its code."""
    end = ENDS.get(code)
    if end is None:
        return code
    return end.zh if language == "zh" else end.en
