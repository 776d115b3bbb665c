#!/usr/bin/env python3
"""Sets up what is missing, then does what it is asked. 先备齐所缺，再做所求。

python3 run.py demo             演示：http://127.0.0.1:8000 · serve the demo
python3 run.py test [...]       测试，其余参数交给 pytest · run the tests, words go to pytest
python3 run.py pictures [...]   每页拍照，存入 docs/pictures · take a picture of every page
python3 run.py ci               格式、规范、类型、依赖方向 · format, lint, types, import contracts
python3 run.py lock [--upgrade] 由 pyproject 重做 requirements/ · make the locks again
python3 run.py <words>          等于 kaiban <words>，如 deadline、check · any kaiban command
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "开班通需要 Python 3.11 或更新；当前为 %d.%d。请用较新的，如：python3.12 run.py demo\n"
        "Kaiban needs Python 3.11 or newer; this is %d.%d. Call a newer one: python3.12 run.py demo"
        % (sys.version_info[:2] * 2)
    )

import configparser
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = ROOT / "requirements"
STAMP = VENV / "kaiban-setup.json"
LEVELS = ("runtime", "test", "dev")
VENDOR = ROOT / "service" / "web" / "static" / "vendor"
VENDORED = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "bpmn-navigated-viewer.min.js": "bpmn-js/dist/bpmn-navigated-viewer.production.min.js",
    "bpmn-js.css": "bpmn-js/dist/assets/bpmn-js.css",
    "diagram-js.css": "bpmn-js/dist/assets/diagram-js.css",
    "LICENSE.htmx": "htmx.org/LICENSE",
    "LICENSE.bpmn-js": "bpmn-js/LICENSE",
}


class SetupFailed(Exception):
    """The set-up could not be finished; the message says what to do."""


# -- what stands, and what is missing ---------------------------------------------------------


def fingerprint() -> str:
    """Changes whenever what is installed would change, or the folder was moved."""
    digest = hashlib.sha256(f"{ROOT}\0".encode())
    for path in (*sorted(LOCKS.glob("*.txt")), ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def installed_level() -> int:
    """How much is installed for the locks as they are now; -1 is nothing."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return -1
    if stamp.get("fingerprint") != fingerprint() or not PYTHON.exists():
        return -1
    return LEVELS.index(stamp["level"])


def set_up(level: str) -> None:
    """Bring .venv to the level asked for, showing each step."""
    if installed_level() >= LEVELS.index(level):
        return
    steps = [
        (f"虚拟环境 .venv（Python {sys.version.split()[0]}） · virtual environment", make_venv),
        ("安装器 uv · installer", install_uv),
        (f"依赖库 requirements/{level}.txt · libraries", lambda: install_locked(level)),
        ("kaiban 命令 · the kaiban command", install_project),
    ]
    for number, (what, step) in enumerate(steps, 1):
        say(f"[{number}/{len(steps)}] {what} …")
        began = time.monotonic()
        step()
        say(f"      {time.monotonic() - began:.1f} s")
    stamp = {"fingerprint": fingerprint(), "level": level}
    STAMP.write_text(json.dumps(stamp), encoding="utf-8")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


# -- the virtual environment ------------------------------------------------------------------


def make_venv() -> None:
    """Make .venv without pip, so that a Python without ensurepip will do."""
    if venv_is_whole():
        return
    venv.create(VENV, clear=True, symlinks=True, with_pip=False)


def venv_is_whole() -> bool:
    """A .venv of this very folder whose interpreter still starts and is not too old."""
    with suppress(OSError, ValueError, subprocess.SubprocessError):
        old = json.loads(STAMP.read_text(encoding="utf-8")) if STAMP.exists() else {}
        probe = "import sys; print(sys.prefix, sys.version_info >= (3, 11))"
        answer = subprocess.run([PYTHON, "-c", probe], capture_output=True, text=True, check=True)
        moved = old.get("fingerprint") and str(ROOT) not in answer.stdout
        return answer.stdout.strip() == f"{VENV} True" and not moved
    return False


def install_uv() -> None:
    """Install uv and the build backend with whichever pip there is, the nearest first."""
    uv = VENV / "bin" / "uv"
    lock = LOCKS / "setup.txt"
    complaints = []
    for name, install in ways_to_install():
        done = subprocess.run(
            [*install, "--require-hashes", "-r", lock], capture_output=True, text=True, check=False
        )
        if done.returncode == 0 and uv.exists():
            return
        complaints.append(f"{name}: {(done.stderr or done.stdout).strip()[-600:]}")
    raise SetupFailed(
        "没有可用的 pip。请安装 python3-venv 或 python3-pip，或以 PIP_INDEX_URL 指明软件源。\n"
        "No pip is to be had. Install python3-venv or python3-pip, or name an index "
        "in PIP_INDEX_URL.\n" + "\n".join(complaints)
    )


