"""Who is paid and into which account, kept sealed with the request."""

from collections.abc import Mapping
from typing import Any

from service.commands.dossier import Dossier


def change(dossier: Dossier, given: Mapping[str, Any]) -> None:
    """Take over the parts of the payee that were given."""
    for name in ("payee_name", "payee_bank", "payee_account"):
        if given.get(name):
            setattr(dossier.opening, name, given[name])
