"""A city overrides only what the province lets it; the check refuses everything else."""

import tomllib
from pathlib import Path
from shutil import copytree

import pytest

from service.commands.vocabulary import VOCABULARY
from service.domain.policy import Policy
from workflows import check, jurisdictions, read_folder

OVERRIDE = """
[[value.{key}.version]]
since = 2020-05-01
value = {value}
source = "default"
region = "360100"
"""


@pytest.fixture
def province(tmp_path) -> Path:
    """The province's folder, copied beside the fragments it calls."""
    source = jurisdictions()["jiangxi"]
    copytree(source.parent / "_shared", tmp_path / "_shared")
    copytree(source, tmp_path / "jiangxi")
    return tmp_path / "jiangxi"


def override(folder, key, value):
    written = folder / "policy.toml"
    written.write_text(written.read_text("utf-8") + OVERRIDE.format(key=key, value=value), "utf-8")


def said(folder):
    return [one.wrong_en for one in check(read_folder(folder), VOCABULARY)]


def test_a_city_may_pay_by_the_day_where_the_province_lets_it(province):
    override(province, "short_day_fen", 10_000)
    override(province, "short_cap_bp", 6_000)
    policy = Policy(tomllib.loads((province / "policy.toml").read_text("utf-8")))
    on = policy.jurisdiction.issued.replace(month=6)
    assert said(province) == []
    assert policy.value("short_day_fen", on, region="360102").value == 10_000
    assert policy.value("short_day_fen", on, region="360402").value == 0


@pytest.mark.parametrize(
    ("key", "value"),
    [("voucher_required", "false"), ("platforms_allowed", '["OTHER"]'), ("max_heads", "500")],
)
def test_a_city_cannot_override_what_is_the_provinces(province, key, value):
    override(province, key, value)
    assert any(f"value.{key}" in one and "not delegable" in one for one in said(province))
