"""What the applicant must have promised, proved and asked for: letters, credit, fee, advance."""

from collections.abc import Iterator
from datetime import timedelta

from service.domain.opening_request import PARTY_OF, OpeningRequest, OpeningRules
from service.domain.problem import Problem

_PARTIES = {
    "school": ("培训机构", "institution"),
    "enterprise": ("企业", "enterprise"),
    "platform": ("线上平台", "platform"),
}


def problems(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    """What is wrong with the letters, the credit record, the fee and the advance asked for."""
    if rules.is_on("commitment_required"):
        yield from _letters(request, rules)
    if rules.is_on("credit_required"):
        yield from _credit(request, rules)
    if rules.is_on("free_of_charge") and request.is_online and request.fee_to_learner_fen > 0:
        yield Problem(
            "fee_to_learner_fen",
            "must_be_free",
            "线上培训须免费的，不得向学员收费。",
            "While online training is free of charge, learners pay nothing.",
            rules.clause("free_of_charge"),
        )
    if request.advance_requested:
        yield from _advance(request, rules)


def parties(request: OpeningRequest) -> tuple[str, ...]:
    """Who has to sign: the applicant, whoever trains by commission, and the platform used."""
    needed = {PARTY_OF.get(request.applicant_type, "school")}
    if request.training_mode == "enterprise_commissioned":
        needed |= {"school", "enterprise"}
    if request.platform_kind != "none":
        needed.add("platform")
    return tuple(party for party in _PARTIES if party in needed)


def _letters(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    for party in parties(request):
        if party not in request.commitment_by:
            zh, en = _PARTIES[party]
            yield Problem(
                "commitment_by",
                f"commitment_{party}",
                f"缺少{zh}出具的培训承诺书。",
                f"The letter of commitment of the {en} is missing.",
                rules.clause("commitment_required"),
            )


def _credit(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    clause = rules.clause("credit_required")
    if request.credit_result != "good":
        yield Problem(
            "credit_result",
            "credit_not_good",
            "信用记录查核结果须为良好。",
            "The credit record must have been checked and be good.",
            clause,
        )
    valid = timedelta(days=rules.number("credit_valid_days"))
    if request.credit_on is None:
        yield Problem(
            "credit_on", "required", "请填写信用查核日期。", "Say when credit was checked.", clause
        )
    elif request.credit_on > (request.handed_in_on or request.filed_on):
        yield Problem(
            "credit_on",
            "in_future",
            "信用查核日期不能晚于提交申请之日。",
            "The credit check cannot be later than the day this is handed in.",
            clause,
        )
    elif request.filed_on - request.credit_on > valid:
        yield Problem(
            "credit_on",
            "credit_too_old",
            f"信用查核日期 {request.credit_on} 距申请日已超过 {valid.days} 天，请重新查核。",
            f"The credit check of {request.credit_on} is more than {valid.days} days old.",
            clause,
        )


def _advance(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    clause = rules.advance_clause or rules.clause("advance_cap")
    if not rules.advance_eligible:
        yield Problem(
            "advance_requested",
            "advance_not_eligible",
            "本申请主体和培训模式不符合预拨条件，不能申请预拨。",
            "This applicant and mode of training are not eligible for an advance.",
            clause,
        )
        return
    cap_bp = min(rules.number("advance_cap"), rules.advance_max_bp)
    if not 0 < request.advance_rate_bp <= cap_bp:
        yield Problem(
            "advance_rate",
            "advance_above_cap" if request.advance_rate_bp > cap_bp else "required",
            f"预拨比例应大于 0、不超过 {cap_bp / 100:g}%。",
            f"The advance must be above nothing and at most {cap_bp / 100:g}%.",
            clause,
        )
