"""Who receives a draft and which facts, as far as the gate has let them through."""

from __future__ import annotations

from flask_babel import gettext, lazy_gettext, ngettext

from portal.airlock.checking import Checked
from portal.airlock.drafts import Draft
from portal.airlock.passage import facets
from portal.airlock.readers import READERS
from portal.reference.tlp import Audience
from portal.web.facets import facts, word

SEVERITY = {
    "scale": lazy_gettext("How grave"),
    "scope": lazy_gettext("How many"),
    "irremediability": lazy_gettext("How hard to put right"),
}


def received(draft: Draft, checked: Checked) -> dict[str, object]:
    """What the templates show of it."""
    answer, pairs = draft.answer, []
    passage = answer.passage if answer else None
    signed = bool(draft.fields.named and draft.fields.place and draft.fields.sector)
    if signed or (passage and not draft.fields.named):
        shown = facets(draft.fields, None if signed else passage)
        pairs = [(fact.label, fact.value) for fact in facts(shown, draft.fields.kind)]
        rated = shown.get("severity") or {}
        pairs += [
            (label, word(name, str(rated[name])))
            for name, label in SEVERITY.items()
            if rated.get(name)
        ]
    masked = sum(each.settled and each.shown != each.hit.text for each in checked.found)
    said = ngettext("%(num)s detail masked", "%(num)s details masked", masked)
    later = gettext("Once the gate has let them through")
    return {
        "readers": READERS,
        "chosen": Audience(draft.fields.audience) if draft.fields.audience else None,
        "pairs": pairs,
        "received": [
            (gettext("Author"), _author(draft)),
            *(pairs or [(gettext("Facts"), later)]),
            (gettext("Text"), said),
        ],
    }


def _author(draft: Draft) -> str:
    return gettext("Your organization's name") if draft.fields.named else gettext("Anonymous")
