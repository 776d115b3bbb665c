"""What the surroundings say about how this installation runs, read once and checked at the door."""

import base64
import binascii
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from service.records.storage import BadPlace, open_storage

KEY_BYTES = 32
HIGHEST_KEY = 255
SHORTEST_SECRET = 16
THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
LONGEST_NUMBER = 8
DATABASES = ("postgresql", "sqlite")
MODES = ("demo", "production")
# What may be given as a file instead, as containers do with secrets.
IN_FILES = (
    *("KAIBAN_SECRET_KEY", "KAIBAN_KEYS", "KAIBAN_INDEX_KEY", "DATABASE_URL", "SMTP_URL"),
    *("KAIBAN_DOCUMENTS_SECRET", "KAIBAN_OIDC_CLIENT_SECRET"),
)


class NotReady(Exception):
    """The installation lacks something it may not run without."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another house whose word on who somebody is counts here."""

    issuer: str
    client_id: str
    client_secret: str
    label: str = "统一身份"
    means: frozenset[str] = frozenset()


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
    oidc: Elsewhere | None = None
    documents: str = ""
    documents_key: str = ""
    documents_secret: str = field(default="", repr=False)
    document_megabytes: int = 20
    clamd: str = ""
    take_unscanned: bool = False
    proxies: tuple[str, ...] = ("127.0.0.1",)
    metrics_from: tuple[str, ...] = ("127.0.0.1", "::1")
    seal_with: int | None = None

    @property
    def demo(self) -> bool:
        """Whether invented people and a shifted clock are permitted."""
        return self.mode == "demo"


