"""Where a try comes from, as far as a proxy of ours can be believed."""

from flask import current_app, request

from service.domain.door import client_address


def address() -> str:
    """The caller's address; only a digest of it is ever kept."""
    return client_address(
        request.remote_addr or "",
        request.headers.get("X-Forwarded-For", ""),
        proxies=current_app.config["KAIBAN_PROXIES"],
    )