def ways_to_install() -> Iterator[tuple[str, list[str]]]:
    """Commands that install into .venv; the last one is fetched from the configured index."""
    quietly = ["install", "-q", "--no-input", "--no-compile"]
    if importlib.util.find_spec("pip"):
        yield "pip", [sys.executable, "-m", "pip", "--python", str(PYTHON), *quietly]
    if importlib.util.find_spec("ensurepip"):
        made = subprocess.run([PYTHON, "-m", "ensurepip"], capture_output=True, check=False)
        if made.returncode == 0:
            yield "ensurepip", [str(PYTHON), "-m", "pip", *quietly]
    for tool in ("pip3", "pip"):
        if shutil.which(tool):
            yield tool, [tool, "--python", str(PYTHON), *quietly]
    if shutil.which("uv"):
        yield "uv", ["uv", "pip", "install", "-q", "--python", str(PYTHON)]
    wheel = found_pip_wheel()
    if wheel:
        yield str(wheel), [str(PYTHON), f"{wheel}/pip", *quietly]


# -- where packages come from: what pip has been told, passed on ------------------------------


def pip_settings() -> dict[str, str]:
    """pip's configuration files, then its PIP_ variables, which win."""
    home = Path.home()
    files = [
        Path("/etc/xdg/pip/pip.conf"),
        Path("/etc/pip.conf"),
        home / ".pip" / "pip.conf",
        Path(os.environ.get("XDG_CONFIG_HOME", home / ".config")) / "pip" / "pip.conf",
        Path(sys.prefix) / "pip.conf",
        Path(os.environ.get("PIP_CONFIG_FILE", os.devnull)),
    ]
    parser = configparser.RawConfigParser()
    with suppress(configparser.Error):
        parser.read(files, encoding="utf-8")
    settings: dict[str, str] = {}
    for section in ("global", "install"):
        if parser.has_section(section):
            settings |= dict(parser.items(section))
    for name, value in os.environ.items():
        if name.startswith("PIP_"):
            settings[name[4:].lower().replace("_", "-")] = value
    return {name: " ".join(value.split()) for name, value in settings.items() if value.strip()}


def uv_environment() -> dict[str, str]:
    """The same settings in uv's words; a UV_ variable that is already set wins."""
    settings = pip_settings()
    places = settings.get("find-links", "").split()
    links = [place for place in places if "://" in place or Path(place).is_dir()]
    spoken = {
        "UV_DEFAULT_INDEX": settings.get("index-url", ""),
        "UV_INDEX": settings.get("extra-index-url", ""),
        "UV_NO_INDEX": "1" if settings.get("no-index", "").lower() in ("1", "true", "yes") else "",
        "UV_FIND_LINKS": ",".join(links),
        "UV_INSECURE_HOST": settings.get("trusted-host", ""),
        "UV_HTTP_TIMEOUT": settings.get("default-timeout", settings.get("timeout", "")),
        "SSL_CERT_FILE": settings.get("cert", ""),
        "ALL_PROXY": settings.get("proxy", ""),
        "VIRTUAL_ENV": str(VENV),
    }
    return {name: value for name, value in spoken.items() if value} | dict(os.environ)


def found_pip_wheel() -> Path | None:
    """The locked pip as a wheel, from a configured folder or index; a wheel can be run as it is."""
    lock = (LOCKS / "setup.txt").read_text(encoding="utf-8")
    entry = re.search(r"^pip==(\S+) \\\n((?:\s+--hash=\S+(?: \\)?\n)+)", lock, re.MULTILINE)
    if not entry:
        return None
    name, hashes = f"pip-{entry[1]}-py3-none-any.whl", re.findall(r"sha256:(\w+)", entry[2])
    settings = pip_settings()
    for place in settings.get("find-links", "").split():
        wheel = Path(place) / name
        if wheel.is_file() and hashlib.sha256(wheel.read_bytes()).hexdigest() in hashes:
            return wheel
    for index in f"{settings.get('index-url', '')} {settings.get('extra-index-url', '')}".split():
        with suppress(OSError, LookupError):
            content = fetch_wheel(index.rstrip("/") + "/pip/", name)
            if hashlib.sha256(content).hexdigest() in hashes:
                wheel = VENV / name
                wheel.write_bytes(content)
                return wheel
    return None


def fetch_wheel(page: str, name: str) -> bytes:
    """Read one wheel through the index page that names it."""
    if urllib.parse.urlsplit(page).scheme not in ("http", "https"):
        raise LookupError(page)
    with urllib.request.urlopen(page, timeout=30) as answer:
        text = answer.read().decode()
    links = [at for at in re.findall(r'href="([^"#]+)', text) if at.split("/")[-1] == name]
    with urllib.request.urlopen(urllib.parse.urljoin(page, links[0]), timeout=120) as answer:
        return bytes(answer.read())


# -- libraries, the project, the browser's assets ---------------------------------------------


def uv(*words: str, missing: str) -> None:
    shown = [] if sys.stderr.isatty() else ["--quiet"]
    command = [str(VENV / "bin" / "uv"), "--no-config", *shown, *words]
    done = subprocess.run(command, cwd=ROOT, env=uv_environment(), check=False)
    if done.returncode:
        raise SetupFailed(missing)


