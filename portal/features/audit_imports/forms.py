"""What may be typed about a list of audits, and the words for what can be wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from flask_babel import LazyString, gettext, lazy_gettext
from wtforms import FileField

from portal.audit_lists.draft import Draft
from portal.audit_lists.fields import FIELDS, TITLES
from portal.audit_lists.problems import WITHOUT, Fixes, Flaw, Problem, Unknown
from portal.audit_lists.tables import Remark
from portal.features.audit_imports.service import Chosen
from portal.reference import audits, places
from portal.reference.indicators import INDICATORS
from portal.web.forms import PortalForm
from portal.web.uploads import FileType

MOST_ASKED: Final = 50
NO_SCHEME: Final = Unknown("scheme", "", "")
TITLES_OF_PROBLEMS: Final = (
    lazy_gettext("Row"),
    lazy_gettext("Column"),
    lazy_gettext("Field"),
    lazy_gettext("Cell"),
    lazy_gettext("What is wrong"),
    lazy_gettext("What to do"),
)
"""The word of rows that say no scheme."""


class UploadForm(PortalForm):
    file = FileField(
        lazy_gettext("List of audits"),
        description=lazy_gettext(
            "CSV or Excel (.xlsx), at most 250,000 rows. Nothing is stored among your audits before"
            " you confirm it."
        ),
        render_kw={"accept": ".csv,.tsv,.txt,.xlsx"},
    )


WRONG_TYPES: Final[Mapping[FileType, LazyString]] = {
    FileType.EMPTY: lazy_gettext(
        "The file is empty. Export the list again and check that it has rows."
    ),
    FileType.PDF: lazy_gettext("%(name)s is a PDF, not a table. Export the list as CSV or .xlsx."),
    FileType.IMAGE: lazy_gettext(
        "%(name)s is an image, not a table. Export the list as CSV or .xlsx."
    ),
    FileType.OLD_OFFICE: lazy_gettext(
        "%(name)s is in the old Excel format or has a password. Save it as .xlsx or CSV, without"
        " one."
    ),
    FileType.PROGRAM: lazy_gettext(
        "%(name)s is a program, not a table. Export the list as CSV or .xlsx."
    ),
    FileType.DATA: lazy_gettext("%(name)s is not a text file. Export the list as CSV or .xlsx."),
}
REMARKS: Final[Mapping[Remark, LazyString]] = {
    Remark.ENCODING: lazy_gettext(
        "The file is not UTF-8; it was read as %(said)s. Check that accents look right below."
    ),
    Remark.UNREADABLE: lazy_gettext(
        "Bytes that mean nothing in this encoding stand in row %(said)s. They are shown as �."
    ),
    Remark.TITLES: lazy_gettext(
        "Row %(said)s was taken for the titles of the columns; the rows above it are left out."
    ),
    Remark.SHEET: lazy_gettext("Of several sheets, only “%(said)s” was read."),
    Remark.HIDDEN: lazy_gettext("Hidden sheets were left out: %(said)s."),
    Remark.FORMULAS: lazy_gettext(
        "Some cells hold formulas: what was read is the value that the program last saved."
    ),
    Remark.UNCOMPUTED: lazy_gettext(
        "Formulas without a saved value were read as empty: %(said)s. Open the file in a"
        " spreadsheet program and save it again."
    ),
}
CHOOSE: Final = lazy_gettext("Correct the row, or say what the word means on the page before.")
FLAWS: Final[Mapping[Flaw, tuple[LazyString, LazyString]]] = {
    Flaw.NO_SUPPLIER: (
        lazy_gettext("No supplier"),
        lazy_gettext("Add its name, or choose another column for suppliers."),
    ),
    Flaw.NO_SCHEME: (
        lazy_gettext("No scheme"),
        lazy_gettext("Add it, or set one for all rows without one on the page before."),
    ),
    Flaw.NO_ISSUE: (
        lazy_gettext("No issue, but a grade or an action"),
        lazy_gettext("Say what was found, or empty the other cells of the finding."),
    ),
    Flaw.UNIDENTIFIED: (
        lazy_gettext("Neither a reference nor a date tells which audit this is"),
        lazy_gettext("Add the audit's reference or its date."),
    ),
    Flaw.UNKNOWN_SCHEME: (lazy_gettext("“%(text)s” is not a scheme that we know"), CHOOSE),
    Flaw.UNKNOWN_COUNTRY: (lazy_gettext("“%(text)s” is not a country that we know"), CHOOSE),
    Flaw.UNKNOWN_VALUE: (
        lazy_gettext("“%(text)s” is no grade that the scheme is known to give"),
        CHOOSE,
    ),
    Flaw.UNKNOWN_WORD: (lazy_gettext("“%(text)s” is none of the words for this column"), CHOOSE),
    Flaw.UNKNOWN_INDICATOR: (
        lazy_gettext("“%(text)s” is not one of the ILO's eleven indicators"),
        CHOOSE,
    ),
    Flaw.UNREADABLE_DATE: (
        lazy_gettext("“%(text)s” is not a day that can be read"),
        lazy_gettext("Write it as 2026-03-05."),
    ),
    Flaw.IN_FUTURE: (
        lazy_gettext("The audit is said to be on %(text)s, which is still to come"),
        lazy_gettext("Correct the year, or the order of day and month on the page before."),
    ),
    Flaw.DUE_BEFORE_AUDIT: (
        lazy_gettext("Due on %(text)s, before the audit"),
        lazy_gettext("Correct the due date or the date of the audit."),
    ),
    Flaw.NO_RECORD: (
        lazy_gettext("“%(text)s” is not the number of a record"),
        lazy_gettext("Leave the cell empty: the supplier is found by its name and country."),
    ),
    Flaw.TOO_LONG: (
        lazy_gettext("Far too long: “%(text)s”"),
        lazy_gettext("Shorten it, or look for a missing quotation mark."),
    ),
    Flaw.UNREADABLE: (
        lazy_gettext("Characters that cannot be read: “%(text)s”"),
        lazy_gettext("Correct the row, or save the file as UTF-8, and upload it again."),
    ),
    Flaw.ERROR: (
        lazy_gettext("The cell holds the error %(text)s"),
        lazy_gettext("Repair the formula, or type the value."),
    ),
    Flaw.CONTRADICTS: (
        lazy_gettext("“%(text)s” is not what row %(other)s says of the same audit"),
        lazy_gettext("Give one of the two audits another reference, or make the rows agree."),
    ),
    Flaw.REPEATED: (
        lazy_gettext("The very same stands in row %(other)s"),
        lazy_gettext("Nothing to do, unless it is another audit: then give it a reference."),
    ),
    Flaw.TOO_MANY: (
        lazy_gettext("More rows for “%(text)s” than one audit can have"),
        lazy_gettext("Choose another column for the audit's reference."),
    ),
    Flaw.RECORDED: (
        lazy_gettext("The audit “%(text)s” is among your audits already"),
        lazy_gettext("Delete it there first if this one should replace it."),
    ),
}


def said(problem: Problem) -> tuple[str, str]:
    """What is wrong and what to do about it."""
    what, todo = FLAWS[problem.flaw]
    text = problem.text if len(problem.text) <= 60 else problem.text[:60] + "…"
    return str(what) % {"text": text, "other": problem.other}, str(todo)


def column(problem: Problem) -> str:
    """The column as a spreadsheet and as the portal calls it."""
    title = gettext(TITLES[problem.field])
    return f"{problem.column} · {title}" if problem.column else title


def remarked(draft: Draft) -> list[str]:
    """How the file was read, where a person should know."""
    return [str(REMARKS[remark]) % {"said": told} for remark, told in draft.sheet.remarks]


def refused(draft: Draft) -> str:
    """Why the file cannot be read, or nothing."""
    return gettext(draft.refusal, **draft.values) if draft.refusal else ""


def asked(draft: Draft) -> list[tuple[Unknown, int]]:
    """The words that the mapping page asks about, the most frequent first."""
    return [(word, rows) for word, rows in draft.asked if word != NO_SCHEME][:MOST_ASKED]


def choices(word: Unknown) -> list[tuple[str, str]]:
    """What a word may mean, in the reader's language."""
    if word.kind == "scheme":
        return scheme_choices()
    without = [(WITHOUT, gettext("Import these rows without it"))]
    if word.kind == "country":
        found = [(each.code, gettext(each.name)) for each in places.countries()]
        return without + sorted(found, key=lambda choice: choice[1].casefold())
    if word.kind == "indicator":
        return without + [(each.code, gettext(each.name)) for each in INDICATORS]
    list_name = "severity" if word.kind == "grade" else word.kind
    return without + [(each.code, gettext(each.label)) for each in audits.LISTS[list_name]]


def scheme_choices() -> list[tuple[str, str]]:
    """Every scheme that an audit can have."""
    return [(each.code, gettext(each.label)) for each in audits.SCHEMES]


def chosen(typed: Mapping[str, str], draft: Draft) -> Chosen:
    """Read the mapping page; what it did not show stays as it was."""
    columns = {name: _column(typed.get(f"column-{name}"), draft, name) for name in FIELDS}
    words = dict(draft.fixes.words)
    shown: Sequence[Unknown] = [NO_SCHEME, *(word for word, _ in asked(draft))]
    for number, word in enumerate(shown):
        code = typed.get(f"word-{number}")
        if code in dict(choices(word)):
            words[word] = str(code)
        elif code is not None:
            words.pop(word, None)
    month_first = typed.get("days", "") == "month" if "days" in typed else draft.fixes.month_first
    version = typed.get("version", "")
    return Chosen(columns, Fixes(words, month_first), int(version) if version.isdecimal() else 0)


def _column(value: str | None, draft: Draft, name: str) -> int | None:
    if value is None:
        return draft.columns.get(name)
    return int(value) if value.isdecimal() and int(value) < len(draft.sheet.header) else None
