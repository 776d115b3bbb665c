"""The draft of the page that is open: read once, kept when asked, gone when handed in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from forms import Form
from service.commands import drafts
from service.commands.drafts import Kept, Place
from service.domain.calendar import BEIJING
from service.records.database import db
from service.web.filing.parts import Part
from service.web.front import now

# What a browser puts in place of a file when only texts are sent.
NO_FILE = "[object File]"


@dataclass(slots=True)
class Keeping:
    """One person's draft of one form."""

    place: Place
    form: Form
    version: int
    kept: Kept | None = None

    @classmethod
    def of(cls, place: Place, form: Form, version: int) -> "Keeping":
        """With what was kept before."""
        return cls(place, form, version, drafts.read(db.session(), place))

    @property
    def notice(self) -> dict[str, object] | None:
        """When it was kept, and whether the step has changed since."""
        if self.kept is None or self.kept.at is None:
            return None
        older = self.version > 0 and self.kept.version != self.version
        return {"at": clock_face(self.kept.at, now()), "older": older}

    @property
    def more(self) -> dict[str, Any]:
        """What the pages remember beside the answers."""
        return dict(self.kept.more) if self.kept else {}

    @property
    def seen(self) -> set[str]:
        """The parts that have been filled in or passed."""
        return set(self.more.get("seen", ()))

    def over(self, known: Mapping[str, object], fixed: Collection[str] = ()) -> dict[str, object]:
        """What was kept, or what is known beforehand; a table that keeps its rows has them."""
        if self.kept is None:
            return dict(known)
        lost = {name for name in fixed if not self.kept.answers.get(name)}
        return {**self.kept.answers, **{name: known[name] for name in lost if name in known}}

    def keep(self, answers: Mapping[str, object], **more: object) -> bool:
        """Keep it; a value of None is no longer remembered."""
        names = {f.id for f in self.form.fields}
        kept = Kept(
            {k: v for k, v in answers.items() if k in names and v != NO_FILE},
            {k: v for k, v in {**self.more, **more}.items() if v is not None},
            self.version,
        )
        moment = now()
        saved = drafts.save(db.session(), self.place, kept, now=moment)
        self.kept = replace(kept, at=moment) if saved else self.kept
        return saved

    def drop(self) -> None:
        """Forget it, if there is anything to forget."""
        if self.kept is not None:
            drafts.drop(db.session(), self.place)
            self.kept = None


def merged(
    before: Mapping[str, object], part: Part | None, typed: Mapping[str, object]
) -> dict[str, object]:
    """What was typed into one part laid over the rest; a box that was emptied is empty."""
    if part is None:
        return dict(typed)
    rest = {name: value for name, value in before.items() if name not in part.fields}
    return {**rest, **typed}


def clock_face(at: datetime, today: datetime) -> str:
    """The time of day; with its day where that is another one."""
    there, here = at.astimezone(BEIJING), today.astimezone(BEIJING)
    return there.strftime("%H:%M" if there.date() == here.date() else "%Y-%m-%d %H:%M")
