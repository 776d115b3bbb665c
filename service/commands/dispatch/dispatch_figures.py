"""The figures a dispatch report may ask for by name: what each counts, and how it is defined."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from service.domain.calendar import day_end
from service.records import dispatch, performance
from service.records.dispatch import Counted


@dataclass(frozen=True, slots=True)
class Question:
    """For which place and districts, and up to the end of which day."""

    session: Session
    jurisdiction: str
    regions: Sequence[str]
    last_day: date


Counting = Callable[[Question], Counted]
FEN = 100


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its definition in the office's words, and the function that counts it."""

    zh: str
    en: str
    count: Callable[[Question], Counted]


def registered_learners(asked: Question) -> Counted:
    """Names on the rosters of approved online classes filed by that day, without who withdrew."""
    until = day_end(asked.last_day)
    return Counted(dispatch.registered(asked.session, asked.jurisdiction, asked.regions, until))


def trained_including_unfinished(asked: Question) -> Counted:
    """Names on the rosters of online classes begun by that day, finished or not."""
    day = asked.last_day
    return Counted(dispatch.trained(asked.session, asked.jurisdiction, asked.regions, day))


def counted_by(count: Callable[[Session, str, Sequence[str], datetime], int]) -> Counting:
    """What the records count up to the end of that day."""

    def ask(asked: Question) -> Counted:
        until = day_end(asked.last_day)
        return Counted(count(asked.session, asked.jurisdiction, asked.regions, until))

    return ask


def paid_yuan(asked: Question) -> Counted:
    """What was paid out by that day, in whole yuan."""
    fen = counted_by(performance.paid_fen)(asked).number
    return Counted(fen // FEN)


def platforms_from(origin: str) -> Callable[[Question], Counted]:
    """The platforms of that origin in the place's catalogue on that day, by name."""

    def count(asked: Question) -> Counted:
        names = dispatch.platforms(asked.session, asked.jurisdiction, origin, asked.last_day)
        return Counted(len(names), tuple(names))

    return count


FIGURES: Mapping[str, Figure] = {
    "learners_in_priority_areas": Figure(
        "截止日前收件并获准开班的班次，花名册上来自重点地区的人次，累计",
        "Cumulative: learners from priority areas on the rosters of approved classes",
        counted_by(performance.in_priority_areas),
    ),
    "learners_passed": Figure(
        "已结业的班次考核合格人次，累计",
        "Cumulative: learners who passed, of completed classes",
        counted_by(performance.passed),
    ),
    "learners_employed": Figure(
        "填报就业或创业的人次，累计",
        "Cumulative: learners reported at work",
        counted_by(performance.employed),
    ),
    "subsidy_paid_yuan": Figure(
        "银行已拨付的补贴，元，累计",
        "Cumulative: subsidy paid by the bank, in yuan",
        paid_yuan,
    ),
    "registered_learners": Figure(
        "截止日前收件并获准开班的线上培训班，花名册上未退班的人次，累计",
        "Cumulative: names on the rosters of approved online classes filed by the day,"
        " without those who withdrew",
        registered_learners,
    ),
    "trained_including_unfinished": Figure(
        "截止日前已开班的线上培训班，花名册上的人次，累计；含未完成全部培训的，退班者有学习记录才计",
        "Cumulative: names on the rosters of online classes begun by the day, finished or not;"
        " of those who withdrew, whoever has a learning record",
        trained_including_unfinished,
    ),
    **{
        f"platforms_of_{name}": Figure(
            f"截止日目录中有效的线上平台，来源为{zh}",
            f"Online platforms valid in the catalogue on the day, {en}",
            platforms_from(origin),
        )
        for name, origin, zh, en in (
            ("district", "county", "区县", "brought in by districts"),
            ("city", "city", "市（地）", "brought in by cities"),
            ("province", "province", "全省", "brought in by the province"),
            ("ministry", "national", "人社部推荐的54家", "among the 54 the ministry recommends"),
        )
    },
}
