"""On an English page whatever is Chinese says so, to be read aloud by a Chinese voice."""

import re

from flask import Response

from service.web.front import blueprint
from service.web.language import spoken

# Where no further element may stand, or none is read.
PIECES = re.compile(
    r"(<(title|textarea|option|script|style|svg)\b.*?</\2>|<!--.*?-->|<[^>]*>)", re.DOTALL
)
HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
CHINESE = re.compile(rf"[0-9]*{HAN}(?:[^<>&]*{HAN})?[。；！？）〕》”]*")
SAID_ALREADY = 'lang="zh'
# Split at the tags the page comes as text, tag, and the name of a tag that ends far behind.
TEXT, TAG, NAME, STRIDE = 0, 1, 2, 3


@blueprint.after_app_request
def mark_chinese(response: Response) -> Response:
    """Names, opinions and clauses are Chinese in every language."""
    if response.mimetype == "text/html" and not response.is_streamed and spoken() == "en":
        response.set_data(marked(response.get_data(as_text=True)))
    return response


def marked(page: str) -> str:
    """The page with every Chinese passage of its text in an element that says so."""
    pieces = PIECES.split(page)
    before = ""
    for at in range(TEXT, len(pieces), STRIDE):
        if SAID_ALREADY not in before:
            pieces[at] = CHINESE.sub(r'<span lang="zh-CN">\g<0></span>', pieces[at])
        before = pieces[at + TAG] if at + TAG < len(pieces) else ""
    return "".join(piece for at, piece in enumerate(pieces) if at % STRIDE != NAME)
