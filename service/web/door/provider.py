"""The other house that vouches for people: OpenID Connect, code flow with PKCE."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

SECONDS = 10
LEEWAY = 60
# Signed with a key only the issuer has; a shared secret or no signature at all is refused.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
DISCOVERY = "/.well-known/openid-configuration"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class NoAnswer(Exception):
    """The issuer cannot be reached or does not answer as it should."""


class NotVouchedFor(Exception):
    """What came back does not say who this is."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """Who somebody is to the issuer, and by what means they proved it."""

    subject: str
    means: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, kept in the browser's cookie until the answer comes."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(slots=True)
class Provider:
    """One issuer and what we are to it."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str
    _about: dict[str, Any] = field(default_factory=dict)

    def ask(self) -> Asked:
        """Where to send the browser, and what to remember."""
        nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        with self._client() as client:
            url, state = client.create_authorization_url(
                self._tell("authorization_endpoint"), nonce=nonce, code_verifier=verifier
            )
        return Asked(url, state, nonce, verifier)

    def hear(self, code: str, *, nonce: str, verifier: str, now: int) -> Vouched:
        """Trade the code for the issuer's word, and check every part of it."""
        try:
            with self._client() as client:
                token = client.fetch_token(
                    self._tell("token_endpoint"), code=code, code_verifier=verifier, timeout=SECONDS
                )
        except requests.RequestException as silent:
            raise NoAnswer from silent
        except (AuthlibBaseError, ValueError) as refused:
            raise NotVouchedFor from refused
        return self._checked(token, nonce=nonce, now=now)

    def _checked(self, token: Mapping[str, Any], *, nonce: str, now: int) -> Vouched:
        try:
            read = jwt.decode(token["id_token"], self._keys(), algorithms=ALGORITHMS)
            claims = CodeIDToken(
                read.claims,
                read.header,
                {
                    "iss": {"essential": True, "value": self.issuer},
                    "aud": {"essential": True, "value": self.client_id},
                    "nonce": {"essential": True, "value": nonce},
                },
                {
                    "nonce": nonce,
                    "client_id": self.client_id,
                    "access_token": token.get("access_token"),
                },
            )
            claims.validate(now=now, leeway=LEEWAY)
        except (AuthlibBaseError, JoseError, KeyError, TypeError, ValueError) as wrong:
            raise NotVouchedFor from wrong
        means = {str(one) for one in (claims.get("acr"), *(claims.get("amr") or [])) if one}
        return Vouched(str(claims["sub"]), frozenset(means))

    def _client(self) -> Any:
        return OAuth2Session(
            self.client_id,
            self.client_secret,
            scope="openid",
            redirect_uri=self.redirect_uri,
            code_challenge_method="S256",
        )

    def _tell(self, name: str) -> str:
        """Whatever the issuer says of itself, asked for once; an endpoint is reached by TLS."""
        if not self._about:
            about = _fetched(self.issuer.rstrip("/") + DISCOVERY)
            if about.get("issuer") != self.issuer:
                raise NoAnswer
            self._about = about
        found = str(self._about.get(name, ""))
        if not is_safe(found):
            raise NoAnswer
        return found

    def _keys(self) -> KeySet:
        # Asked for each time: issuers change their keys, and people seldom sign in.
        return KeySet.import_key_set(_fetched(self._tell("jwks_uri")))  # type: ignore[arg-type]


def is_safe(url: str) -> bool:
    """Whether nobody can listen on the way there."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def _fetched(url: str) -> dict[str, Any]:
    if not is_safe(url):
        raise NoAnswer
    try:
        answer = requests.get(url, timeout=SECONDS, allow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except (requests.RequestException, ValueError) as silent:
        raise NoAnswer from silent
    if not isinstance(found, dict):
        raise NoAnswer
    return found
