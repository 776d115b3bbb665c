"""The name under which a browser saves what it is sent."""

from urllib.parse import quote


def disposition_of(kind: str, name: str, plain: str) -> str:
    """RFC 6266: a plain name for old programs, the real one in UTF-8."""
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
