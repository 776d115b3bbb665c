"""What a person typed → checked values, by the form of the step; knows no case and no database."""

from __future__ import annotations

from forms.definition import TYPES, Choice, Field, Rule, When, Words
from forms.form import Form
from forms.identifiers import bank_account_doubtful, resident_id, uscc
from forms.posted import unflatten
from forms.problems import AnswersRefused, BadForm, Problem, Refused
from forms.reading import read_form
from forms.tallies import Tally

__all__ = [
    "TYPES",
    "AnswersRefused",
    "BadForm",
    "Choice",
    "Field",
    "Form",
    "Problem",
    "Refused",
    "Rule",
    "Tally",
    "When",
    "Words",
    "bank_account_doubtful",
    "read_form",
    "resident_id",
    "unflatten",
    "uscc",
]
