"""Every sentence of the pages is said in both languages, and none is kept that nobody says."""

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from service.commands.reactions import REACTIONS
from service.web.language import english
from service.web.words import SIGNALS

ROOT = Path(__file__).parents[2]
WEB = ROOT / "service" / "web"
# The API's page is read out by the same words, and a form says its units itself.
SPEAKING = (WEB, ROOT / "service" / "api", ROOT / "forms")
SAID = re.compile(r"""say\(\s*["']([^"']+)["']""")
CHINESE = re.compile("[\u4e00-\u9fff]")


def templates() -> Iterator[str]:
    for folder in SPEAKING:
        for path in folder.rglob("*.html"):
            yield path.read_text("utf-8")


def calls() -> Iterator[ast.AST]:
    """Every part of every module: a sentence broken over lines is one constant again."""
    for folder in SPEAKING:
        for path in folder.rglob("*.py"):
            yield from ast.walk(ast.parse(path.read_text("utf-8")))


def said_by_modules() -> Iterator[str]:
    for node in calls():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
            words = node.args[0]
            if isinstance(words, ast.Constant) and isinstance(words.value, str):
                yield words.value


def test_every_sentence_of_the_pages_has_its_english():
    said = {words for text in templates() for words in SAID.findall(text)}
    assert (said | set(said_by_modules())) - set(english()) == set()


def test_no_sentence_is_put_into_english_twice():
    told = Counter(
        chinese
        for path in (WEB / "english").glob("*.toml")
        for chinese in tomllib.loads(path.read_text("utf-8"))
    )
    assert [chinese for chinese, times in told.items() if times > 1] == []


def test_no_english_is_kept_that_no_page_says():
    constants = {
        node.value
        for node in calls()
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    drawn = "\n".join(templates())
    assert [words for words in english() if words not in constants and words not in drawn] == []


def test_no_page_writes_chinese_past_the_dictionary():
    for text in templates():
        bare = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
        bare = re.sub(r"say\((?:[^()]|\([^()]*\))*\)|>中文<", "", bare)
        assert CHINESE.search(bare) is None, CHINESE.search(bare)


def test_whatever_a_diagram_announces_has_its_words_in_the_history():
    assert set(REACTIONS) - set(SIGNALS) == set()
