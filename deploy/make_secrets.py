"""Makes each secret that deploy/compose.yaml gives the containers as a file; none is made twice."""

import base64
import secrets
from pathlib import Path

FOLDER = Path(__file__).parent / "secrets"
KEY_BYTES = 32


def make_all(folder: Path) -> list[str]:
    """Make what is missing; the names of what was made."""
    # The folder is the owner's alone; in a container its files must be readable to kaiban.
    folder.mkdir(mode=0o700, exist_ok=True)
    password = _kept(folder, "database_password", secrets.token_urlsafe(KEY_BYTES))
    wanted = {
        "database_url": f"postgresql://kaiban:{password}@database/kaiban",
        "secret_key": secrets.token_urlsafe(KEY_BYTES),
        "keys": f"1:{_key()}",
        "index_key": _key(),
    }
    made = [name for name in wanted if not (folder / name).exists()]
    for name in made:
        _kept(folder, name, wanted[name])
    return made


def _kept(folder: Path, name: str, value: str) -> str:
    path = folder / name
    if not path.exists():
        path.write_text(value, encoding="ascii")
    return path.read_text(encoding="ascii")


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


if __name__ == "__main__":
    print(f"{FOLDER}: {', '.join(make_all(FOLDER)) or 'nothing was missing'}")  # noqa: T201 - said to the operator
