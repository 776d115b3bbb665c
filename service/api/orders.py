"""Orders about a case over the API: withdrawal, cancellation, learning, objection, bank …"""

from flask import abort

from service.api.caller import body, give
from service.api.operation import IDEMPOTENCY, json_body, operation
from service.api.schemas import ReceiptSchema
from service.commands.receipt import Receipt
from service.domain.orders import ON_A_CASE, CaseOrder

BY_PATH: dict[str, type[CaseOrder]] = {
    str(order.form).replace("_", "-"): order for order in ON_A_CASE
}
NAME = {
    "name": "order",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "enum": sorted(BY_PATH)},
}
ANSWERS = json_body({"type": "object", "description": "as GET /forms/{jurisdiction}/{form} says"})


@operation(
    "POST",
    "/cases/<number>/orders/<order>",
    answer=ReceiptSchema,
    parameters=(NAME, IDEMPOTENCY),
    request_body=ANSWERS,
)
def give_order(number: str, order: str) -> Receipt:
    """Give an order about a case"""
    kind = BY_PATH.get(order)
    if kind is None:
        abort(404)
    return give(kind(number=number, answers=body()))  # type: ignore[call-arg]
