"""What may be typed about suppliers and lists, and the words for what can be wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import LazyString, gettext, lazy_gettext
from wtforms import FileField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from portal.facility_lists.draft import Draft
from portal.facility_lists.facility import FIELDS, LONGEST, Facility
from portal.facility_lists.problems import Fixes, Flaw, Problem, find_subdivision
from portal.facility_lists.tables import Remark
from portal.features.suppliers.service import NewArea
from portal.privacy.identifiers.numbers import os_id_is_valid
from portal.reference import places, sectors
from portal.web.forms import PortalForm
from portal.web.uploads import FileType, Upload

CHOOSE: Final = lazy_gettext("Choose…")


class SupplierForm(PortalForm):
    version = HiddenField(default="0")
    name = StringField(
        lazy_gettext("Name"),
        [InputRequired(lazy_gettext("Enter the facility's name.")), Length(max=LONGEST["name"])],
    )
    address = TextAreaField(lazy_gettext("Address"), [Length(max=LONGEST["address"])])
    country = SelectField(
        lazy_gettext("Country"), [InputRequired(lazy_gettext("Choose the country."))]
    )
    subdivision = StringField(
        lazy_gettext("State or province"),
        [Length(max=120)],
        description=lazy_gettext(
            "As in ISO 3166-2: for example Punjab or PK-PB. Leave it if unsure."
        ),
    )
    sector = SelectField(lazy_gettext("Sector"))
    os_id = StringField(
        lazy_gettext("OS ID"),
        [Length(max=LONGEST["os_id"])],
        description=lazy_gettext("Fifteen letters and digits from Open Supply Hub, if it has one."),
    )
    note = TextAreaField(
        lazy_gettext("Note"),
        [Length(max=LONGEST["note"])],
        description=lazy_gettext("Only people of your organization read it."),
    )

    def __init__(self, *args: Any, facility: Facility | None = None, **kwargs: Any) -> None:
        """Start from a record, with its codes as they are typed."""
        kwargs |= facility.to_json() if facility else {}
        if facility and facility.subdivision:
            kwargs["subdivision"] = places.place(facility.subdivision).name
        super().__init__(*args, **kwargs)
        self.country.choices = [("", CHOOSE), *country_choices()]
        self.sector.choices = [("", gettext("Not known")), *sector_choices(self.sector.data)]

    def validate_subdivision(self, field: StringField) -> None:
        if field.data and self.country.data and self._subdivision() is None:
            raise ValidationError(gettext("No such state or province is known in this country."))

    def validate_os_id(self, field: StringField) -> None:
        if field.data and not os_id_is_valid(field.data):
            raise ValidationError(
                gettext("The check character does not fit: look for a typing error.")
            )

    def facility(self) -> Facility:
        return Facility(
            name=" ".join((self.name.data or "").split()),
            address=" ".join((self.address.data or "").split()),
            country=self.country.data,
            subdivision=self._subdivision() or "",
            sector=self.sector.data or "",
            os_id="".join((self.os_id.data or "").replace("-", "").upper().split()),
            note=self.note.data or "",
        )

    def _subdivision(self) -> str | None:
        typed = self.subdivision.data or ""
        return find_subdivision(self.country.data, typed) if typed else None


class AreaForm(PortalForm):
    place = SelectField(
        lazy_gettext("Country"), [InputRequired(lazy_gettext("Choose the country."))]
    )
    sector = SelectField(
        lazy_gettext("Sector"), [InputRequired(lazy_gettext("Choose the sector."))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Countries and sectors in the reader's language."""
        super().__init__(*args, **kwargs)
        self.place.choices = [("", CHOOSE), *country_choices()]
        self.sector.choices = [("", CHOOSE), *sector_choices("")]

    def area(self) -> NewArea:
        return NewArea(self.place.data, self.sector.data)


class UploadForm(PortalForm):
    file = FileField(
        lazy_gettext("Facility list"),
        description=lazy_gettext(
            "CSV or Excel (.xlsx), at most 50,000 rows. Nothing is stored in your registry before"
            " you confirm it."
        ),
        render_kw={"accept": ".csv,.tsv,.txt,.xlsx"},
    )


def country_choices() -> list[tuple[str, str]]:
    """Every country, by its name in the reader's language."""
    return sorted(((each.code, gettext(each.name)) for each in places.countries()), key=_by_label)


def sector_choices(used: str | None) -> list[tuple[str, str]]:
    """Sections with their divisions; a finer code that a record already has stays possible."""
    shown = [each for rung in ("section", "division") for each in sectors.sectors(rung)]
    if used and used != sectors.ANY and used not in {each.code for each in shown}:
        shown.append(sectors.sector(used))
    ordered = sorted(shown, key=lambda each: tuple(reversed(sectors.path(each.code))))
    return [(each.code, f"{each.code} · {gettext(each.name)}") for each in ordered]


def _by_label(choice: tuple[str, str]) -> str:
    return choice[1].casefold()


