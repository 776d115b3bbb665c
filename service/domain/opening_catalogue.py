"""Whether institution, platform, course and specialty stood in the catalogue on the first day."""

from collections.abc import Iterator, Mapping, Sequence

from service.domain.catalogue import KINDS, Listed, open_to, standing
from service.domain.opening_request import PARTY_OF, OpeningRequest, OpeningRules
from service.domain.problem import Problem

# What a request names each by, as its form writes it; the institution is known without asking.
FIELDS: Mapping[str, str] = {
    "institution": "applicant_type",
    "platform": "platform_code",
    "course": "course_code",
    "specialty": "specialty_code",
}
_ONLINE = ("platform", "course")


def switch(kind: str) -> str:
    """The value that asks for such an entry."""
    return f"catalogue_{kind}_required"


def problems(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    """What is missing from the catalogue, or has run out, on the day the class starts."""
    if rules.is_on(switch("institution")) and is_school(request):
        yield from _of("institution", request, rules)
    if rules.is_on(switch("specialty")):
        yield from _of("specialty", request, rules)
    if request.is_online:
        yield from _of_online(request, rules)


def is_school(request: OpeningRequest) -> bool:
    """Whether the applicant trains as a school; enterprises and platforms are judged by course."""
    return PARTY_OF.get(request.applicant_type, "school") == "school"


def _of_online(request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    """Online lessons need a platform or a course that was evaluated: which of them was named."""
    asked = [kind for kind in _ONLINE if rules.is_on(switch(kind))]
    named = [kind for kind in asked if request.particulars.get(FIELDS[kind])]
    if asked and not named:
        zh = "或".join(KINDS[kind][0] for kind in asked)
        en = " or ".join(KINDS[kind][1].lower() for kind in asked)
        yield Problem(
            FIELDS[asked[0]],
            "catalogue_required",
            f"有线上课时的，请写明经评估确定的{zh}代码。",
            f"Online lessons need the code of an evaluated {en}.",
            rules.clause(switch(asked[0])),
        )
    for kind in named:
        yield from _of(kind, request, rules)


def _of(kind: str, request: OpeningRequest, rules: OpeningRules) -> Iterator[Problem]:
    field, clause = FIELDS[kind], rules.clause(switch(kind))
    entries = rules.listed.get(kind, ())
    day = request.starts_on
    standings = {standing(entry, day): entry for entry in entries}
    if "valid" not in standings:
        zh, en = _why_not(kind, standings, request)
        code = f"catalogue_{next(iter(standings), 'missing')}"
        yield Problem(field, code, zh, en, clause)
    elif not _anyone(kind, entries, request, rules):
        entry = standings["valid"]
        yield Problem(
            field,
            "catalogue_not_for_you",
            f"{KINDS[kind][0]}“{entry.name}”只面向其所属单位的职工或学员。",
            f"The {KINDS[kind][1].lower()} “{entry.name}” is open to its owner's own people only.",
            clause,
        )


def _anyone(
    kind: str, entries: Sequence[Listed], request: OpeningRequest, rules: OpeningRules
) -> bool:
    """Whether one of the entries that are valid is open to whoever asks."""
    day = request.starts_on
    valid = [entry for entry in entries if standing(entry, day) == "valid"]
    return kind == "institution" or any(open_to(entry, rules.bodies) for entry in valid)


def _why_not(
    kind: str, standings: Mapping[str, Listed], request: OpeningRequest
) -> tuple[str, str]:
    zh, en = KINDS[kind]
    en, day = en.lower(), request.starts_on
    if not standings:
        return (
            f"{zh}不在目录内（开班日期 {day}）。",
            f"The {en} is not in the catalogue (class start {day}).",
        )
    how, entry = next(iter(standings.items()))
    named_zh, named_en = f"{zh}“{entry.name}”", f"The {en} “{entry.name}”"
    return {
        "proposed": (f"{named_zh}尚未经评估确定。", f"{named_en} has not been decided on yet."),
        "not_yet": (
            f"{named_zh}自 {entry.valid_from} 起有效，早于该日不能开班。",
            f"{named_en} is valid from {entry.valid_from}; no class starts on it before.",
        ),
        "expired": (
            f"{named_zh}的评估有效期至 {entry.valid_to}，开班日期 {day} 已到期。",
            f"The evaluation of {named_en[4:]} ran to {entry.valid_to}; by {day} it has expired.",
        ),
        "ended": (
            f"{named_zh}已于 {entry.ended_on} 移出目录。",
            f"{named_en} was removed from the catalogue on {entry.ended_on}.",
        ),
    }[how]
