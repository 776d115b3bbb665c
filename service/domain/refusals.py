"""Why an order was not carried out: one exception per refusal, its docstring the one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from service.domain.money import yuan
from service.domain.problem import Problem


@dataclass(frozen=True, slots=True)
class Sentence:
    """What was wrong and what to do, in both languages."""

    zh: str
    en: str


class Refusal(Exception):
    """The order was not carried out."""

    code = "refused"

    def __init__(self, zh: str | None = None, en: str | None = None) -> None:
        plain = (type(self).__doc__ or "").strip()
        self.sentence = Sentence(zh or plain, en or plain)
        super().__init__(self.sentence.en)


class NotVisible(Refusal):
    """There is no such case, or it is not for your eyes."""

    code = "not_visible"

    def __init__(self) -> None:
        super().__init__(
            "没有这个办件，或您无权查看。", "There is no such case, or it is not yours to see."
        )


class Forbidden(Refusal):
    """This order is not yours to give."""

    code = "forbidden"


class SeparationOfDuties(Refusal):
    """Whoever acted on this case in another office may not act here."""

    code = "separation_of_duties"


def _named(who: str) -> Sentence:
    """A person by name; what happened by itself was done by nobody."""
    return Sentence("系统自动", "The system") if who == "clock" else Sentence(who, who)


class StaleStep(Refusal):
    """The step has changed since the form was drawn."""

    code = "stale_step"

    def __init__(self, who: str, when: datetime, what: str, words: Sentence | None = None) -> None:
        self.who, self.when, self.what = who, when, what
        said, by = words or Sentence(what, what), _named(who)
        super().__init__(
            f"您打开表单之后，本步骤已由{by.zh}更新（{said.zh}）。请核对后重新提交，已填写的内容仍在。",
            f"{by.en} has changed this step since ({said.en}). Check your answers and send again.",
        )


class StepGone(Refusal):
    """The step is no longer open."""

    code = "step_gone"

    def __init__(
        self, who: str, when: datetime | None, what: str, words: Sentence | None = None
    ) -> None:
        self.who, self.when, self.what = who, when, what
        said, by = words or Sentence(what, what), _named(who)
        super().__init__(
            f"本步骤已办结或已转出：{by.zh}（{said.zh}）。请回到办件页查看当前进展。",
            f"This step is no longer open: {by.en} ({said.en}). See the case for where it stands.",
        )


class CaseEnded(Refusal):
    """The case has ended; nothing more can be done on it."""

    code = "case_ended"

    def __init__(self) -> None:
        super().__init__(
            "本办件已办结，不能再操作。", "The case has ended; nothing more can be done."
        )


class NotNow(Refusal):
    """The case does not stand where this order could be carried out."""

    code = "not_now"


class BudgetShort(Refusal):
    """The year's budget of the fund is too small for this payment; the case waits for money."""

    code = "budget_short"

    def __init__(
        self,
        *,
        case_id: int,
        stage: str,
        key: tuple[str, str, str, int],
        wanted_fen: int,
        left_fen: int,
    ) -> None:
        self.case_id, self.stage, self.key = case_id, stage, key
        self.wanted_fen, self.left_fen = wanted_fen, left_fen
        wanted, left = yuan(wanted_fen), yuan(max(left_fen, 0))
        super().__init__(
            f"{key[3]} 年度预算可支出余额 {left} 元，本笔需 {wanted} 元，不能拨付。"
            "本笔款项转为等待预算，期限暂停；追加或调剂预算后自动恢复。",
            f"The {key[3]} budget has {left} yuan left to spend and this payment needs {wanted}."
            " It waits for money, and its period is paused until there is enough.",
        )


class AnswersWrong(Refusal):
    """Some answers have to be mended first; nothing was recorded."""

    code = "answers_wrong"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            f"有 {len(self.problems)} 处需要改正，尚未提交，已填写的内容仍在。",
            f"{len(self.problems)} answers have to be mended; nothing was recorded.",
        )


class KeyReused(Refusal):
    """This Idempotency-Key was already used for another request."""

    code = "key_reused"

    def __init__(self) -> None:
        super().__init__(
            "这个 Idempotency-Key 已用于另一项请求，请换一个。",
            "This Idempotency-Key was already used for another request; use a new one.",
        )


class FolderRefused(Refusal):
    """The jurisdiction's folder has errors and was not published; the old one keeps serving."""

    code = "folder_refused"

    def __init__(self, findings: Sequence[str]) -> None:
        self.findings = tuple(findings)
        super().__init__(
            f"目录有 {len(self.findings)} 处错误，未发布，原版本继续使用。",
            f"{len(self.findings)} errors: the folder was not published, the old one serves on.",
        )


class ReasonMissing(Refusal):
    """Personal data is seen in full only for one of the reasons on the list."""

    code = "reason_missing"

    def __init__(self) -> None:
        super().__init__(
            "查看完整个人信息，请先选择事由。",
            "Choose a reason first: personal data is seen in full only for one on the list.",
        )


class TryAgain(Refusal):
    """The records are busy; nothing was written, try again."""

    code = "try_again"

    def __init__(self) -> None:
        super().__init__(
            "系统正忙，什么都没有写入，请稍后再试。",
            "The records are busy; nothing was written. Try again.",
        )


class DocumentErased(Refusal):
    """The document was erased; what is left of it is its digest."""

    code = "document_erased"

    def __init__(self) -> None:
        super().__init__(
            "这份材料已按保存期限或个人信息规定删除，只保留指纹。",
            "This document was erased under the rules of retention; its digest is kept.",
        )


class DocumentDamaged(Refusal):
    """What lies in the storage is not what was handed in; it is not shown."""

    code = "document_damaged"

    def __init__(self) -> None:
        super().__init__(
            "这份材料在存储中已丢失或被改动，与登记的指纹不符，因此不予显示。"
            "请联系系统管理员从备份恢复；也可请填报方重新上传。",
            "This document is missing from the storage or was altered there, so it is not shown."
            " Ask the system administrator to restore it from a backup, or have it sent again.",
        )
