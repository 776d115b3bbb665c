"""What the API answers with, as schemas of the OpenAPI document."""

from marshmallow import Schema, fields


class FaultSchema(Schema):
    """One answer that has to be mended."""

    field = fields.String(required=True)
    code = fields.String(required=True)
    zh = fields.String(required=True)
    en = fields.String(required=True)
    clause = fields.String(allow_none=True)


class ProblemSchema(Schema):
    """Why something was not done (application/problem+json)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    detail = fields.String(required=True)
    detail_en = fields.String(required=True)
    problems = fields.List(fields.Nested(FaultSchema))


class StepNowSchema(Schema):
    """An open step."""

    key = fields.String(required=True)
    element = fields.String(required=True)
    path = fields.String(required=True)
    lane = fields.String(required=True)
    version = fields.Integer(required=True)


class ReceiptSchema(Schema):
    """Where the case stands after an order."""

    number = fields.String(required=True)
    seq = fields.Integer(required=True)
    finished = fields.String(allow_none=True)
    steps = fields.List(fields.Nested(StepNowSchema))
    repeated = fields.Boolean()


class OpenClassSchema(Schema):
    """A request to open a case."""

    jurisdiction = fields.String(required=True)
    region = fields.String(required=True)
    uscc = fields.String(metadata={"description": "whose name, if you file for several"})
    process = fields.String(metadata={"description": "what begins by itself; else the main"})


class FollowOnSchema(Schema):
    """A case that follows on another."""

    number = fields.String(required=True)
    process = fields.String(required=True)
    finished = fields.String(allow_none=True)


class CaseSchema(Schema):
    """One case."""

    number = fields.String(required=True)
    jurisdiction = fields.String(required=True)
    region = fields.String(required=True)
    process = fields.String(required=True, metadata={"description": "the diagram it runs"})
    institution = fields.String(required=True)
    class_name = fields.String(allow_none=True)
    finished = fields.String(allow_none=True)
    opened_at = fields.DateTime(format="iso")
    steps = fields.List(fields.Nested(StepNowSchema))
    orders = fields.List(fields.String(), metadata={"description": "orders you could give now"})
    follows = fields.String(allow_none=True, metadata={"description": "the case it follows on"})
    follow_ons = fields.List(fields.Nested(FollowOnSchema))
    may_begin = fields.List(
        fields.String(), metadata={"description": "what you could begin that follows on it"}
    )


class CasePageSchema(Schema):
    """A page of cases."""

    items = fields.List(fields.Nested(CaseSchema))
    next = fields.String(allow_none=True)


class TaskSchema(Schema):
    """One step that waits for you."""

    number = fields.String(required=True)
    key = fields.String(required=True)
    element = fields.String(required=True)
    name = fields.String(required=True)
    lane = fields.String(required=True)
    institution = fields.String(required=True)
    version = fields.Integer(required=True)
    opened_at = fields.DateTime(format="iso")
    due_at = fields.DateTime(format="iso", allow_none=True)


class TaskPageSchema(Schema):
    """A page of the work queue, the soonest due first."""

    items = fields.List(fields.Nested(TaskSchema))
    next = fields.String(allow_none=True)


class StepSchema(StepNowSchema):
    """An open step with the questions of its form; its version is the ETag."""

    name = fields.String(required=True)
    form = fields.String(required=True)
    due_at = fields.DateTime(format="iso", allow_none=True)
    answers_schema = fields.Dict(metadata={"description": "JSON schema of the answers"})


class HistoryEntrySchema(Schema):
    """One thing that happened."""

    seq = fields.Integer(required=True)
    at = fields.DateTime(format="iso")
    actor_kind = fields.String()
    actor_id = fields.Integer(allow_none=True)
    lane = fields.String(allow_none=True)
    order = fields.String()
    step = fields.String(allow_none=True)
    path = fields.String()
    outcome = fields.Dict()
    signals = fields.List(fields.String())
    digest = fields.String()
    previous = fields.String()


class HistorySchema(Schema):
    """A page of the history, oldest first."""

    items = fields.List(fields.Nested(HistoryEntrySchema))
    next = fields.String(allow_none=True)


class LedgerEntrySchema(Schema):
    """One transfer, in whole fen."""

    stage = fields.String()
    line = fields.Integer()
    kind = fields.String()
    attempt = fields.Integer()
    fund = fields.String()
    debit = fields.String()
    credit = fields.String()
    fen = fields.Integer()
    at = fields.DateTime(format="iso")
    clause = fields.String()
    voucher_no = fields.String(allow_none=True)


class LedgerSchema(Schema):
    """The case's books: every transfer, and what stands on each account."""

    entries = fields.List(fields.Nested(LedgerEntrySchema))
    balances = fields.Dict(keys=fields.String(), values=fields.Integer())


class DeadlineSchema(Schema):
    """One deadline; due_at is exclusive, the next midnight in Beijing."""

    rule = fields.String()
    kind = fields.String()
    clause = fields.String()
    source = fields.String()
    starts_on = fields.Date()
    due_at = fields.DateTime(format="iso", allow_none=True)
    remaining = fields.Integer(allow_none=True)
    calendar_version = fields.String()
    state = fields.String()


class DeadlinesSchema(Schema):
    """The deadlines of a case."""

    items = fields.List(fields.Nested(DeadlineSchema))


class AnswersSchema(Schema):
    """One form that was handed in, personal data masked."""

    seq = fields.Integer()
    step = fields.String()
    at = fields.DateTime(format="iso")
    answers = fields.Dict()


class AnswersListSchema(Schema):
    """Every form that was handed in."""

    items = fields.List(fields.Nested(AnswersSchema))


class DocumentSchema(Schema):
    """One document of a case; answers name it by its reference."""

    reference = fields.String(required=True)
    name = fields.String(allow_none=True)
    media_type = fields.String()
    size = fields.Integer()
    sha256 = fields.String()
    step = fields.String()
    field = fields.String()
    lane = fields.String()
    personal = fields.Boolean()
    scan = fields.String()
    at = fields.DateTime(format="iso")
    handed_in_seq = fields.Integer(allow_none=True)
    erased_at = fields.DateTime(format="iso", allow_none=True)


class DocumentListSchema(Schema):
    """The documents of a case."""

    items = fields.List(fields.Nested(DocumentSchema))
