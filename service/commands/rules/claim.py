"""Claiming the subsidy, reviewing it line by line, putting it on public notice, objections."""

from service.commands.delivery import employment
from service.commands.dossier import Dossier
from service.commands.paying import earning, payee, person_year
from service.commands.rules import voucher
from service.commands.rules.table import Given, rule
from service.commands.supervision import comparison, freezing, supervising
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow
from service.records.claim import ClaimLine, Objection

# Who has not passed or holds no certificate has nothing to claim; whoever passed and still is not
# paid for stands on the claim with what is lacking.
NOT_EARNED = frozenset({"no_certificate", "not_passed"})
LACKING = {
    "not_registered": ("未实名登记学习", "not registered by real name"),
    "out_of_city": ("市外学员未返回完成线下课程", "has not come back for the offline lessons"),
    "proof_missing": ("劳动合同或参保材料不全", "papers of contract or insurance missing"),
    "contract_too_short": ("劳动合同期限不足", "a contract too short"),
    "outside_the_year": ("不在签订劳动合同之后的期限内", "not within the time after signing"),
    "routed_to_insurance": ("应向社会保险经办机构申领", "to be claimed from social insurance"),
    "double_benefit": ("已享受其他同类补贴", "had another subsidy for the same"),
    "above_standard": ("同一课程合计超过补贴标准", "the course would exceed its standard"),
    "paid_directly": ("同一职业同一等级已直补到人", "paid in person for this occupation and level"),
}


@rule("claim_fill")
def fill_claim(dossier: Dossier, given: Given) -> None:
    """The claim holds every certified learner at the standard; some may be left out."""
    _require_theory_video(dossier, given)
    payee.change(dossier, given)
    person_year.hold(dossier)
    for line in sorted(set(dossier.roster) - set(dossier.claim_lines)):
        _claim(dossier, line)
    _exclude(dossier, given)


def _require_theory_video(dossier: Dossier, given: Given) -> None:
    """Theory taught in class is shown by a video; what was online needs none."""
    opening, rule_of = dossier.opening, dossier.find("theory_video_required")
    in_class = (opening.theory_hours or 0) - (opening.online_theory_hours or 0)
    if rule_of is None or not rule_of.value or in_class <= 0 or given.get("theory_videos"):
        return
    raise AnswersWrong(
        [
            Problem(
                "theory_videos",
                "video_missing",
                f"有 {in_class} 课时理论在线下集中授课，请附集中理论授课视频备查。",
                f"{in_class} hours of theory were taught in class: attach the video of them.",
                rule_of.clause or None,
            )
        ]
    )


def _claim(dossier: Dossier, line: int) -> None:
    """A line with all it takes is claimed; one that passed and lacks something says what."""
    obstacles = earning.obstacles(dossier, line)
    if any(what in NOT_EARNED for what, _ in obstacles):
        return
    entry = ClaimLine(
        case_id=dossier.case.id,
        line=line,
        amount_fen=earning.line_fen(dossier, line),
        excluded=bool(obstacles),
        reason="；".join(_why(dossier, *one)[0] for one in obstacles) or None,
    )
    dossier.session.add(entry)
    dossier.claim_lines[line] = entry


def _why(dossier: Dossier, what: str, clause: str) -> tuple[str, str]:
    """What is lacking in both languages; what a table found stands in the words of the table."""
    words = LACKING.get(what, (what, what))
    zh, en = person_year.told(dossier) if what == person_year.FULL else words
    return (f"{zh}（{clause}）", f"{en} ({clause})") if clause else (zh, en)


@rule("claim_correct")
def correct_claim(dossier: Dossier, given: Given) -> None:
    """The institution answers what was asked and may take lines out."""
    person_year.hold(dossier)
    _exclude(dossier, given)


def _exclude(dossier: Dossier, given: Given) -> None:
    for at, row in enumerate(given.get("lines") or ()):
        entry = dossier.claim_lines.get(row["line"])
        if entry is None:
            raise AnswersWrong([_not_claimed(f"lines[{at}].line", row["line"])])
        if not row.get("exclude") and (obstacles := earning.obstacles(dossier, row["line"])):
            why = [_why(dossier, *one) for one in obstacles]
            raise AnswersWrong([_not_payable(f"lines[{at}].exclude", row["line"], why)])
        entry.excluded, entry.reason = bool(row.get("exclude")), row.get("reason")
    _require_within_approved(dossier)


def _not_payable(field: str, line: int, why: list[tuple[str, str]]) -> Problem:
    return Problem(
        field,
        "not_payable",
        f"第 {line} 号学员不符合计补条件：{'；'.join(zh for zh, _ in why)}",
        f"Line {line} cannot be paid for: {'; '.join(en for _, en in why)}",
    )


def _require_within_approved(dossier: Dossier) -> None:
    """No more is claimed than was approved; the institution says who is left out."""
    claimed = sum(not entry.excluded for entry in dossier.claim_lines.values())
    approved = dossier.opening.approved_heads or 0
    if claimed > approved:
        raise AnswersWrong(
            [
                Problem(
                    "lines",
                    "above_approved",
                    f"申请 {claimed} 人，批准 {approved} 人，请在名单中注明不申请补贴的学员。",
                    f"{claimed} claimed, {approved} approved: say who is left out of the claim.",
                )
            ]
        )


