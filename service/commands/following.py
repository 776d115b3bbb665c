"""Which kinds of case somebody may begin: by themselves, or following on a case he sees."""

from collections.abc import Iterable

from service.domain import permissions
from service.domain.permissions import Actor, Scope
from service.domain.policy import Policy, Process
from service.records.case import Case


def may_follow(actor: Actor, case: Case, policy: Policy) -> list[Process]:
    """What may be begun that follows on the case, in the order of the folder."""
    scope = Scope(case.jurisdiction, case.region, case.institution_id)
    found = (one for one in policy.processes.values() if case.process in one.follows)
    return _within(actor, found, scope)


def may_begin(actor: Actor, scope: Scope, policy: Policy) -> list[Process]:
    """What begins by itself there besides the main process."""
    main = policy.jurisdiction.main
    found = (one for one in policy.processes.values() if not one.follows and one.name != main)
    return _within(actor, found, scope)


def _within(actor: Actor, found: Iterable[Process], scope: Scope) -> list[Process]:
    return [one for one in found if permissions.cover_in(actor, one.begun_by, scope)]
