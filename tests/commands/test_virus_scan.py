"""ClamAV's daemon asked in its own words, on a real line."""

import socketserver
import threading
from io import BytesIO

import pytest

from service.commands.papers.virus_scan import Clamd, Infected, ScannerDown

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Daemon(socketserver.StreamRequestHandler):
    """As clamd does: a command, pieces with their length, an answer."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        heard = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            heard += self.rfile.read(size)
        said = b"stream: Eicar-Test-Signature FOUND" if EICAR in heard else b"stream: OK"
        if heard == b"too much":
            said = b"INSTREAM size limit exceeded. ERROR"
        if heard != b"silence":
            self.wfile.write(said + b"\0")


@pytest.fixture
def clamd():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Daemon) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Clamd(f"127.0.0.1:{server.server_address[1]}")
        server.shutdown()


@pytest.fixture
def clamd_by_path(tmp_path):
    path = str(tmp_path / "clamd.ctl")
    with socketserver.ThreadingUnixStreamServer(path, Daemon) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Clamd(path)
        server.shutdown()


@pytest.mark.parametrize("where", ["clamd", "clamd_by_path"])
def test_a_virus_is_known_by_name_and_a_paper_passes(request, where):
    daemon = request.getfixturevalue(where)
    daemon.scan(BytesIO(b"x" * 200_000))
    with pytest.raises(Infected) as found:
        daemon.scan(BytesIO(b"x" * 70_000 + EICAR))
    assert found.value.signature == "Eicar-Test-Signature"


@pytest.mark.parametrize("content", [b"too much", b"silence"])
def test_no_verdict_is_no_clean_bill(clamd, content):
    with pytest.raises(ScannerDown):
        clamd.scan(BytesIO(content))


@pytest.mark.parametrize("address", ["127.0.0.1:9", "/nowhere/clamd.ctl"])
def test_a_daemon_that_is_down_is_told(address):
    with pytest.raises(ScannerDown):
        Clamd(address).scan(BytesIO(b"x"))
