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
    ("REJECTED", "已驳回", "Rejected"),
    ("NOT_ACCEPTED", "不予受理", "Not accepted"),
    ("WITHDRAWN", "已撤回", "Withdrawn"),
    ("EXPIRED_CORRECTION", "逾期未补正", "Correction expired"),
    ("EXPIRED_NOT_STARTED", "逾期未开班", "Not started in time"),
    ("CANCELLED", "班次已取消", "Cancelled"),
    ("CANCELLED_RECOVERED", "班次已取消，预拨已追回", "Cancelled, advance recovered"),
    ("PAID_CLOSED", "办结", "Paid and closed"),
    ("PAID_PARTIAL_LAPSED", "余款失效", "Balance lapsed"),
    ("RECOVERED", "已追回", "Recovered"),
    ("RECOVERY_REFERRED", "追回移送", "Recovery referred"),
    ("LISTED", "已列入目录", "Listed"),
    ("LISTING_EXPIRED", "目录有效期满", "Listing ran out"),
    ("NOT_LISTED", "未列入目录", "Not listed"),
    ("INSPECTED", "检查合格", "Visit ended well"),
    ("INSPECTION_FAILED", "检查不合格", "Visit failed"),
    ("CHANGED", "已变更", "Changed"),
    ("CHANGE_REFUSED", "变更未获同意", "Change refused"),
    ("EVALUATED", "评估办结", "Evaluation closed"),
    ("TERMINATED_FRAUD", "违规终止", "Terminated for fraud"),
    ("UNFOUNDED", "违规不成立", "Nothing found"),
    ("RECTIFIED", "已约谈整改", "Mended after a talk"),
    ("ROUTED_OUT", "转社保经办机构", "Routed to social insurance"),
)
ENDS: Mapping[str, End] = {code: End(code, zh, en) for code, zh, en in _LABELS}