@rule("claim_review")
def review_claim(dossier: Dossier, given: Given) -> None:
    """Lines that are cut or removed are listed with their reason; all others are approved."""
    if given["decision"] != "pass":
        return
    freezing.require_untouched(dossier)
    supervising.require_visited(dossier)
    for entry in dossier.claim_lines.values():
        entry.verdict, entry.amount_fen = "approved", earning.line_fen(dossier, entry.line)
    voucher.bar(dossier)
    problems = [*voucher.not_payable(dossier, given.get("lines") or ())]
    for at, row in enumerate(given.get("lines") or ()):
        listed = dossier.claim_lines.get(row["line"])
        if listed is None or listed.excluded:
            problems.append(_not_claimed(f"lines[{at}].line", row["line"]))
            continue
        listed.verdict, listed.reason = row["verdict"], row.get("reason")
        if row["verdict"] == "cut":
            problems += _cut(listed, at, row["amount"])
    problems += _not_now(dossier)
    if problems:
        raise AnswersWrong(problems)


def _not_now(dossier: Dossier) -> list[Problem]:
    """A line that is doubted, under investigation or above the year's cap is not approved."""
    kept = dict.fromkeys(earning.approved(dossier), "lines")
    return [
        *comparison.doubted(dossier, kept),
        *freezing.frozen(dossier, kept),
        *person_year.above(dossier, kept),
    ]


def _cut(line: ClaimLine, at: int, amount_fen: int) -> list[Problem]:
    if amount_fen >= line.amount_fen:
        return [
            Problem(
                f"lines[{at}].amount",
                "not_less",
                "核减后的金额应低于申请金额。",
                "After the cut the amount must be below what was claimed.",
            )
        ]
    line.amount_fen = amount_fen
    return []


def _not_claimed(field: str, line: int) -> Problem:
    return Problem(
        field,
        "unknown_line",
        f"第 {line} 号学员不在申请名单内。",
        f"Line {line} is not part of the claim.",
    )


@rule("claim_publish")
def publish_claim(dossier: Dossier, _: Given) -> None:
    """The masked list goes on public notice for the days the policy names."""
    dossier.opening.published_at = dossier.now
    dossier.deadlines.begin("publicity")


@rule("claim_late_decide")
def decide_late_claim(dossier: Dossier, given: Given) -> None:
    """The claim window has closed: the approver allows a late claim or closes it."""
    dossier.opening.late_claim_allowed = given["decision"] == "allow"


@rule("FileObjection")
def file_objection(dossier: Dossier, given: Given) -> None:
    """An objection is a row; it is answered before anything is paid."""
    ends_at = dossier.deadlines.due("publicity")
    if ends_at is None or dossier.now >= ends_at:
        raise NotNow(
            "本办件不在公示期内，请拨打 12333 反映情况。",
            "The claim is not on public notice; call 12333 instead.",
        )
    line = given.get("line")
    if line is not None and line not in dossier.claim_lines:
        raise AnswersWrong(
            [
                Problem(
                    "line", "unknown_line", "公示名单中没有该序号。", "No such line on the notice."
                )
            ]
        )
    entry = Objection(
        case_id=dossier.case.id,
        no=len(dossier.objections) + 1,
        line=line,
        objector=given.get("objector"),
        facts=given["facts"],
        filed_at=dossier.now,
    )
    dossier.session.add(entry)
    dossier.objections.append(entry)
    # Whoever has the form of an earlier objection open must see that there is another.
    dossier.redraw("objection_handle")


@rule("objection_handle")
def handle_objection(dossier: Dossier, given: Given) -> None:
    """Upheld: the line leaves the claim. Dismissed: it stays. Either way with a finding."""
    entry = next(
        (row for row in dossier.objections if row.no == given["objection"] and row.upheld is None),
        None,
    )
    if entry is None:
        raise AnswersWrong(
            [
                Problem(
                    "objection",
                    "unknown",
                    f"没有第 {given['objection']} 号待核查异议。",
                    f"There is no open objection number {given['objection']}.",
                )
            ]
        )
    entry.finding, entry.decided_at = given["finding"], dossier.now
    entry.upheld = given["decision"] == "upheld"
    if entry.upheld:
        lines = [entry.line] if entry.line is not None else list(dossier.claim_lines)
        for line in lines:
            _take_out(dossier, line, reason=f"公示异议第 {entry.no} 号成立")


def _take_out(dossier: Dossier, line: int, *, reason: str) -> None:
    """What was on notice leaves it: the evidence where that was published, else the claim."""
    proof = dossier.proofs.get(line)
    if employment.on_notice(dossier):
        if proof is not None and proof.state == "confirmed":
            proof.verdict, proof.reason = "refused", reason
        return
    dossier.claim_lines[line].verdict = "removed"
    dossier.claim_lines[line].reason = reason