def install_locked(level: str) -> None:
    uv(
        *("pip", "install", "--python", str(PYTHON), "--require-hashes", "--compile-bytecode"),
        *("-r", f"requirements/{level}.txt"),
        missing="依赖库未能装齐，请检查网络或 pip 的软件源设置。\n"
        "The libraries could not be installed: look at the network or pip's index setting.",
    )


def install_project() -> None:
    uv(
        *("pip", "install", "--python", str(PYTHON), "--no-deps", "--no-build-isolation"),
        *("--editable", "."),
        missing="kaiban 命令未能装上。The kaiban command could not be installed.",
    )
    # Where nobody may write bytecode, every start would compile everything again.
    rooms = ("workflows", "forms", "notifications", "service")
    subprocess.run([PYTHON, "-m", "compileall", "-q", *rooms], cwd=ROOT, check=False)


def build_assets() -> None:
    """Copy what the pages need from npm packages; without them pages still work, more plainly."""
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes() + repr(VENDORED).encode())
    done, failed = VENDOR / ".built", VENDOR / ".failed"
    for mark in (done, failed):
        if mark.exists() and mark.read_text(encoding="utf-8") == lock.hexdigest():
            return
    say("[+] 页面资源 htmx、Tabler、bpmn-js · assets of the pages …")
    VENDOR.mkdir(parents=True, exist_ok=True)
    try:
        copy_from_npm()
    except (OSError, subprocess.SubprocessError) as error:
        said = str(getattr(error, "stderr", None) or error).strip()[-300:]
        say(
            "    未取到：页面改用服务器端图形与普通表单；删去下列文件即再试。\n"
            "    not fetched: pages go on with server-side drawings and plain forms; "
            f"to try again delete {failed.relative_to(ROOT)}\n    {said}"
        )
        failed.write_text(lock.hexdigest(), encoding="utf-8")
    else:
        failed.unlink(missing_ok=True)
        done.write_text(lock.hexdigest(), encoding="utf-8")


def copy_from_npm() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / name, folder)
        quietly = ("--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1")
        subprocess.run(
            ["npm", "ci", *quietly],
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
            timeout=180,
            stdin=subprocess.DEVNULL,
        )
        for name, source in VENDORED.items():
            shutil.copy(Path(folder) / "node_modules" / source, VENDOR / name)


# -- the words --------------------------------------------------------------------------------


def test(words: list[str]) -> int:
    """Run pytest on every core, unless the words say how."""
    set_up("test")
    build_assets()
    own_way = any(word.startswith(("-n", "--pdb", "--numprocesses")) for word in words)
    spread = [] if own_way else ["-n", str(cores()), "--dist", "worksteal"]
    return subprocess.call([PYTHON, "-m", "pytest", *spread, *words], cwd=ROOT)


def pictures(words: list[str]) -> int:
    """Take a picture of every page in both languages, or of those named."""
    set_up("test")
    build_assets()
    return subprocess.call([PYTHON, "-m", "tests.browser.pictures", *words], cwd=ROOT)


def cores() -> int:
    """The cores this process may use, which in a container are fewer than the machine's."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def ci(_words: list[str]) -> int:
    """Run every checker, also after one has complained."""
    set_up("dev")
    failed = []
    for command in ("ruff format --check .", "ruff check .", "mypy", "lint-imports"):
        say(f"— {command}")
        program, *rest = command.split()
        if subprocess.call([VENV / "bin" / program, *rest], cwd=ROOT):
            failed.append(command)
    say(f"未通过 · not passed: {'; '.join(failed)}" if failed else "全部通过 · all passed")
    return 1 if failed else 0


def lock(words: list[str]) -> int:
    """Write requirements/*.txt and package-lock.json again from what the project asks for."""
    make_venv()
    install_uv()
    asked = {
        "setup": ["--group", "setup"],
        "runtime": ["pyproject.toml"],
        "test": ["pyproject.toml", "--group", "test", "-c", "requirements/runtime.txt"],
        "dev": ["pyproject.toml", "--group", "lint", "-c", "requirements/test.txt"],
    }
    for name, sources in asked.items():
        uv(
            *("pip", "compile", "--universal", "--generate-hashes", *sources, *words),
            *("--custom-compile-command", "python3 run.py lock"),
            *("-o", f"requirements/{name}.txt"),
            missing=f"requirements/{name}.txt 未能重做 · could not be made",
        )
    made = ["npm", "install", "--package-lock-only", "--omit-lockfile-registry-resolved"]
    return subprocess.call(made, cwd=ROOT) if shutil.which("npm") else 0


def kaiban(words: list[str]) -> int:
    """Become the kaiban command."""
    set_up("runtime")
    if words[0] in ("demo", "serve"):
        build_assets()
    command = VENV / "bin" / "kaiban"
    os.execv(command, [str(command), *words])


def main(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        print(__doc__)
        return 0
    own = {"test": test, "pictures": pictures, "ci": ci, "lock": lock}
    try:
        return own[words[0]](words[1:]) if words[0] in own else kaiban(words)
    except SetupFailed as failure:
        say(str(failure))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
