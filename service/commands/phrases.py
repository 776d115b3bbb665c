"""Keeping one's own stock phrases 常用语: what an officer writes again and again."""

from sqlalchemy.orm import Session

from service.domain.refusals import NotNow
from service.records import phrase as records
from service.records.phrase import Phrase
from service.records.transaction import write_transaction

LONGEST = 300
MOST = 50


def keep_phrase(session: Session, person_id: int, text: str) -> None:
    """Keep a phrase; one that is kept already stays one."""
    words = " ".join(text.split())
    if not words or len(words) > LONGEST:
        raise NotNow(f"常用语为 1 至 {LONGEST} 个字。", f"A phrase has 1 to {LONGEST} characters.")
    with write_transaction(session):
        kept = records.phrases_of(session, person_id)
        if any(one.text == words for one in kept):
            return
        if len(kept) >= MOST:
            raise NotNow(
                f"最多保存 {MOST} 条常用语，请先删去不用的。",
                f"At most {MOST} phrases are kept: strike one you no longer use.",
            )
        session.add(Phrase(person_id=person_id, text=words))


def strike_phrase(session: Session, person_id: int, phrase_id: int) -> None:
    """Strike one of one's own phrases; one that is gone already is gone."""
    with write_transaction(session):
        found = session.get(Phrase, phrase_id)
        if found is not None and found.person_id == person_id:
            session.delete(found)
