"""One setting says where files lie: a folder's path, or s3://bucket?endpoint=…&region=…."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from service.records.storage.folder import Folder
from service.records.storage.s3 import S3, Access
from service.records.storage.storage import Storage

KNOWN = frozenset({"endpoint", "region"})


class BadPlace(ValueError):
    """The setting names no place where files could lie."""


def open_storage(place: str, *, key_id: str = "", secret: str = "") -> Storage:
    """The storage of that place; nothing is touched until the first file comes."""
    if not place.startswith("s3:"):
        return Folder(Path(place).absolute())
    parts = urlsplit(place)
    given = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if not parts.netloc or parts.path not in ("", "/") or not given.keys() <= KNOWN:
        raise BadPlace("it reads s3://bucket?endpoint=https://…&region=…")
    if "endpoint" in given and not given["endpoint"].startswith(("http://", "https://")):
        raise BadPlace("the endpoint of an S3 store begins with http:// or https://")
    return S3(
        Access(
            bucket=parts.netloc,
            endpoint=given.get("endpoint", ""),
            region=given.get("region", "us-east-1"),
            key_id=key_id,
            secret=secret,
        )
    )
