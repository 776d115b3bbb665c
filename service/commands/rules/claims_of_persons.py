"""Claims that are paid to persons: judged line by line, accounts given later."""

from service.commands.dossier import Dossier
from service.commands.paying import persons
from service.commands.paying.allowance import release
from service.commands.rules.lines import require_every
from service.commands.rules.table import Given, rule
from service.commands.supervision import comparison, freezing
from service.domain.refusals import AnswersWrong


def judge(dossier: Dossier, given: Given) -> None:
    """Each line is approved, or removed with a reason; none is passed over."""
    require_every(given["lines"], asked=set(dossier.claim_lines), field="lines")
    for row in given["lines"]:
        entry = dossier.claim_lines[row["line"]]
        entry.verdict, entry.reason = row["verdict"], row.get("reason")
    freezing.require_untouched(dossier)
    kept = {
        row["line"]: f"lines[{at}].verdict"
        for at, row in enumerate(given["lines"])
        if row["verdict"] == "approved"
    }
    problems = [*comparison.doubted(dossier, kept), *freezing.frozen(dossier, kept)]
    if problems:
        raise AnswersWrong(problems)


@rule("persons_accounts")
def give_accounts(dossier: Dossier, given: Given) -> None:
    """Accounts for those who had named none; or they are given up, and paid nothing."""
    waiting = persons.held(dossier)
    if given["decision"] == "give_up":
        for line in waiting:
            dossier.claim_lines[line].excluded = True
            dossier.claim_lines[line].reason = given["reason"]
        release(dossier)
        return
    persons.mend_accounts(dossier, given)