def from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; refuse with one clear sentence where production lacks a secret."""
    env = _from_files(os.environ if environ is None else environ)
    mode = env.get("KAIBAN_MODE", "demo")
    if mode not in MODES:
        raise NotReady(f"KAIBAN_MODE must be demo or production, not {mode!r}.")
    home = Path(env.get("KAIBAN_HOME", ".kaiban")).absolute()
    made = demo_secrets(home) if mode == "demo" else {}
    keys = read_keys(_required(env, "KAIBAN_KEYS", made))
    return Settings(
        mode=mode,
        database_url=_database_url(env, mode=mode, home=home),
        secret_key=_secret(_required(env, "KAIBAN_SECRET_KEY", made)),
        keys=keys,
        seal_with=_seal_with(env.get("KAIBAN_SEAL_WITH", ""), keys),
        index_key=_key(_required(env, "KAIBAN_INDEX_KEY", made), "KAIBAN_INDEX_KEY"),
        home=home,
        public_url=_public_url(env, mode=mode),
        smtp_url=env.get("SMTP_URL", ""),
        mail_sender=env.get("KAIBAN_MAIL_SENDER", "kaiban@localhost"),
        tick_seconds=_whole(env, "KAIBAN_TICK_SECONDS", "seconds", default=5),
        proxies=_networks(env, "KAIBAN_PROXY", "127.0.0.1"),
        metrics_from=_networks(env, "KAIBAN_METRICS_FROM", "127.0.0.1,::1"),
        oidc=_elsewhere(env),
        idle_minutes=_whole(env, "KAIBAN_IDLE_MINUTES", "minutes", default=30),
        documents=_place(env.get("KAIBAN_DOCUMENTS", "") or str(home / "documents")),
        documents_key=env.get("KAIBAN_DOCUMENTS_KEY", ""),
        documents_secret=env.get("KAIBAN_DOCUMENTS_SECRET", ""),
        document_megabytes=_whole(env, "KAIBAN_DOCUMENT_MEGABYTES", "megabytes", default=20),
        clamd=_scanner(env.get("KAIBAN_CLAMD", "")),
        take_unscanned=_choice(env, "KAIBAN_CLAMD_DOWN", ("refuse", "accept")) == "accept",
    )


def _public_url(env: Mapping[str, str], *, mode: str) -> str:
    """Without TLS a password is read on its way; only this machine itself may do without."""
    given = env.get("KAIBAN_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
    parts = urlsplit(given)
    here = mode == "demo" or parts.hostname in THIS_MACHINE
    if not parts.hostname or parts.scheme not in (("https", "http") if here else ("https",)):
        raise NotReady("KAIBAN_PUBLIC_URL begins with https:// and names the house's own host.")
    return given


def _secret(given: str) -> str:
    if len(given) < SHORTEST_SECRET:
        raise NotReady(f"KAIBAN_SECRET_KEY has at least {SHORTEST_SECRET} characters, at random.")
    return given


def _from_files(env: Mapping[str, str]) -> Mapping[str, str]:
    """Secrets that a container is given as files: `NAME_FILE` says where `NAME` is written."""
    read = {}
    for name in IN_FILES:
        place = env.get(f"{name}_FILE")
        if not place:
            continue
        if env.get(name):
            raise NotReady(f"{name} and {name}_FILE are both set; one of them is enough.")
        try:
            read[name] = Path(place).read_text(encoding="utf-8").strip()
        except (OSError, ValueError) as unread:
            raise NotReady(f"The file that {name}_FILE names cannot be read.") from unread
    return {**env, **read}


def _seal_with(given: str, keys: Mapping[int, bytes]) -> int | None:
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and int(given) in keys):
        raise NotReady("KAIBAN_SEAL_WITH is the number of a key of KAIBAN_KEYS.")
    return int(given)


def _elsewhere(env: Mapping[str, str]) -> Elsewhere | None:
    issuer, client_id = env.get("KAIBAN_OIDC_ISSUER", ""), env.get("KAIBAN_OIDC_CLIENT_ID", "")
    secret = env.get("KAIBAN_OIDC_CLIENT_SECRET", "")
    if not (issuer or client_id or secret):
        return None
    if not (issuer and client_id and secret):
        raise NotReady(
            "KAIBAN_OIDC_ISSUER, KAIBAN_OIDC_CLIENT_ID and KAIBAN_OIDC_CLIENT_SECRET go together."
        )
    return Elsewhere(
        issuer,
        client_id,
        secret,
        label=env.get("KAIBAN_OIDC_LABEL", "统一身份"),
        means=frozenset(filter(None, env.get("KAIBAN_OIDC_SECOND_FACTOR", "").split(","))),
    )


def _whole(env: Mapping[str, str], name: str, unit: str, *, default: int) -> int:
    given = env.get(name, str(default))
    if not (given.isascii() and given.isdigit() and int(given) > 0):
        raise NotReady(f"{name} is a number of {unit} from 1 on, not {given!r}.")
    return int(given)


def _networks(env: Mapping[str, str], name: str, default: str) -> tuple[str, ...]:
    """Addresses and networks with commas between; `*` is everybody."""
    given = env.get(name, default).split(",")
    found = tuple(part for piece in given if (part := piece.strip()))
    for one in found:
        try:
            ip_network("0.0.0.0/0" if one == "*" else one)
        except ValueError as bad:
            raise NotReady(f"{name} reads address,network/bits,…; {one!r} is neither.") from bad
    return found


def _choice(env: Mapping[str, str], name: str, words: Sequence[str]) -> str:
    given = env.get(name) or words[0]
    if given not in words:
        raise NotReady(f"{name} is {' or '.join(words)}, not {given!r}.")
    return given


def _place(given: str) -> str:
    try:
        open_storage(given)
    except BadPlace as bad:
        raise NotReady(f"KAIBAN_DOCUMENTS is the path of a folder, or {bad}") from bad
    return given


def _scanner(given: str) -> str:
    _, colon, port = given.rpartition(":")
    known = given.startswith("/") or (colon and port.isascii() and port.isdigit())
    if given and not known:
        raise NotReady("KAIBAN_CLAMD is host:port or the path of a socket.")
    return given


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