FIELD_LABELS: Final[Mapping[str, LazyString]] = {
    "name": lazy_gettext("Name"),
    "address": lazy_gettext("Address"),
    "country": lazy_gettext("Country"),
    "subdivision": lazy_gettext("State or province"),
    "sector": lazy_gettext("Sector"),
    "os_id": lazy_gettext("OS ID"),
}
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
    FileType.ARCHIVE: lazy_gettext(
        "%(name)s is an archive or a document, whatever its name says. Unpack it and upload the CSV"
        " or .xlsx file itself."
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
        "Bytes that mean nothing in this encoding stand in row %(said)s. They are shown as � below."
    ),
    Remark.SHEET: lazy_gettext("Of several sheets, only “%(said)s” was read."),
    Remark.FORMULAS: lazy_gettext(
        "Some cells hold formulas: what was read is the value that the program last saved."
    ),
}
FLAWS: Final[Mapping[Flaw, tuple[LazyString, LazyString]]] = {
    Flaw.NO_NAME: (
        lazy_gettext("No name"),
        lazy_gettext("Add the name in the file, or choose another column for names."),
    ),
    Flaw.NO_COUNTRY: (
        lazy_gettext("No country"),
        lazy_gettext("Set a country for all rows without one, above."),
    ),
    Flaw.UNKNOWN_COUNTRY: (
        lazy_gettext("“%(text)s” is not a country that we know"),
        lazy_gettext("Choose the country that is meant, above."),
    ),
    Flaw.TOO_LONG: (
        lazy_gettext("Far too long: “%(text)s”"),
        lazy_gettext("Often a quotation mark is missing in this row or the one before."),
    ),
    Flaw.UNREADABLE: (
        lazy_gettext("Characters that cannot be read: “%(text)s”"),
        lazy_gettext("Correct the row, or save the file as UTF-8, and upload it again."),
    ),
    Flaw.LINE_BREAKS: (
        lazy_gettext("Several rows in one cell: “%(text)s”"),
        lazy_gettext("A quotation mark opens here and is not closed where it should be."),
    ),
    Flaw.UNKNOWN_SUBDIVISION: (
        lazy_gettext("“%(text)s” is not a state or province of this country"),
        lazy_gettext("Without it: correct it later, or in the file."),
    ),
    Flaw.UNKNOWN_SECTOR: (
        lazy_gettext("“%(text)s” is not a sector that we know"),
        lazy_gettext("Without a sector, unless you choose the one that is meant, above."),
    ),
    Flaw.WRONG_OS_ID: (
        lazy_gettext("“%(text)s” is not an OS ID: its check character does not fit"),
        lazy_gettext("Without it: correct it later, or in the file."),
    ),
    Flaw.FORMULA: (
        lazy_gettext("Starts like a formula: “%(text)s”"),
        lazy_gettext("As it is, as text: nothing is calculated."),
    ),
}


def said(problem: Problem) -> tuple[str, str]:
    """What is wrong and what to do about it."""
    what, todo = FLAWS[problem.flaw]
    text = problem.text if len(problem.text) <= 60 else problem.text[:60] + "…"
    return str(what) % {"text": text}, str(todo)


def remarked(draft: Draft) -> list[str]:
    """How the file was read, where a person should know."""
    return [str(REMARKS[remark]) % {"said": told} for remark, told in draft.table.remarks]


def wrong_type(upload: Upload) -> str:
    """Why the file cannot be a table and what to do, or nothing."""
    found = WRONG_TYPES.get(upload.type)
    return "" if found is None else str(found) % {"name": upload.name}


@dataclass(frozen=True, slots=True)
class Mapped:
    """What the mapping page was told, beside what the draft knew before."""

    draft: Draft
    version: int
    confirming: bool


def mapped(typed: Mapping[str, str], draft: Draft) -> Mapped:
    """Read the mapping page; what it did not show stays as it was."""
    columns = {name: _column(typed.get(f"column-{name}"), draft, name) for name in FIELDS}
    known_places = {each.code for each in places.countries()}
    fixes = Fixes(
        _fixed(typed, "country:", draft.fixes.countries, known_places),
        _fixed(typed, "sector:", draft.fixes.sectors, None),
    )
    choices = dict(draft.choices)
    for name, value in typed.items():
        row = name.removeprefix("pair-")
        if name.startswith("pair-") and row.isdecimal() and value in {"merge", "keep"}:
            choices[int(row)] = value == "merge"
    version = typed.get("version", "")
    return Mapped(
        Draft(draft.file, draft.table, columns, fixes, choices),
        int(version) if version.isdecimal() else 0,
        typed.get("do") == "confirm",
    )


def _column(value: str | None, draft: Draft, name: str) -> int | None:
    if value is None:
        return draft.columns[name]
    return int(value) if value.isdecimal() and int(value) < len(draft.table.header) else None


def _fixed(
    typed: Mapping[str, str], prefix: str, before: Mapping[str, str], known: set[str] | None
) -> dict[str, str]:
    fixes = dict(before)
    for name, value in typed.items():
        if name.startswith(prefix):
            fixes[name.removeprefix(prefix)] = value
    usable = known if known is not None else {code for code, _ in sector_choices("")} | {"-"}
    return {text: code for text, code in fixes.items() if code in usable}
