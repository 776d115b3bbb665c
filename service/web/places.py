"""Where one may go: the places of the house, each drawn for the roles it is there for."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, g, request, url_for

from service.commands.reconciling.reading import READERS
from service.domain.permissions import MAY, ROLES
from service.web.front import actor, blueprint
from service.web.language import say

NO_CASES = frozenset(
    {"policy_admin", "learner", "system_admin", "security_admin", "audit_admin"},
)
SEES_CASES = frozenset(ROLES) - NO_CASES
# Nothing waits in their lanes; they are led to what they do come for.
NO_QUEUE = NO_CASES - {"learner"} | {"auditor", "counter_clerk"}
EVERYONE: frozenset[str] = frozenset()
REPORTERS = frozenset(
    {"county_reviewer", "county_approver", "county_head", "city_reviewer", "auditor"}
)


SUPERVISE = frozenset(MAY["ImportList"] | MAY["ReadArchive"])


@dataclass(frozen=True, slots=True)
class Place:
    """One page the navigation leads to; no roles named means everybody who has signed in."""

    endpoint: str
    zh: str
    roles: frozenset[str] = EVERYONE


@dataclass(frozen=True, slots=True)
class Group:
    """Places that belong together, under one heading."""

    zh: str
    places: Sequence[Place]


# A place whose page is not there yet is not drawn; each owner adds the line of his page.
GROUPS = (
    Group(
        "办理",
        (
            Place("web.work_list", "待办", frozenset(ROLES) - NO_QUEUE),
            Place("web.search", "查找办件", frozenset({"auditor"})),
            Place("web.finance_desk", "资金", frozenset({"finance_reviewer", "finance_payer"})),
            Place(
                "web.batches", "拨付批次", frozenset(MAY["DrawBatch"] | {"auditor", "county_head"})
            ),
            Place(
                "web.budgets", "预算", frozenset(MAY["ProposeBudget"] | {"auditor", "county_head"})
            ),
            Place("web.head_desk", "本单位办理情况", frozenset({"county_head"})),
            Place("web.counter", "窗口代收", frozenset({"counter_clerk"})),
            Place("web.money_figures", "账目与对账", READERS),
            Place("web.cases", "办件", SEES_CASES),
            Place("web.reports", "双周调度表", REPORTERS),
            Place("web.inbox", "消息"),
        ),
    ),
    Group(
        "监管",
        (
            Place("web.comparison", "名单比对", SUPERVISE),
            Place("web.black_and_white", "黑白名单", SUPERVISE),
            Place("web.archive", "学员电子档案", SUPERVISE),
        ),
    ),
    Group(
        "管理",
        (
            Place("web.accounts", "账号与角色", frozenset({"system_admin", "security_admin"})),
            Place("web.institutions", "机构", frozenset({"system_admin"})),
            Place("web.incidents", "待处理故障", frozenset({"system_admin"})),
            Place("web.security_log", "安全日志", frozenset({"audit_admin"})),
        ),
    ),
    Group("目录", (Place("web.catalogue", "两目录一系统"),)),
    Group("帮助", (Place("web.help_home", "办事指南"),)),
)
# What stands in the menu under one's own name.
MINE = (
    Place("web.my_account", "我的账号"),
    Place("web.my_stand_in", "我的代办"),
    Place("web.phrases", "常用语", SEES_CASES),
)


@dataclass(frozen=True, slots=True)
class Link:
    """One link as the page draws it."""

    href: str
    text: str
    here: bool
    endpoint: str


@dataclass(frozen=True, slots=True)
class Links:
    """One group of links as the page draws it."""

    title: str
    links: Sequence[Link]


def _open(place: Place) -> bool:
    if place.endpoint not in current_app.view_functions:
        return False
    return not place.roles or bool(place.roles & {grant.role for grant in actor().grants})


def elsewhere() -> str | None:
    """Where somebody begins for whom no queue is kept; None where one is, or no role is held."""
    roles = {grant.role for grant in actor().grants}
    if not roles or roles - NO_QUEUE:
        return None
    theirs = [place for group in GROUPS for place in group.places if place.roles and _open(place)]
    return url_for(theirs[0].endpoint if theirs else "web.inbox")


def _links(places: Sequence[Place]) -> list[Link]:
    addresses = [(place, url_for(place.endpoint)) for place in places if _open(place)]
    # A page may lie below two places; it belongs to the nearer one.
    nearest = max((href for _, href in addresses if _under(href)), key=len, default="")
    return [Link(href, say(place.zh), href == nearest, place.endpoint) for place, href in addresses]


def _under(href: str) -> bool:
    """Whether the page that is open is this place or lies below it."""
    return request.path == href or (href != "/" and request.path.startswith(href + "/"))


@blueprint.app_context_processor
def lead() -> dict[str, object]:
    """The navigation of whoever is there, asked for only by pages that draw it."""

    def groups() -> list[Links]:
        if "actor" not in g:
            return []
        found = [Links(say(group.zh), _links(group.places)) for group in GROUPS]
        return [one for one in found if one.links]

    def mine() -> list[Link]:
        return _links(MINE) if "actor" in g else []

    return {"places": groups, "my_places": mine, "has_page": _has_page}


def _has_page(endpoint: str) -> bool:
    return endpoint in current_app.view_functions
