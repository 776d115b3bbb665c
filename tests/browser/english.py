"""What is left in Chinese on a page in English, besides what people and diagrams are called."""

import re
from pathlib import Path

from playwright.sync_api import Page
from sqlalchemy import select

from service.records.catalogue import CatalogueEntry
from service.records.document import Document
from service.records.institution import Institution
from service.records.person import Person, Token
from service.records.phrase import Phrase
from service.web.phrases import shared
from tests.browser.staging import Stage

IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
NAME = re.compile(r' name="([^"]*[\u3400-\u9fff][^"]*)"')
DIAGRAMS = Path(__file__).parents[2] / "workflows" / "bpmn"
# Text that no lang marks as Chinese, with the labels that only a screen reader says.
WORDS = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [document.title];
  const here = (one) =>
    one.closest("[lang]").lang.startsWith("en") && !one.closest("script, style, textarea");
  while (walk.nextNode()) {
    if (here(walk.currentNode.parentElement)) found.push(walk.currentNode.textContent.trim());
  }
  const names = ["aria-label", "title", "alt", "placeholder"];
  for (const one of document.body.querySelectorAll(names.map((name) => `[${name}]`).join())) {
    if (here(one)) found.push(...names.map((name) => one.getAttribute(name) || ""));
  }
  return found;
}"""


def left_in_chinese(page: Page, stage: Stage) -> list[str]:
    """Each passage that an English reader would stand before."""
    data = re.compile("|".join(map(re.escape, sorted(known(stage), key=len, reverse=True))))
    passages = {data.sub("", words) for words in page.evaluate(WORDS)}
    return sorted(one for one in passages if IDEOGRAPH.search(one))


def known(stage: Stage) -> set[str]:
    """What people, institutions, papers and the parts of a diagram are called."""
    asked = (
        *(Person.display_name, Institution.name, Document.name, Phrase.text, Token.label),
        *(CatalogueEntry.name, CatalogueEntry.decision_no),
    )
    found = {words for column in asked for words in stage.session.scalars(select(column)) if words}
    stage.session.rollback()
    for drawing in DIAGRAMS.rglob("*.bpmn"):
        found.update(NAME.findall(drawing.read_text(encoding="utf-8")))
    return found | {phrase for phrases in shared().values() for phrase in phrases} | {"中文"}
