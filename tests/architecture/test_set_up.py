"""run.py: what it passes on, what it takes from an index, and what it tells an older Python."""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.architecture.house import ROOT

WHEEL = b"a wheel, or so it says"


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_words):
        pass


@pytest.fixture
def run(monkeypatch, tmp_path):
    """run.py as a module, in a folder of its own and with no settings of pip's."""
    shutil.copy(ROOT / "run.py", tmp_path / "run.py")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    spec = importlib.util.spec_from_file_location("run", tmp_path / "run.py")
    assert spec
    assert spec.loader
    run = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(run)
    for name in [name for name in run.os.environ if name.startswith(("PIP_", "UV_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    run.LOCKS.mkdir()
    run.VENV.mkdir()
    digest = hashlib.sha256(WHEEL).hexdigest()
    (run.LOCKS / "setup.txt").write_text(f"pip==1.0 \\\n    --hash=sha256:{digest}\n    # via\n")
    return run


@pytest.fixture
def index(tmp_path):
    """A package index on this machine that offers one wheel of pip."""
    folder = tmp_path / "index" / "simple" / "pip"
    folder.mkdir(parents=True)
    (folder / "pip-1.0-py3-none-any.whl").write_bytes(WHEEL)
    (folder / "index.html").write_text('<a href="pip-1.0-py3-none-any.whl#sha256=0">pip</a>')
    handler = partial(QuietHandler, directory=tmp_path / "index")
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/simple"
        server.shutdown()


def test_pip_s_settings_reach_uv(run, monkeypatch, tmp_path):
    (tmp_path / ".pip").mkdir()
    (tmp_path / ".pip" / "pip.conf").write_text("[global]\nindex-url = https://one/simple\n")
    monkeypatch.setenv("PIP_FIND_LINKS", f"{tmp_path} {tmp_path}/gone")
    environment = run.uv_environment()
    assert environment["UV_DEFAULT_INDEX"] == "https://one/simple"
    assert environment["UV_FIND_LINKS"] == str(tmp_path)


def test_a_variable_of_pip_s_wins_over_its_file(run, monkeypatch, tmp_path):
    (tmp_path / ".pip").mkdir()
    (tmp_path / ".pip" / "pip.conf").write_text("[global]\nindex-url = https://one/simple\n")
    monkeypatch.setenv("PIP_INDEX_URL", "https://two/simple")
    assert run.uv_environment()["UV_DEFAULT_INDEX"] == "https://two/simple"


def test_what_uv_was_told_itself_wins(run, monkeypatch):
    monkeypatch.setenv("PIP_INDEX_URL", "https://two/simple")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://three/simple")
    assert run.uv_environment()["UV_DEFAULT_INDEX"] == "https://three/simple"


def test_without_pip_a_wheel_is_taken_from_the_configured_index(run, monkeypatch, index):
    monkeypatch.setenv("PIP_INDEX_URL", index)
    wheel = run.found_pip_wheel()
    assert wheel.read_bytes() == WHEEL


def test_a_wheel_that_is_not_the_locked_one_is_refused(run, monkeypatch, index, tmp_path):
    (tmp_path / "index/simple/pip/pip-1.0-py3-none-any.whl").write_bytes(b"another")
    monkeypatch.setenv("PIP_INDEX_URL", index)
    assert run.found_pip_wheel() is None


def test_a_wheel_in_a_configured_folder_comes_first(run, monkeypatch, tmp_path):
    (tmp_path / "pip-1.0-py3-none-any.whl").write_bytes(WHEEL)
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    assert run.found_pip_wheel() == tmp_path / "pip-1.0-py3-none-any.whl"


def test_with_no_index_told_nothing_is_fetched(run):
    assert run.found_pip_wheel() is None


def test_what_is_installed_is_known_until_a_lock_changes(run):
    run.PYTHON.parent.mkdir()
    run.PYTHON.touch()
    run.STAMP.write_text(run.json.dumps({"fingerprint": run.fingerprint(), "level": "test"}))
    assert run.installed_level() == run.LEVELS.index("test")
    (run.LOCKS / "setup.txt").write_text("pip==2.0")
    assert run.installed_level() == -1


def test_a_failed_build_of_assets_is_told_and_does_not_stop(run, monkeypatch, capsys):
    shutil.copy(ROOT / "package.json", run.ROOT)
    shutil.copy(ROOT / "package-lock.json", run.ROOT)
    monkeypatch.setenv("PATH", str(run.ROOT))
    run.build_assets()
    assert "not fetched" in capsys.readouterr().err
    run.build_assets()
    assert capsys.readouterr().err == ""


def test_an_older_python_is_told_which_one_to_take():
    told = "import sys; sys.version_info = (3, 9, 1, 'final', 0); exec(open('run.py').read())"
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "3.9" in done.stderr
    assert "python3.12 run.py demo" in done.stderr
