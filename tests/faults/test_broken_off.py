"""A request that breaks off or is crooked on the wire is its caller's, no fault of the house."""

import pytest
from gunicorn.http.errors import InvalidChunkSize

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
FORM = "application/x-www-form-urlencoded"


class Wire:
    """A line that breaks while it is read."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def read(self, _size: int = -1) -> bytes:
        raise self.error


@pytest.mark.parametrize("error", [InvalidChunkSize(b"x"), ConnectionResetError()])
def test_what_breaks_off_is_refused_and_nobody_is_called(office, capfd, error):
    office.app.config["WTF_CSRF_ENABLED"] = True
    wire = {"wsgi.input": Wire(error), "wsgi.input_terminated": True, "CONTENT_LENGTH": "500"}
    answer = office.browser().post("/sign-in", content_type=FORM, environ_overrides=wire)
    assert answer.status_code == 400
    assert '"event": "failed"' not in capfd.readouterr().err
