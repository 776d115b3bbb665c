"""What comes in over the wire: how much is read, what is no text, and files cut when too large."""

from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from flask import Request, abort, request, session
from werkzeug.routing import IntegerConverter

from service.commands.papers.cabinet import cabinet

LARGEST_BODY = 8 * 1024 * 1024
LARGEST_SHORT_FORM = 1024 * 1024
# A class of 1,000 with a plan, one part a cell; a class of 100 where nobody is known; the rest.
MOST_PARTS, MOST_FROM_NOBODY, MOST_OF_A_SHORT_FORM = 60_000, 6_000, 1_000
IN_MEMORY = 512 * 1024
# Several papers may come with one form; one of 50 MB is read past, so that the form is not lost.
FILES_AT_ONCE = 3
# Where files come in: only there is more than a form's worth of body read at all.
TAKES_FILES = {
    *("web.step", "web.order", "web.counter_papers", "web.import_list"),
    *("api.send_document", "api.send_scan"),
}
# No keyboard types it and no database keeps it; a form's own page tells it beside its field.
NOTHING = "\x00"
LONG_FORMS = {"web.step", "web.order"}
URLENCODED = "application/x-www-form-urlencoded"


class RowNumber(IntegerConverter):
    """The number of a row in an address: plain digits, no more of them than a row can have."""

    regex = "[0-9]{1,18}"


def require_text() -> None:
    """An address with a sign that is none leads nowhere."""
    given = (word for pair in request.args.items(multi=True) for word in pair)
    if any(NOTHING in word for word in (request.path, *given)):
        abort(400)


class Cut(SpooledTemporaryFile[bytes]):
    """A file of which no more is kept than it takes to see that it is too large."""

    def __init__(self, most: int) -> None:
        super().__init__(max_size=IN_MEMORY)
        self._most = most

    def write(self, piece: Any) -> int:
        """Keep what there is room for; say that all was written, so that the form is read on."""
        room = self._most + 1 - self.tell()
        if room > 0:
            super().write(piece[:room])
        return len(piece)


class Received(Request):
    """A request whose body may be long only where documents are taken in, and from people known."""

    @property
    def max_content_length(self) -> int | None:
        """The most that is read of the body."""
        if self._max_content_length is not None:
            return self._max_content_length
        if self.endpoint in TAKES_FILES and self._is_of_somebody:
            return LARGEST_BODY + FILES_AT_ONCE * cabinet().limits.most_bytes
        long = self.endpoint in LONG_FORMS or self.blueprint == "api"
        return LARGEST_BODY if long else LARGEST_SHORT_FORM

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value

    @property  # type: ignore[override] # as the library itself declares it
    def max_form_parts(self) -> int | None:
        """The most fields a form may have."""
        if self._max_form_parts is not None:
            return self._max_form_parts
        if self.endpoint not in LONG_FORMS:
            return MOST_OF_A_SHORT_FORM
        return MOST_PARTS if self._is_of_somebody else MOST_FROM_NOBODY

    @max_form_parts.setter
    def max_form_parts(self, value: int | None) -> None:
        self._max_form_parts = value

    @property
    def _is_of_somebody(self) -> bool:
        return self.blueprint == "api" or "sitting" in session

    def _load_form_data(self) -> None:
        # The library counts the fields of a form with files, of one without it reads them all.
        if self.mimetype == URLENCODED and "form" not in self.__dict__:
            fields = self.get_data(parse_form_data=False).count(b"&")
            if fields >= (self.max_form_parts or 0):
                abort(413)
        super()._load_form_data()
        given = (word for pair in self.form.items(multi=True) for word in pair)
        if self.endpoint not in LONG_FORMS and any(NOTHING in word for word in given):
            abort(400)

    def _get_file_stream(self, *_args: Any, **_kwargs: Any) -> IO[bytes]:
        return cast("IO[bytes]", Cut(cabinet().limits.most_bytes))
