"""Where a try comes from, as far as a proxy of ours can be believed."""

from flask import current_app, request

from service.domain import door


def address() -> str:
    """The caller's address; only a digest of it is ever kept."""
    return door.client_address(*_told(), proxies=current_app.config["KAIBAN_PROXIES"])


def calls_from(networks: tuple[str, ...]) -> bool:
    """Whether the caller stands in one of these networks."""
    caller = door.caller(*_told(), proxies=current_app.config["KAIBAN_PROXIES"])
    return door.lies_within(caller, networks)


def _told() -> tuple[str, str]:
    return request.remote_addr or "", request.headers.get("X-Forwarded-For", "")
