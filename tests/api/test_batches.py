"""A batch over the API alone: drawn, checked, approved by another, released, read line by line."""

import pytest

from tests.front_office import REGION
from tests.told import AtHome, Told, example_of

DRAW = {
    "jurisdiction": "chongqing",
    "region": REGION,
    "fund": "ZZ",
    "payee_kind": "body",
    "pay_on": "2020-06-15",
}
DRAWER, APPROVER = "finance_payer", "finance_payer/2"


@pytest.fixture
def desk(office):
    """The advance of a class was reviewed and waits to be paid."""
    told = Told(office, example_of("chongqing", "cq-1-enterprise-in-shutdown"), AtHome())
    steps = [scene.step for scene in told.example.scenes]
    told.prepare(steps.index("finance_pay"))
    return office


def post(office, who, path, **given):
    headers = {"Idempotency-Key": f"{who}{path}{sorted(given)}".replace(" ", "")}
    return office.call(who, "POST", path, json=given, headers=headers)


def test_a_batch_goes_out_over_the_api_alone(desk):
    waits = desk.call(DRAWER, "GET", "/payable").json["items"]
    assert [(one["payments"], one["fen"]) for one in waits] == [(1, 3000000)]
    drawn = post(desk, DRAWER, "/batches", **DRAW)
    assert (drawn.status_code, drawn.json["seq"]) == (201, 1)
    path = f"/batches/{drawn.json['number']}"
    assert post(desk, DRAWER, "/batches", **DRAW).json["number"] == drawn.json["number"]
    assert post(desk, DRAWER, f"{path}/check", version=1).json["seq"] == 2
    assert post(desk, DRAWER, f"{path}/approve", version=2).status_code == 403
    assert post(desk, APPROVER, f"{path}/approve", version=2).json["seq"] == 3
    assert post(desk, DRAWER, f"{path}/release", version=3).json["seq"] == 4
    found = desk.call("auditor", "GET", path).json
    assert (found["state"], found["standing"]) == (
        "released",
        {"sent": {"lines": 1, "fen": 3000000}},
    )
    assert [one["act"] for one in found["acts"]] == ["draw", "check", "approve", "release"]
    assert found["lines"][0]["voucher_no"] == f"{found['number']}-00001"


def test_a_stale_version_is_told_and_a_strange_one_refused(desk):
    path = f"/batches/{post(desk, DRAWER, '/batches', **DRAW).json['number']}"
    assert post(desk, APPROVER, f"{path}/hold", version=1, no=1, reason="x").status_code == 200
    assert post(desk, DRAWER, f"{path}/check", version=1).status_code == 412
    assert post(desk, DRAWER, f"{path}/check", version="2").status_code == 400
    assert post(desk, DRAWER, f"{path}/hold", version=2, no=9, reason="x").status_code == 404
    assert post(desk, DRAWER, f"{path}/shred", version=2).status_code == 404
    assert desk.call("institution", "GET", path).status_code == 404
    assert desk.call("institution", "GET", "/batches").status_code == 403
    assert len(desk.call(DRAWER, "GET", "/batches").json["items"]) == 1


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        *(({"pay_on": "soon"}, 400), ({"payments": 3}, 400), ({"pay_on": "2020-06-14"}, 422)),
        ({"payments": list(range(70_000))}, 400),
    ],
)
def test_what_is_no_batch_is_not_drawn(desk, wrong, status):
    assert post(desk, DRAWER, "/batches", **{**DRAW, **wrong}).status_code == status
