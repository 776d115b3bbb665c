"""The page that says why something was not done, and what to do now."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import (
    Response,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from service.domain.refusals import AnswersWrong, FolderRefused, Refusal
from service.web.door.guard import whoever_sits_here
from service.web.filing.carried import carried, kept_anew
from service.web.front import SITTING
from service.web.language import say, spoken

TITLES = {
    400: "请求有误",
    401: "请先登录",
    403: "您无权办理",
    404: "找不到",
    405: "请求有误",
    409: "现在不能办理",
    413: "提交的内容太大",
    422: "有内容需要改正",
    429: "请稍后再试",
    503: "系统正忙",
}
SENTENCES = {
    404: "没有这个页面或办件，或您无权查看。请从待办或办件列表进入。",
    405: "这个地址不能这样打开。请从待办或办件列表进入。",
    413: "提交的内容太大，没有收下。请返回上一页，压缩文件或分次上传；自动保存过的内容仍在表单里。",
    500: "系统出错，本次操作没有写入。请稍后重试；如再次出现，请把页面上的请求编号告诉管理员。",
}
SIGNED_OUT = "您没有登录或登录已失效，没有提交。已填写的内容仍在本页：请先登录，再回到表单。"
STALE = "这张表单不是为本次登录打开的，没有提交。请返回上一页，刷新后重新提交。"
STALE_BUT_HERE = (
    "这张表单不是为本次登录打开的，没有提交。已填写的内容仍在本页，请回到表单核对后提交。"
)
NO_LONGER = "如果刚才还能打开这张表单，您的角色已有变动：请找安全管理员，恢复后再回到表单。"
WITH_SECRETS = ("/sign-in", "/account")
UNKNOWN = "请求无法处理。请返回后重试。"


def page(
    title: str,
    sentence: str,
    *,
    status: int,
    details: Sequence[str] = (),
    kept: Sequence[tuple[str, str]] = (),
) -> Response:
    """One plain page for a refusal."""
    g.trouble = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return make_response(
        render_template(
            "problem.html",
            title=title,
            sentence=sentence,
            status=status,
            request_id=g.get("request_id"),
            details=details,
            kept=kept,
            again=_typed() if status == HTTPStatus.SERVICE_UNAVAILABLE else [],
        ),
        status,
    )


def _typed() -> list[tuple[str, str]]:
    """What was typed, to be handed in once more; a password is typed anew."""
    if request.method != "POST" or request.path.startswith(WITH_SECRETS):
        return []
    return list(request.form.items(multi=True))


def refused(refusal: Refusal, status: HTTPStatus) -> Response:
    """The page for a refusal, in the visitor's language."""
    words = refusal.sentence.en if spoken() == "en" else refusal.sentence.zh
    details: Sequence[str] = ()
    if isinstance(refusal, AnswersWrong):
        details = [fault.en if spoken() == "en" else fault.zh for fault in refusal.problems]
    if isinstance(refusal, FolderRefused):
        details = refusal.findings
    # Whoever could open the form and may no longer hand it in takes what was typed along.
    kept = carried() if status in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND) else []
    if kept:
        details = [*details, say(NO_LONGER), *_without_files()]
    return page(title_of(status), words, status=status, details=details, kept=kept)


def title_of(status: int) -> str:
    """A short heading for a status."""
    return say(
        TITLES.get(status, "系统出错" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "请求有误")
    )


def http(error: HTTPException) -> Response:
    """The page for what the server itself refuses."""
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status == HTTPStatus.UNAUTHORIZED:
        if kept := carried():
            return _signed_out(kept)
        next_page = request.full_path.rstrip("?") if request.method == "GET" else "/"
        return make_response(redirect(url_for("web.sign_in", next=next_page), HTTPStatus.SEE_OTHER))
    response = page(title_of(status), say(SENTENCES.get(status, UNKNOWN)), status=status)
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def forged(_error: CSRFError) -> Response:
    """A form that was not drawn for this session; nothing was done."""
    if onward := kept_anew(whoever_sits_here()):
        flash(say("已存为草稿，尚未提交。请核对后提交。"), "green")
        return make_response(redirect(onward, HTTPStatus.SEE_OTHER))
    kept = carried()
    if kept and SITTING not in session:
        return _signed_out(kept)
    return page(
        say("表单已失效"),
        say(STALE_BUT_HERE if kept else STALE),
        status=HTTPStatus.BAD_REQUEST,
        details=_without_files(),
        kept=kept,
    )


def _signed_out(kept: Sequence[tuple[str, str]]) -> Response:
    status = HTTPStatus.UNAUTHORIZED
    details = _without_files()
    return page(title_of(status), say(SIGNED_OUT), status=status, details=details, kept=kept)


def _without_files() -> list[str]:
    """Texts travel on in the page; a file has to be chosen once more."""
    chosen = [one.filename for one in request.files.values() if one.filename]
    return [say("文件没有收下，请重新选择：{name}", name=name) for name in chosen]
