"""While a fraud case is open, or has found fraud, nothing of its subject's is approved or paid."""

from collections.abc import Collection, Mapping

from service.commands.dossier import Dossier
from service.commands.paying import earning
from service.commands.supervision import comparison, supervising
from service.domain.calendar import beijing_date
from service.domain.problem import Problem
from service.domain.refusals import NotNow
from service.records.fraud import FraudMatter, matters_about


def against_body(dossier: Dossier) -> list[FraudMatter]:
    """The fraud cases about who asked for the class, or whom he commissioned to train."""
    codes = [code for code in (dossier.institution.uscc, dossier.opening.delegate_uscc) if code]
    return _matters(dossier, codes=codes)


def frozen_lines(dossier: Dossier) -> set[int]:
    """The learners of the class who are the subject of a fraud case themselves."""
    persons = {row.person_index: line for line, row in dossier.roster.items()}
    if not persons:
        return set()
    found = _matters(dossier, persons=list(persons))
    return {persons[str(matter.subject_index)] for matter in found}


def _matters(dossier: Dossier, **about: list[str]) -> list[FraudMatter]:
    opened_on = beijing_date(dossier.case.opened_at)
    place = dossier.case.jurisdiction
    return matters_about(dossier.session, place, opened_on=opened_on, **about)


def is_frozen(dossier: Dossier) -> bool:
    """Whether the whole case stands still."""
    return bool(against_body(dossier))


def require_untouched(dossier: Dossier) -> None:
    """Nothing is approved for a body that is under investigation."""
    found = against_body(dossier)
    if any(matter.decision is None for matter in found):
        raise NotNow(
            "申请或受托单位正在接受违规核查，未拨款项已冻结：核查结案前不能核准或拨付。",
            "The applicant or its trainer is under investigation for fraud:"
            " nothing is approved or paid until that case is decided.",
        )
    if found:
        raise NotNow(
            "申请或受托单位已查实违规，未拨款项不予核准、不予拨付；请将学员逐一剔除或终止本班。",
            "Fraud was found: nothing more is approved or paid;"
            " remove the lines or terminate the class.",
        )


def frozen(dossier: Dossier, lines: Mapping[int, str]) -> list[Problem]:
    """A problem for each of these lines (line → field) whose person is under investigation."""
    stopped = frozen_lines(dossier) if lines else set()
    return [
        Problem(
            field,
            "frozen",
            f"第 {line} 号学员本人正在接受或已被查实违规，不能核准；可先剔除该学员。",
            f"The learner on line {line} is the subject of a fraud case: not to be approved now.",
        )
        for line, field in sorted(lines.items())
        if line in stopped
    ]


def require_payable(dossier: Dossier, *, without: Collection[int] = ()) -> None:
    """Before money is reserved or sent: no freeze, no report against it, no doubted line.

    Persons whose part stays behind keep nobody else from his.
    """
    require_untouched(dossier)
    supervising.require_not_held(dossier)
    lines = earning.payable(dossier).keys() - set(without)
    stopped = sorted(frozen_lines(dossier) & lines)
    if stopped:
        named = "、".join(map(str, stopped))
        raise NotNow(
            f"第 {named} 号学员本人涉及违规核查，本笔款项暂缓拨付。",
            f"The learners on lines {named} are subjects of a fraud case; this payment waits.",
        )
    comparison.require_undoubted(dossier, lines)
