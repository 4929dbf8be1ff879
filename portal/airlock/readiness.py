"""Everything that keeps a draft from leaving, in the order of the form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from portal.airlock.attachments import Attachment
from portal.airlock.attachments_crossing import unsettled
from portal.airlock.checking import Checked, left_over, undecided
from portal.airlock.drafts import Draft
from portal.airlock.fields import Problem, beyond_limits, missing
from portal.airlock.passage import shown
from portal.airlock.wording import finer_than_facets
from portal.privacy.identifiers.lexicon import Lexicon

N_: Final = str


def problems(
    draft: Draft, checked: Checked, lexicon: Lexicon, attached: Iterable[Attachment] = ()
) -> tuple[Problem, ...]:
    """Empty if the draft may be submitted, as far as its own author's record can tell."""
    return (
        *beyond_limits(draft.fields),
        *missing(draft.fields),
        *_of_reading(draft, checked),
        *undecided(checked),
        *(() if draft.fields.named else _of_gate(draft)),
        *_of_text(draft, checked, lexicon),
        *unsettled(attached, draft.shown_place),
    )


def _of_reading(draft: Draft, checked: Checked) -> Iterator[Problem]:
    if checked.percent is not None:
        yield Problem("hits", N_("The text is still being checked. Look again in a moment."))
    if checked.language is not None and not draft.is_read_through:
        yield Problem("read-through", N_("Confirm that you have read every sentence yourself."))


def _of_gate(draft: Draft) -> Iterator[Problem]:
    answer = draft.answer
    if answer is None:
        yield Problem("gate", N_("Ask the gate whether this could have come from enough families."))
    elif answer.passage is None:
        yield Problem("gate", N_("The gate does not let this through yet."))
    elif not answer.accepted:
        yield Problem("gate", N_("Accept what the gate shows instead, or change what you wrote."))


def _of_text(draft: Draft, checked: Checked, lexicon: Lexicon) -> Iterator[Problem]:
    if checked.open:
        return  # what is not decided yet would only be told twice
    yield from left_over(checked, lexicon)
    answer = draft.answer
    if answer is not None and answer.passage is not None and not draft.fields.named:
        facets = shown(draft.fields, answer.passage)
        yield from finer_than_facets(checked.texts, draft.fields, facets)
