"""Asking ClamAV's daemon about a file, in its own words: INSTREAM, pieces, an answer."""

import socket
from dataclasses import dataclass
from typing import BinaryIO

PIECE = 64 * 1024
CONNECT_SECONDS, ANSWER_SECONDS = 3, 60
LONGEST_ANSWER = 4096


class Infected(Exception):
    """The daemon knows this file as a virus."""

    def __init__(self, signature: str) -> None:
        self.signature = signature
        super().__init__(signature)


class ScannerDown(Exception):
    """The daemon does not answer, or answers that it could not look."""


@dataclass(frozen=True, slots=True)
class Clamd:
    """Where the daemon listens: host:port, or the path of its socket."""

    address: str

    def scan(self, file: BinaryIO) -> None:
        """Return where the file is clean; the file is read from its beginning and put back."""
        file.seek(0)
        try:
            with self._connect() as line:
                line.sendall(b"zINSTREAM\0")
                while piece := file.read(PIECE):
                    line.sendall(len(piece).to_bytes(4, "big") + piece)
                line.sendall((0).to_bytes(4, "big"))
                answer = _answer(line)
        except OSError as failed:
            raise ScannerDown(type(failed).__name__) from failed
        finally:
            file.seek(0)
        _judge(answer)

    def _connect(self) -> socket.socket:
        if self.address.startswith("/"):
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(CONNECT_SECONDS)
            try:
                line.connect(self.address)
            except OSError:
                line.close()
                raise
        else:
            host, _, port = self.address.rpartition(":")
            line = socket.create_connection((host, int(port)), CONNECT_SECONDS)
        line.settimeout(ANSWER_SECONDS)
        return line


def _answer(line: socket.socket) -> str:
    heard = b""
    while not heard.endswith(b"\0") and len(heard) < LONGEST_ANSWER:
        piece = line.recv(LONGEST_ANSWER)
        if not piece:
            break
        heard += piece
    return heard.rstrip(b"\0\n").decode("utf-8", "replace")


def _judge(answer: str) -> None:
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return
    if said.endswith(" FOUND"):
        raise Infected(said.removesuffix(" FOUND")[:100])
    raise ScannerDown("no verdict")
