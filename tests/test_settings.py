"""What the surroundings must say before Kaiban starts, and what the demo makes for itself."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.cli.surroundings import ground
from service.commands import DatabaseClock, DemoClock
from service.settings import NotReady, demo_secrets, from_environment, read_keys
from tests.cli.terminal import encoded, production

KEY = encoded(b"k" * 32)
SECRETS = ("KAIBAN_SECRET_KEY", "KAIBAN_KEYS", "KAIBAN_INDEX_KEY")


@pytest.fixture
def environment(tmp_path):
    """All that production asks for."""
    given = production(tmp_path, "postgresql://nobody@127.0.0.1:1/none").settings
    return given | {"KAIBAN_HOME": str(tmp_path)}


def test_production_starts_with_its_own_secrets(environment):
    settings = from_environment(environment)
    assert (settings.demo, settings.mode) == (False, "production")
    assert settings.keys[2] == b"2" * 32


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("value", [None, ""])
def test_production_refuses_to_start_without_a_secret(environment, name, value):
    environment |= {name: value or ""}
    with pytest.raises(NotReady, match=f"^{name} is not set"):
        from_environment(environment)


def test_production_does_not_guess_its_database(environment):
    del environment["DATABASE_URL"]
    with pytest.raises(NotReady, match=r"^DATABASE_URL is not set"):
        from_environment(environment)


def test_production_makes_no_secrets_of_its_own(environment, tmp_path):
    from_environment(environment)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("ring", "sentence"),
    [
        (f"one:{KEY}", "'one' is not 0 to 255"),
        (f"256:{KEY}", "'256' is not 0 to 255"),
        (KEY, "is not 0 to 255"),
        ("1:not base64", "Key 1 of KAIBAN_KEYS must be 32 bytes"),
        ("1:" + encoded(b"short"), "Key 1 of KAIBAN_KEYS must be 32 bytes"),
        (f"1:{KEY},2:", "Key 2 of KAIBAN_KEYS must be 32 bytes"),
        (f"1:{KEY},1:{encoded(b'j' * 32)}", "names key 1 twice"),
        (" , ", "names no key"),
    ],
)
def test_a_ring_of_keys_that_cannot_be_read_is_refused(ring, sentence):
    with pytest.raises(NotReady, match=sentence):
        read_keys(ring)


def test_a_bad_index_key_is_refused_without_being_repeated(environment):
    environment["KAIBAN_INDEX_KEY"] = "c2VjcmV0"
    with pytest.raises(NotReady, match="KAIBAN_INDEX_KEY must be 32 bytes") as refused:
        from_environment(environment)
    assert "c2VjcmV0" not in str(refused.value)


def test_a_key_without_its_number_is_not_repeated():
    with pytest.raises(NotReady) as refused:
        read_keys(KEY)
    assert KEY not in str(refused.value)


@pytest.mark.parametrize("mode", ["", "Production", "test"])
def test_a_mode_nobody_knows_is_refused(environment, mode):
    with pytest.raises(NotReady, match="KAIBAN_MODE must be demo or production"):
        from_environment(environment | {"KAIBAN_MODE": mode})


@pytest.mark.parametrize("seconds", ["0", "-1", "soon"])
def test_a_clock_that_could_not_tick_is_refused(environment, seconds):
    with pytest.raises(NotReady, match="KAIBAN_TICK_SECONDS"):
        from_environment(environment | {"KAIBAN_TICK_SECONDS": seconds})


def test_the_demo_makes_its_own_secrets_once_and_for_its_user_alone(tmp_path):
    home = tmp_path / "home"
    first, second = (from_environment({"KAIBAN_HOME": str(home)}) for _ in range(2))
    assert (first.secret_key, first.keys, first.index_key) == (
        second.secret_key,
        second.keys,
        second.index_key,
    )
    assert stat.S_IMODE((home / "secrets.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_demos_that_start_at_once_agree_on_their_secrets(tmp_path):
    with ThreadPoolExecutor(4) as starting:
        made = list(starting.map(demo_secrets, [tmp_path] * 4))
    assert made == [made[0]] * 4
    assert [path.name for path in tmp_path.iterdir()] == ["secrets.json"]


def test_two_demos_share_no_secret(tmp_path):
    one, two = (demo_secrets(tmp_path / name) for name in ("one", "two"))
    assert not set(one.values()) & set(two.values())


def test_the_clock_runs_ahead_in_the_demo_only(environment, fresh_sqlite):
    with fresh_sqlite() as url:
        environment["DATABASE_URL"] = url
        with ground(from_environment(environment)) as standing:
            assert type(standing.clock) is DatabaseClock
        with ground(from_environment(environment | {"KAIBAN_MODE": "demo"})) as standing:
            assert type(standing.clock) is DemoClock


def test_outside_the_demo_the_demo_does_not_start(environment):
    from service.cli import main

    with pytest.MonkeyPatch.context() as here:
        for name, value in environment.items():
            here.setenv(name, value)
        assert main(["demo"]) == 1


def test_another_house_is_named_in_full_or_not_at_all(environment):
    assert from_environment(environment).oidc is None
    environment |= {"KAIBAN_OIDC_ISSUER": "https://id.example"}
    with pytest.raises(NotReady, match="go together"):
        from_environment(environment)
    environment |= {"KAIBAN_OIDC_CLIENT_ID": "kaiban", "KAIBAN_OIDC_CLIENT_SECRET": "s"}
    known = from_environment(environment | {"KAIBAN_OIDC_SECOND_FACTOR": "otp,mfa"}).oidc
    assert known is not None
    assert (known.label, known.means) == ("统一身份", frozenset({"otp", "mfa"}))


@pytest.mark.parametrize("given", ["0", "-5", "soon", "１０", ""])
def test_minutes_of_idleness_are_a_number(environment, given):
    with pytest.raises(NotReady, match="KAIBAN_IDLE_MINUTES is a number of minutes"):
        from_environment(environment | {"KAIBAN_IDLE_MINUTES": given})


def test_a_secret_may_be_given_as_a_file_as_containers_do(environment, tmp_path):
    place = tmp_path / "keys"
    place.write_text(f"1:{KEY}\n")
    given = environment | {"KAIBAN_KEYS": "", "KAIBAN_KEYS_FILE": str(place)}
    assert set(from_environment(given).keys) == {1}


@pytest.mark.parametrize("clash", [{"KAIBAN_KEYS_FILE": "/nowhere"}, {"KAIBAN_SEAL_WITH": "9"}])
def test_a_secret_given_twice_or_a_key_that_is_not_there_is_refused(environment, clash):
    with pytest.raises(NotReady):
        from_environment(environment | clash)


@pytest.mark.parametrize(
    "address", ["http://kaiban.example", "kaiban.example", "https://", "ftp://kaiban.example"]
)
def test_production_is_reached_by_tls_under_its_own_name(environment, address):
    with pytest.raises(NotReady, match="begins with https"):
        from_environment({**environment, "KAIBAN_PUBLIC_URL": address})


@pytest.mark.parametrize("address", ["https://kaiban.example:8443", "http://localhost:8000"])
def test_only_this_machine_itself_does_without_tls(environment, address):
    settings = from_environment({**environment, "KAIBAN_PUBLIC_URL": f"{address}/"})
    assert settings.public_url == address


def test_a_secret_that_could_be_guessed_is_refused_and_not_repeated(environment):
    with pytest.raises(NotReady, match="at least 16") as refused:
        from_environment({**environment, "KAIBAN_SECRET_KEY": "changeme"})
    assert "changeme" not in str(refused.value)
