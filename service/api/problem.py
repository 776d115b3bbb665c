"""Refusals told to other systems: problem+json with a code, a sentence and every field at fault."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
from flask import Response
from werkzeug.exceptions import HTTPException

from service.domain.problem import Problem
from service.domain.refusals import (
    AnswersWrong,
    FolderRefused,
    Refusal,
    StaleStep,
    StepGone,
)

CODES: Mapping[int, tuple[str, str, str]] = {
    400: ("bad_request", "请求有误，请对照接口文档。", "The request is malformed; see the docs."),
    401: ("sign_in", "请提供有效的令牌。", "Give a valid bearer token."),
    403: ("forbidden", "令牌没有这一权限。", "The token does not allow this."),
    404: ("not_visible", "没有这个地址或办件，或您无权查看。", "No such address or case for you."),
    405: ("method", "这个地址不接受这种请求。", "This address does not take that method."),
    413: ("too_large", "提交的内容太大，没有收下。", "Too much was sent; nothing was taken."),
    415: ("not_json", "请以 application/json 提交。", "Send application/json."),
    429: ("slow_down", "错误的令牌太多，请五分钟后再试。", "Too many bad tokens; wait."),
    428: (
        "precondition_required",
        "请先读取步骤，并在 If-Match 中带上它的 ETag。",
        "Read the step first and send its ETag in If-Match.",
    ),
    500: ("broken", "系统出错，没有写入。", "Something broke; nothing was written."),
}


class Refused(Exception):
    """The request cannot become an order; code and sentences say why."""

    def __init__(self, status: int, code: str, zh: str, en: str) -> None:
        self.status, self.code, self.zh, self.en = status, code, zh, en
        super().__init__(en)


def answer(
    status: int, code: str, words: tuple[str, str], *, more: Mapping[str, Any] | None = None
) -> Response:
    """One problem document."""
    body = {
        "type": f"urn:kaiban:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": words[0],
        "detail_en": words[1],
        "problems": [],
        **(more or {}),
    }
    return Response(orjson.dumps(body), status=status, mimetype="application/problem+json")


def refused(refusal: Refusal, status: HTTPStatus) -> Response:
    """The problem document of a refusal."""
    more: dict[str, Any] = {}
    if isinstance(refusal, AnswersWrong):
        more["problems"] = _faults(refusal.problems)
    if isinstance(refusal, FolderRefused):
        more["findings"] = list(refusal.findings)
    if isinstance(refusal, StaleStep | StepGone):
        when = refusal.when.isoformat() if refusal.when else None
        more |= {"changed_by": refusal.who, "changed_at": when, "change": refusal.what}
    sentence = refusal.sentence
    return answer(status, refusal.code, (sentence.zh, sentence.en), more=more)


def malformed(refusal: Refused) -> Response:
    """The problem document of a request that is no order."""
    return answer(refusal.status, refusal.code, (refusal.zh, refusal.en))


def http(error: HTTPException) -> Response:
    """The problem document of what the server itself refuses."""
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    code, zh, en = CODES.get(status, CODES[500 if status >= 500 else 400])  # noqa: PLR2004 - statuses
    response = answer(status, code, (zh, en))
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _faults(faults: Sequence[Problem]) -> list[dict[str, str | None]]:
    return [
        {
            "field": fault.field,
            "code": fault.code,
            "zh": fault.zh,
            "en": fault.en,
            "clause": fault.clause,
        }
        for fault in faults
    ]
