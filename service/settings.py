"""What the surroundings say about how this installation runs, read once and checked at the door."""

import base64
import binascii
import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

KEY_BYTES = 32
HIGHEST_KEY = 255
LONGEST_NUMBER = 8
DATABASES = ("postgresql", "sqlite")
MODES = ("demo", "production")


class NotReady(Exception):
    """The installation lacks something it may not run without."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the application, its clock and its commands are told from outside."""

    mode: str
    database_url: str
    secret_key: str
    keys: Mapping[int, bytes]
    index_key: bytes
    home: Path
    public_url: str = "http://127.0.0.1:8000"
    smtp_url: str = ""
    mail_sender: str = "kaiban@localhost"
    tick_seconds: int = 5
    idle_minutes: int = 30

    @property
    def demo(self) -> bool:
        """Whether invented people and a shifted clock are permitted."""
        return self.mode == "demo"


def from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; refuse with one clear sentence where production lacks a secret."""
    env = os.environ if environ is None else environ
    mode = env.get("KAIBAN_MODE", "demo")
    if mode not in MODES:
        raise NotReady(f"KAIBAN_MODE must be demo or production, not {mode!r}.")
    home = Path(env.get("KAIBAN_HOME", ".kaiban")).absolute()
    made = demo_secrets(home) if mode == "demo" else {}
    return Settings(
        mode=mode,
        database_url=_database_url(env, mode=mode, home=home),
        secret_key=_required(env, "KAIBAN_SECRET_KEY", made),
        keys=read_keys(_required(env, "KAIBAN_KEYS", made)),
        index_key=_key(_required(env, "KAIBAN_INDEX_KEY", made), "KAIBAN_INDEX_KEY"),
        home=home,
        public_url=env.get("KAIBAN_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/"),
        smtp_url=env.get("SMTP_URL", ""),
        mail_sender=env.get("KAIBAN_MAIL_SENDER", "kaiban@localhost"),
        tick_seconds=_whole(env, "KAIBAN_TICK_SECONDS", "seconds", default=5),
        idle_minutes=_whole(env, "KAIBAN_IDLE_MINUTES", "minutes", default=30),
    )


def _whole(env: Mapping[str, str], name: str, unit: str, *, default: int) -> int:
    given = env.get(name, str(default))
    if not (given.isascii() and given.isdigit() and int(given) > 0):
        raise NotReady(f"{name} is a number of {unit} from 1 on, not {given!r}.")
    return int(given)


def _required(env: Mapping[str, str], name: str, made: Mapping[str, str]) -> str:
    value = env.get(name) or made.get(name, "")
    if not value:
        raise NotReady(
            f"{name} is not set. Outside the demo Kaiban starts only with its own secrets: "
            f"set KAIBAN_SECRET_KEY, KAIBAN_KEYS and KAIBAN_INDEX_KEY."
        )
    return value


def _database_url(env: Mapping[str, str], *, mode: str, home: Path) -> str:
    given = env.get("DATABASE_URL", "")
    if given:
        if given.partition("://")[0].partition("+")[0] not in DATABASES:
            raise NotReady("DATABASE_URL begins with postgresql:// or sqlite:///.")
        return given
    if mode == "production":
        raise NotReady("DATABASE_URL is not set. Production does not guess its database.")
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return f"sqlite:///{home / 'kaiban.db'}"


def read_keys(ring: str) -> dict[int, bytes]:
    """Read `number:base64,number:base64`; the highest number seals, the others still open."""
    keys: dict[int, bytes] = {}
    for part in filter(None, (piece.strip() for piece in ring.split(","))):
        number, _, encoded = part.partition(":")
        if not (number.isascii() and number.isdigit() and int(number) <= HIGHEST_KEY):
            # A key written without its number must not be repeated to whoever looks on.
            shown = (
                repr(number) if len(number) <= LONGEST_NUMBER else "what stands before the colon"
            )
            raise NotReady(f"KAIBAN_KEYS reads number:base64,…; {shown} is not 0 to 255.")
        if int(number) in keys:
            raise NotReady(f"KAIBAN_KEYS names key {int(number)} twice.")
        keys[int(number)] = _key(encoded, f"key {number} of KAIBAN_KEYS")
    if not keys:
        raise NotReady("KAIBAN_KEYS names no key; it reads number:base64,number:base64.")
    return keys


def _key(encoded: str, what: str) -> bytes:
    try:
        raw = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raw = b""
    if len(raw) != KEY_BYTES:
        raise NotReady(f"{what[0].upper()}{what[1:]} must be {KEY_BYTES} bytes in base64.")
    return raw


def demo_secrets(home: Path) -> dict[str, str]:
    """The demo's own secrets: made once, kept where only this user reads them."""
    path = home / "secrets.json"
    if path.exists():
        read: dict[str, str] = json.loads(path.read_text(encoding="ascii"))
        return read
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = {
        "KAIBAN_SECRET_KEY": secrets.token_urlsafe(KEY_BYTES),
        "KAIBAN_KEYS": "1:" + _new_key(),
        "KAIBAN_INDEX_KEY": _new_key(),
    }
    written = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        json.dump(made, file)
    # Where two start at once, the first to put its file in place has made the secrets of both.
    with suppress(FileExistsError):
        os.link(written, path)
    written.unlink()
    return demo_secrets(home)


def _new_key() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")
