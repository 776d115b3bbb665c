"""How long one may sit, how often one may try, and what still bars the way to a desk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from service.domain.permissions import NEEDS_SECOND_FACTOR

LONGEST = timedelta(hours=12)
HALF_WAY = timedelta(minutes=10)
TOUCH = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries in vain within so long."""

    most: int
    within: timedelta


FIVE_MINUTES = timedelta(minutes=5)
LIMITS: Mapping[str, tuple[Limit, ...]] = {
    "account": (Limit(5, FIVE_MINUTES),),
    # The same from browsers its owner has used: whoever locks an account elsewhere locks no owner.
    "known": (Limit(5, FIVE_MINUTES),),
    # A county's whole office may stand behind one address.
    "address": (Limit(50, FIVE_MINUTES),),
    "code": (Limit(5, FIVE_MINUTES), Limit(30, timedelta(days=1))),
    "recovery": (Limit(5, FIVE_MINUTES), Limit(30, timedelta(days=1))),
    "token": (Limit(30, FIVE_MINUTES),),
    "password": (Limit(5, FIVE_MINUTES),),
}
LONGEST_WINDOW = max(limit.within for limits in LIMITS.values() for limit in limits)


def ran_out(begun_at: datetime, last_seen_at: datetime, *, now: datetime, idle: timedelta) -> bool:
    """Whether a sitting is over because nobody was seen, or because a day's work is done."""
    return now - last_seen_at >= idle or now - begun_at >= LONGEST


def lacks(
    roles: Iterable[str], *, must_change_password: bool, has_factor: bool, proved: bool
) -> str | None:
    """What must be done before anything else is reached: show the code, set a factor, a password.

    The second factor comes first: who cannot show it may not choose the password either.
    """
    if has_factor and not proved:
        return "code"
    if must_change_password:
        return "password"
    if not has_factor and not proved and NEEDS_SECOND_FACTOR & frozenset(roles):
        return "factor"
    return None


def client_address(remote: str, forwarded: str, *, proxies: Iterable[str]) -> str:
    """Whose try it is: the caller, or the IPv6 net of the caller's home."""
    given = caller(remote, forwarded, proxies=proxies)
    try:
        address = ip_address(given)
    except ValueError:
        return remote
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ip_network((address, 64), strict=False))
    return str(address)


def caller(remote: str, forwarded: str, *, proxies: Iterable[str]) -> str:
    """Whom a proxy of ours says it speaks for, else who called.

    Only the last word of X-Forwarded-For is the proxy's own; those before it anybody may write.
    """
    told = forwarded.rpartition(",")[2].strip()
    return told if told and lies_within(remote, proxies) else remote


def lies_within(address: str, networks: Iterable[str]) -> bool:
    """Whether an address is one of these, or in one of these networks; `*` is every one."""
    wanted = tuple(networks)
    if "*" in wanted:
        return True
    try:
        one = ip_address(address)
    except ValueError:
        return False
    return any(one in ip_network(network) for network in wanted)
