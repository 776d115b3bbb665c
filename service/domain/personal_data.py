"""Why somebody may see personal data in full: a fixed list, so that history holds no free text."""

from collections.abc import Mapping

REASONS: Mapping[str, tuple[str, str]] = {
    "check_identity": ("核对身份", "Checking identity"),
    "check_certificate": ("核验证书", "Checking a certificate"),
    "check_account": ("核对账户", "Checking an account"),
    "complaint": ("投诉举报核查", "Looking into a complaint"),
    "audit": ("审计检查", "Audit"),
    "asked_by_person": ("依申请查询", "Asked by the person concerned"),
}

# Acts beside a case's road: history tells them, and they neither move nor prolong the case.
BESIDE = frozenset({"SeePersonalData", "TakeBundle", "EraseData"})
