"""Who works a step over the API: take it, put it back, hand it on."""

from service.api.caller import actor, body, give, word
from service.api.operation import IDEMPOTENCY, json_body, operation
from service.api.problem import Refused
from service.api.schemas import ReceiptSchema
from service.commands import desk
from service.commands.receipt import Receipt
from service.domain.orders import HandStep, PutStepBack, TakeStep
from service.records.database import db

TO = json_body(
    {
        "type": "object",
        "required": ["to"],
        "properties": {"to": {"type": "string", "description": "the colleague's login"}},
    }
)


@operation(
    "POST", "/cases/<number>/steps/<key>/take", answer=ReceiptSchema, parameters=(IDEMPOTENCY,)
)
def take_step(number: str, key: str) -> Receipt:
    """Take an open step out of the common queue"""
    return give(TakeStep(number=number, step_key=key))


@operation(
    "POST", "/cases/<number>/steps/<key>/put-back", answer=ReceiptSchema, parameters=(IDEMPOTENCY,)
)
def put_step_back(number: str, key: str) -> Receipt:
    """Put a step back into the common queue"""
    return give(PutStepBack(number=number, step_key=key))


@operation(
    "POST",
    "/cases/<number>/steps/<key>/hand",
    answer=ReceiptSchema,
    parameters=(IDEMPOTENCY,),
    request_body=TO,
)
def hand_step(number: str, key: str) -> Receipt:
    """Hand an open step to a colleague of the lane"""
    desk.visible_case(db.session(), actor(), number)
    to = word(body(), "to")
    if to is None:
        raise Refused(400, "missing", "缺少 to。", "to is missing.")
    return give(HandStep(number=number, step_key=key, to=to))
