"""Sealed files in an S3-compatible store, for several servers; its library is loaded when used."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from service.records.storage.storage import Missing, Unreachable

PREFIX = "documents/"
NOT_THERE = frozenset({"NoSuchKey", "404", "NotFound"})
IN_MEMORY = 1024 * 1024
CHUNK = 256 * 1024
CONNECT_SECONDS, READ_SECONDS, TRIES = 3, 20, 2


@dataclass(frozen=True)
class Access:
    """Where the store is, and what opens it."""

    bucket: str
    endpoint: str = ""
    region: str = "us-east-1"
    key_id: str = ""
    secret: str = ""


class S3:
    """A bucket that only Kaiban reads; objects are put whole or not at all by the store itself."""

    def __init__(self, access: Access) -> None:
        self.access = access

    def put(self, key: str, content: BinaryIO) -> None:
        """Send it in one piece with its length, so that a broken line leaves no object."""
        content.seek(0, 2)
        size = content.tell()
        content.seek(0)
        with self._refusals():
            self._client.put_object(
                Bucket=self.access.bucket, Key=PREFIX + key, Body=content, ContentLength=size
            )

    @contextmanager
    def open(self, key: str) -> Iterator[BinaryIO]:
        """The sealed object, fetched whole: a line that breaks is told before anything is shown."""
        with SpooledTemporaryFile(max_size=IN_MEMORY) as spool:
            with self._refusals():
                got = self._client.get_object(Bucket=self.access.bucket, Key=PREFIX + key)
                with closing(got["Body"]) as body:
                    for chunk in body.iter_chunks(CHUNK):
                        spool.write(chunk)
            spool.seek(0)
            yield cast("BinaryIO", spool)

    def remove(self, key: str) -> None:
        """Delete the object."""
        with self._refusals():
            self._client.delete_object(Bucket=self.access.bucket, Key=PREFIX + key)

    def kept(self) -> Iterator[tuple[str, datetime]]:
        """Every object of ours in the bucket."""
        with self._refusals():
            pages = self._client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.access.bucket, Prefix=PREFIX):
                for found in page.get("Contents", ()):
                    yield found["Key"].removeprefix(PREFIX), found["LastModified"]

    def tidy(self, before: datetime) -> int:  # noqa: ARG002 - the store itself leaves nothing half-written
        """Nothing to do."""
        return 0

    @cached_property
    def _client(self) -> Any:
        import boto3  # noqa: PLC0415 - half a second that only its users should wait
        from botocore.config import Config  # noqa: PLC0415 - the same

        return boto3.client(
            "s3",
            endpoint_url=self.access.endpoint or None,
            region_name=self.access.region,
            aws_access_key_id=self.access.key_id or None,
            aws_secret_access_key=self.access.secret or None,
            config=Config(
                s3={"addressing_style": "path"},
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"total_max_attempts": TRIES, "mode": "standard"},
                # Stores other than Amazon's do not all know the newer checksums.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - the same

        try:
            yield
        except ClientError as refused:
            code = str(refused.response.get("Error", {}).get("Code", ""))
            if code in NOT_THERE:
                raise Missing(code) from None
            raise Unreachable(f"the store refused: {code}") from None
        except (BotoCoreError, OSError) as failed:
            # The library's own words may hold the store's address and keys.
            raise Unreachable(f"the store does not answer: {type(failed).__name__}") from None
