"""What an enterprise that trains its own people must be, and what its new employees must prove."""

from collections.abc import Iterator, Mapping

from service.domain import prejob, track
from service.domain.opening_request import PARTY_OF, OpeningRequest, OpeningRules
from service.domain.problem import Problem

_PROOFS: Mapping[str, tuple[str, str]] = {
    "contract_from": ("劳动合同签订日期", "the day the contract was signed"),
    "contract_to": ("劳动合同终止日期", "the day the contract ends"),
    "insured": ("参加社会保险的证明", "proof of social insurance"),
}


def problems(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    """What is wrong with the track, the enterprise and the proofs of its new employees."""
    chosen = str(request.particulars.get("track") or "")
    party = track.PARTY.get(chosen)
    if party and PARTY_OF.get(request.applicant_type, "school") != party:
        yield Problem(
            "track",
            "track_of_another",
            "所选培训类别与申请主体不符。",
            "This track is for another kind of applicant.",
        )
    if rules.is_on("local_enterprise_required") and chosen in track.EMPLOYEES:
        yield from _enterprise(request, rules)
    if rules.has("prejob_contract_years") and chosen == track.PREJOB:
        yield from _proofs(request, rules)
    if rules.payee_refused is not None:
        yield Problem(
            "delegate_kind",
            "payee_not_foreseen",
            "该类培训的补贴不能直接拨付给所填的受托方，请更正受托方类别或拨付方式。",
            "The subsidy of this track cannot be paid to a body of that kind.",
            rules.payee_refused or None,
        )


def _enterprise(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    clause = rules.clause("local_enterprise_required")
    if not request.particulars.get("registered_here"):
        yield Problem(
            "registered_here",
            "not_registered_here",
            "企业须在本市注册。",
            "The enterprise must be registered in this city.",
            clause,
        )
    if not request.particulars.get("fits_main_business"):
        yield Problem(
            "fits_main_business",
            "not_main_business",
            "培训课程须与企业主营业务相关。",
            "The course must have to do with the enterprise's main business.",
            clause,
        )


def _proofs(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    for place, line in enumerate(request.roster):
        for name in prejob.missing(line.particulars):
            zh, en = _PROOFS[name]
            yield Problem(
                f"roster[{place}].{name}",
                "proof_missing",
                f"第 {place + 1} 行缺少{zh}。",
                f"Line {place + 1} lacks {en}.",
                rules.clause("prejob_contract_years"),
            )
