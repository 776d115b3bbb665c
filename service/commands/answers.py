"""Reading the answers of a form: the case's own rule book checks them, all faults at once."""

from collections.abc import Mapping
from typing import Any

from forms import AnswersRefused, Form
from service.commands.dossier import Dossier
from service.commands.papers import documents
from service.domain.document import Fault, told
from service.domain.problem import Problem
from service.domain.refusals import AnswersWrong, NotNow


def read(dossier: Dossier, name: str | None, answers: Mapping[str, object]) -> dict[str, Any]:
    """The checked values of a form's answers; documents they name come in with this order."""
    if name is None:
        return {}
    if name not in dossier.books.pinned.bundle.forms:
        raise NotNow("本地区不办理这一事项。", "This place has no such matter.")
    form = dossier.books.pinned.form(name)
    try:
        given = form.check(answers, today=dossier.today)
    except AnswersRefused as refused:
        raise AnswersWrong(
            [Problem(one.field, one.code, one.zh, one.en, one.clause) for one in refused.problems]
        ) from refused
    _take_documents(dossier, form, given)
    return given


def file_fields(form: Form) -> dict[str, tuple[str, str]]:
    """The fields of a form that ask for a document, `spells.file` being a column; their labels."""
    fields = {field.id: field for field in form.fields}
    fields |= {f"{field.id}.{c.id}": c for field in form.fields for c in field.columns}
    return {
        path: (field.label["zh"], field.label["en"])
        for path, field in fields.items()
        if field.type == "file"
    }


def _take_documents(dossier: Dossier, form: Form, given: Mapping[str, Any]) -> None:
    labels = file_fields(form)
    cited = documents.answered(given, labels) if labels else {}
    if not cited:
        return
    strange = documents.unknown(
        dossier.session, dossier.case.id, cited, actor=dossier.actor, lane=dossier.lane or ""
    )
    if strange:
        raise AnswersWrong([_not_known(path, one, labels) for path, one in strange])
    named = [one for references in cited.values() for one in references]
    dossier.papers |= documents.hand_in(dossier.session, named, dossier.seq)


def _not_known(path: str, reference: str, labels: Mapping[str, tuple[str, str]]) -> Problem:
    table, _, rest = path.partition("[")
    label = labels[f"{table}.{rest.partition('.')[2]}" if rest else table]
    return told(Fault("document_unknown", {"reference": reference}), path, label=label)
