from flask_babel import gettext, lazy_gettext
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from portal.features.groups.service import SMALLEST_K, GroupSettings
from portal.models import Group
from portal.models.appointment import AppointmentKind
from portal.models.group import RosterVisibility
from portal.models.standing import StandingKind
from portal.web.directory import ROLES
from portal.web.forms import PortalForm

ROSTERS = {
    RosterVisibility.OPEN: lazy_gettext("Open"),
    RosterVisibility.COUNT_ONLY: lazy_gettext("Number only"),
    RosterVisibility.HIDDEN: lazy_gettext("Hidden"),
}
ROSTER_HINTS = {
    RosterVisibility.OPEN: lazy_gettext("Every organization of the group sees the others."),
    RosterVisibility.COUNT_ONLY: lazy_gettext("They see how many members there are."),
    RosterVisibility.HIDDEN: lazy_gettext("They see neither names nor a number."),
}
RHYTHMS = {
    7: lazy_gettext("Every week"),
    14: lazy_gettext("Every two weeks"),
    28: lazy_gettext("Every four weeks"),
}
STANDING_HINTS = {
    StandingKind.MEMBER: lazy_gettext("A company: reads, contributes, counts for anonymity."),
    StandingKind.OBSERVER: lazy_gettext("Reads what is marked for observers."),
    StandingKind.LIAISON: lazy_gettext(
        "A government body: reads what was released beyond the group."
    ),
}
APPOINTMENT_HINTS = {
    AppointmentKind.COORDINATOR: lazy_gettext("Reviews and releases, and never learns who wrote."),
    AppointmentKind.CUSTODIAN: lazy_gettext("Keeps one of three keys; two open an authorship."),
}


class GroupForm(PortalForm):
    name = StringField(
        lazy_gettext("Name"),
        [DataRequired(lazy_gettext("Enter a name.")), Length(max=120)],
    )
    purpose = TextAreaField(
        lazy_gettext("Purpose"),
        [DataRequired(lazy_gettext("Say in a sentence what the group is for.")), Length(max=300)],
        description=lazy_gettext(
            "One sentence, shown on the start page of everybody in the group."
        ),
        render_kw={"rows": 2},
    )
    charter = TextAreaField(
        lazy_gettext("Charter"),
        [DataRequired(lazy_gettext("Enter the charter.")), Length(max=20_000)],
        description=lazy_gettext("What the members have agreed to. Empty lines make paragraphs."),
        render_kw={"rows": 14},
    )
    k_author = IntegerField(
        lazy_gettext("Families that could have written a finding"),
        [
            InputRequired(lazy_gettext("Enter a number.")),
            NumberRange(SMALLEST_K, 50, lazy_gettext("Enter a number from %(min)s to %(max)s.")),
        ],
        default=5,
        description=lazy_gettext(
            "A finding leaves only if at least this many corporate families could have written it."
        ),
    )
    k_supplier = IntegerField(
        lazy_gettext("Suppliers that could be meant"),
        [
            InputRequired(lazy_gettext("Enter a number.")),
            NumberRange(1, 1000, lazy_gettext("Enter a number from %(min)s to %(max)s.")),
        ],
        default=10,
        description=lazy_gettext(
            "A finding leaves only if at least this many suppliers fit its place and sector."
        ),
    )
    roster_visibility = RadioField(
        lazy_gettext("Who sees the list of organizations"),
        [InputRequired(lazy_gettext("Choose one."))],
        choices=[SelectChoice(*item) for item in ROSTERS.items()],
        default=RosterVisibility.COUNT_ONLY,
    )
    rhythm_days = SelectField(
        lazy_gettext("Batches leave"),
        choices=[SelectChoice(*item) for item in RHYTHMS.items()],
        coerce=int,
        default=7,
    )
    observers_are_community = BooleanField(
        lazy_gettext("Observers belong to the community of TLP:GREEN"),
        description=lazy_gettext("Then what is marked TLP:GREEN may be passed on to them."),
    )
    version = HiddenField(default="1")
    explained = HiddenField()

    def settings(self) -> GroupSettings:
        names = GroupSettings.__dataclass_fields__
        return GroupSettings(**{name: self[name].data for name in names})

    def read_version(self) -> int:
        """The version that the page showed; 0, which none has, for anything else."""
        return int(self.version.data) if (self.version.data or "").isdecimal() else 0


class StandingForm(PortalForm):
    organization = SelectField(
        lazy_gettext("Organization"), [InputRequired(lazy_gettext("Choose an organization."))]
    )
    kind = RadioField(
        lazy_gettext("Standing"),
        [InputRequired(lazy_gettext("Choose a standing."))],
        choices=[SelectChoice(kind, ROLES[kind]) for kind in StandingKind],
    )


class AppointmentForm(PortalForm):
    kind = RadioField(
        lazy_gettext("Appointment"),
        [InputRequired(lazy_gettext("Choose an appointment."))],
        choices=[SelectChoice(kind, ROLES[kind]) for kind in AppointmentKind],
    )
    colleague = SelectField(lazy_gettext("Somebody of your organization"), validate_choice=True)
    email = EmailField(
        lazy_gettext("Or somebody of an organization of this group, by e-mail"),
        [Length(max=320)],
        description=lazy_gettext("The address with which the person signs in."),
        render_kw={"autocomplete": "off"},
    )


class ConfirmForm(PortalForm):
    """A button and nothing to fill in."""


def mark(new: GroupSettings) -> str:
    """What the person was told the effects of; another choice is explained anew."""
    return f"{new.k_author}/{new.k_supplier}/{new.roster_visibility}"


def effects(group: Group, new: GroupSettings) -> list[str]:
    """What the new thresholds and visibility would change for the people of the group."""
    told = []
    if new.k_author > group.k_author:
        told.append(
            gettext(
                "At least %(new)s families instead of %(old)s must be able to have written a"
                " finding. New findings must often be more general; what waits for release is"
                " checked against the new number.",
                new=new.k_author,
                old=group.k_author,
            )
        )
    if new.k_author < group.k_author:
        told.append(
            gettext(
                "%(new)s families instead of %(old)s are enough for a finding to leave. Findings"
                " can stay more specific, and each author hides among fewer. What was released"
                " stays as it is.",
                new=new.k_author,
                old=group.k_author,
            )
        )
    if new.k_supplier != group.k_supplier:
        told.append(
            gettext(
                "At least %(new)s suppliers instead of %(old)s must fit the place and sector of a"
                " finding. This holds for what leaves from now on.",
                new=new.k_supplier,
                old=group.k_supplier,
            )
        )
    if new.roster_visibility != group.roster_visibility:
        told.append(
            gettext(
                "The list of organizations becomes: %(visibility)s. Who has seen it before still"
                " knows what it said.",
                visibility=ROSTERS[RosterVisibility(new.roster_visibility)],
            )
        )
    return told


def differences(group: Group, form: GroupForm) -> list[tuple[str, str]]:
    """Label and saved value of each field in which the form and the saved group differ."""
    found = []
    for name, value in (
        (name, getattr(group, name)) for name in GroupSettings.__dataclass_fields__
    ):
        if form[name].data != value:
            found.append((form[name].label.text, _said(name, value)))
    return found


def _said(name: str, value: object) -> str:
    if name == "roster_visibility":
        return str(ROSTERS[RosterVisibility(str(value))])
    if name == "rhythm_days":
        return str(RHYTHMS.get(int(str(value)), value))
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    return str(value)
