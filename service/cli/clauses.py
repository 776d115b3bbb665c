"""The ledger of clauses as a page: `kaiban clauses` writes it, and tells what is open."""

from argparse import Namespace
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path, PurePosixPath

from service.cli.surroundings import Commands, complain, say
from service.commands.clause_ledger import Clause, Ledger, ledgers, open_rows, problems
from service.commands.clause_places import Place
from service.settings import NotReady

WRONG = 2
PAGE = Path(__file__).parents[2] / "docs" / "clauses.md"
_HEAD = """# 逐条对照 · Clause by clause

五份通知的每一条：原文节选、我们的理解、在哪里执行、由哪个例子或测试说明；没有可执行内容的写明理由。
本页由 `python3 run.py clauses` 写成，请改 `workflows/bpmn/<地区>/clauses.toml` 或规则文件本身。

*Every clause of the notices: the text, what we take it to say, where it lives, and the example or
test that shows it — or why there is nothing to enforce. Written by `python3 run.py clauses`; change
the files it reads, not this page.*
"""
_COLUMNS = "| 条款 · clause | 规定 · what it says | 在哪里 · where it lives | 由谁说明 · shown by |"
_MOST = 4


def offer(commands: Commands) -> None:
    """Offer the command of this room."""
    write = commands.add_parser("clauses", help="write docs/clauses.md and tell what is open")
    write.add_argument("--to", type=Path, default=PAGE)
    write.set_defaults(do=write_page)


def write_page(asked: Namespace) -> int:
    """Write the page; what a row says that is not so is complained of."""
    found = ledgers()
    if not asked.to.parent.is_dir():
        raise NotReady(f"There is no folder {asked.to.parent}.")
    asked.to.write_text(page(found), encoding="utf-8")
    wrong = [sentence for ledger in found for sentence in problems(ledger)]
    for sentence in wrong:
        complain(sentence)
    for ledger in found:
        say(f"{ledger.folder.name}: {len(ledger.clauses)} 条 · clauses")
        for clause in open_rows(ledger):
            say(f"  {clause} 尚无落点或例子 · has no home or nothing that shows it yet")
    return WRONG if wrong else 0


def page(found: Iterable[Ledger]) -> str:
    """The whole page as Markdown."""
    return "\n".join([_HEAD, *(line for ledger in found for line in _chapter(ledger))]) + "\n"


def _chapter(ledger: Ledger) -> Iterator[str]:
    zh, en, count = ledger.names["zh"], ledger.names["en"], len(ledger.clauses)
    yield f"## {zh} · {en}\n"
    yield f"{ledger.document}，{count} 条。 *{count} clauses.*\n"
    yield _COLUMNS
    yield "|---|---|---|---|"
    yield from (_row(clause) for clause in ledger.clauses)
    yield ""


def _row(row: Clause) -> str:
    says = f"「{row.quote}」<br>{row.zh}<br>*{row.en}*"
    where = [*_links(row.lives)]
    if row.nothing:
        where.append(f"无须执行：{row.nothing['zh']}<br>*Nothing to enforce: {row.nothing['en']}*")
    shown = [*_links(row.shown)] or ["—"]
    if row.is_open:
        (shown if row.lives else where).append("**尚缺 · still open**")
    cells = (f"{row.id}<br>{row.article}", says, "<br>".join(where), "<br>".join(shown))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _links(places: Iterable[Place]) -> Iterator[str]:
    """A link for each file, with what is meant in it; of many, the first few are named."""
    files = [(file, list(of)) for file, of in groupby(places, key=lambda place: place.file)]
    for file, of in files[:_MOST]:
        names = list(dict.fromkeys(place.anchor for place in of if place.anchor))
        more = f" … {len(names)}" if len(names) > _MOST else ""
        meant = "、".join(f"`{name}`" for name in names[:_MOST])
        yield f"[{_short(file)}](../{file}){': ' if meant else ''}{meant}{more}"
    if len(files) > _MOST:
        yield f"…… 共 {len(files)} 处 · {len(files)} in all"


def _short(file: str) -> str:
    """A file by the last two names of its path."""
    return "/".join(PurePosixPath(file).parts[-2:])
