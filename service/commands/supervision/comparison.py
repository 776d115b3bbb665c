"""疑点: what stands against a line of a class, found anew each time until a reason clears it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from service.commands.dossier import Dossier
from service.domain.calendar import beijing_date
from service.domain.comparison import DOUBTS, MEANWHILE, SUBSIDISED
from service.domain.policy import NotInForce, Policy, UnknownValue, Value
from service.domain.problem import Problem
from service.domain.refusals import NotNow
from service.records import comparison as records
from service.records.case import Case
from service.records.comparison import LineDoubt
from service.records.duplicates import Twin, elsewhere_meanwhile, subsidised_before
from service.records.opening import ClassOpening

Find = Callable[[str], Value | None]


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that stands against one line, and the word by which it was cleared."""

    line: int
    kind: str
    # Where it comes from: the source of a list, or the number of another class.
    source: str
    as_of: date | None = None
    import_id: int | None = None
    cleared: LineDoubt | None = None

    @property
    def origin(self) -> str:
        """The one list or class that a reason clears it of."""
        return self.source if self.import_id is None else str(self.import_id)


def doubts(session: Session, case_id: int, jurisdiction: str, find: Find) -> list[Doubt]:
    """Everything that stands or stood against the lines of a class, by line."""
    found = [
        *_on_lists(session, case_id, jurisdiction, words(find, "comparison_suspects")),
        *_twins(
            SUBSIDISED,
            find("subsidised_before_doubted"),
            lambda: subsidised_before(session, case_id),
        ),
        *_twins(
            MEANWHILE,
            find("elsewhere_meanwhile_doubted"),
            lambda: elsewhere_meanwhile(session, case_id),
        ),
    ]
    if not found:
        return []
    settled = {(row.line, row.kind, row.origin): row for row in records.cleared(session, case_id)}
    once = {(one.line, one.kind, one.origin): one for one in reversed(found)}
    return [
        Doubt(
            one.line,
            one.kind,
            one.source,
            as_of=one.as_of,
            import_id=one.import_id,
            cleared=settled.get((one.line, one.kind, one.origin)),
        )
        for _, one in sorted(once.items())
    ]


def proofs(session: Session, case_id: int, jurisdiction: str, find: Find) -> list[Doubt]:
    """Whose group a list proves: what speaks for a line instead of against it."""
    return _on_lists(session, case_id, jurisdiction, words(find, "comparison_proofs"))


def words(find: Find, key: str) -> tuple[str, ...]:
    """A value that lists words; a place without it has none."""
    found = find(key)
    return tuple(found.value) if found is not None and isinstance(found.value, list | tuple) else ()


def _on_lists(
    session: Session, case_id: int, jurisdiction: str, kinds: tuple[str, ...]
) -> list[Doubt]:
    if not kinds:
        return []
    return [
        Doubt(hit.line, hit.kind, hit.source, as_of=hit.as_of, import_id=hit.import_id)
        for hit in records.hits_of_case(session, case_id, jurisdiction, kinds)
    ]


def _twins(kind: str, switch: Value | None, ask: Callable[[], list[Twin]]) -> list[Doubt]:
    if switch is None or switch.value is not True:
        return []
    return [Doubt(twin.line, kind, twin.number) for twin in ask()]


def finder(policy: Policy, case: Case, opening: ClassOpening | None, today: date) -> Find:
    """A case's values for whoever only looks: None where the place has no such rule."""
    filed = beijing_date(opening.received_at) if opening and opening.received_at else today
    starts = (opening.starts_on if opening else None) or filed

    def find(key: str) -> Value | None:
        try:
            on = starts if policy.choose_by(key) == "class_start" else filed
            return policy.value(key, on, region=case.region)
        except (UnknownValue, NotInForce):
            return None

    return find


# --- what an order asks --------------------------------------------------------------------------


def open_doubts(dossier: Dossier) -> dict[int, list[Doubt]]:
    """What nobody has cleared yet, by line of the roster."""
    case = dossier.case
    found: dict[int, list[Doubt]] = {}
    for one in doubts(dossier.session, case.id, case.jurisdiction, dossier.find):
        if one.cleared is None:
            found.setdefault(one.line, []).append(one)
    return found


def doubted(dossier: Dossier, lines: Mapping[int, str]) -> list[Problem]:
    """A problem for each of these lines (line → field) with an open doubt."""
    open_now = open_doubts(dossier) if lines else {}
    return [
        Problem(
            field,
            "doubted",
            f"第 {line} 号学员有未排除的疑点（{_told(open_now[line], 0)}）："
            "请先写明理由予以排除，或剔除该学员。",
            f"Line {line} is doubted ({_told(open_now[line], 1)}): clear it with a reason"
            " or remove the line.",
        )
        for line, field in sorted(lines.items())
        if line in open_now
    ]


def require_undoubted(dossier: Dossier, lines: Iterable[int]) -> None:
    """Nothing is paid to or for a line that somebody still has to look into."""
    open_now = open_doubts(dossier)
    stopped = sorted(set(lines) & open_now.keys())
    if stopped:
        named = "、".join(map(str, stopped))
        raise NotNow(
            f"第 {named} 号学员有未排除的疑点，暂不能拨付。请由受理初审人员写明理由排除。",
            f"Lines {named} are doubted; nothing is paid until the reviewer clears that.",
        )


def _told(found: list[Doubt], language: int) -> str:
    return ", ".join(DOUBTS[one.kind][language] for one in found)
