"""Vouchers of the learners claimed for: whose is still to be looked at, and how many failed."""

from service.commands.dossier import Dossier

PASSED = "passed"
WHOLE_BP = 10_000


def unverified(dossier: Dossier) -> list[int]:
    """The lines of the claim whose voucher nobody has looked at, where each must be."""
    if not dossier.is_on("voucher_required"):
        return []
    return [
        line
        for line, entry in sorted(dossier.claim_lines.items())
        if not entry.excluded and line not in dossier.vouchers
    ]


def failed(dossier: Dossier) -> list[int]:
    """The lines whose voucher did not pass: they are not paid for."""
    return [line for line, one in sorted(dossier.vouchers.items()) if one.result != PASSED]


def doubtful(dossier: Dossier) -> bool:
    """Whether so many vouchers failed that the class is looked into."""
    limit = dossier.find("voucher_suspicion_bp")
    if limit is None or not dossier.vouchers:
        return False
    return len(failed(dossier)) * WHOLE_BP > int(str(limit.value)) * len(dossier.vouchers)
