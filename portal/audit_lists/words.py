"""What the words of a cell mean: schemes, choices, indicators, yes and no."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Final

from portal.core.text import fold
from portal.reference import audits
from portal.reference.indicators import INDICATORS

_YES: Final = frozenset({"yes", "y", "true", "1", "x", "ja", "oui", "si", "sim", "car"})
_NO: Final = frozenset({"no", "n", "false", "0", "nein", "non", "nao", "none", "not applicable"})
_BETWEEN: Final = re.compile(r"[;|\n]+|,(?! and )")

SCHEME_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "smeta": ("smeta", "sedex", "sedex members ethical trade audit"),
    "bsci": ("bsci", "amfori", "business social compliance initiative"),
    "rba_vap": (
        "rba",
        "vap",
        "eicc",
        "responsible business alliance",
        "validated assessment program",
    ),
    "sa8000": ("sa8000", "sa 8000", "social accountability 8000"),
    "slcp": ("slcp", "social labor convergence", "social and labor convergence program", "caf"),
    "wrap": ("wrap", "worldwide responsible accredited production"),
    "ics": ("ics", "initiative for compliance and sustainability"),
    "better_work": ("better work", "betterwork"),
    "fla": ("fla", "fair labor association", "fair labour association"),
    "fair_wear": ("fair wear", "fwf", "fair wear foundation"),
    "fairtrade": ("fairtrade", "flocert", "fair trade"),
    "eti": ("eti", "ethical trading initiative"),
    "bap": ("bap", "best aquaculture practices"),
    "irma": ("irma",),
    "rmap": ("rmap",),
    "verite": ("verite",),
    "own_code": ("own audit", "internal audit", "own code", "second party audit", "customer audit"),
    "inspection": ("labor inspection", "labour inspection", "government inspection"),
    "other": ("other", "another scheme", "other scheme"),
}

CHOICE_WORDS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "severity": {
        "zero_tolerance": ("zt", "zero tolerance issue"),
        "good_practice": ("good example", "best practice"),
    },
    "cap_state": {
        "open": ("new", "not started", "outstanding", "overdue", "offen", "ouvert", "abierto"),
        "plan_submitted": ("cap submitted", "planned"),
        "plan_accepted": ("cap accepted", "cap approved", "plan approved"),
        "plan_rejected": ("cap rejected",),
        "in_progress": (
            "ongoing",
            "started",
            "in process",
            "pending",
            "in bearbeitung",
            "en cours",
        ),
        "evidence_submitted": (
            *("submitted", "awaiting verification", "pending verification", "completed", "done"),
        ),
        "verified_closed": (
            *("closed", "verified", "resolved", "closed verified", "geschlossen", "cerrado"),
            *("erledigt", "clos", "cloture"),
        ),
        "verification_failed": ("not verified", "failed", "evidence rejected", "not effective"),
        "disputed": ("dispute", "in dispute"),
        "closed_long_term": ("long term", "closed as long term"),
    },
    "announcement": {
        "announced": ("fully announced", "yes", "angekundigt"),
        "semi_announced": ("semi unannounced", "window", "semi"),
        "unannounced": ("fully unannounced", "surprise", "no", "unangekundigt"),
    },
    "purpose": {
        "initial": (
            "initial audit",
            "first audit",
            "full initial",
            "certification",
            "initial full",
        ),
        "periodic": (
            *("periodic audit", "annual", "annual audit", "re audit", "renewal", "routine"),
            *("recertification", "re certification", "monitoring"),
        ),
        "full": ("full audit", "full monitoring", "full assessment"),
        "follow_up": ("followup", "follow up audit", "follow up monitoring", "full follow up"),
        "partial_follow_up": ("partial followup", "partial follow up audit"),
        "surveillance": ("surveillance audit",),
        "closure": ("closure audit", "priority closure", "closing"),
        "investigation": ("special", "complaint", "investigative", "for cause"),
    },
    "mode": {
        "on_site": ("onsite", "in person", "physical", "full onsite"),
        "virtual": ("remote", "fully remote", "online", "video"),
        "hybrid": ("semi remote", "semi virtual", "partly remote"),
        "desktop": ("desk", "desk review", "desktop review", "document review"),
    },
    "verification": {
        "desktop": ("desk", "desk review", "desktop review", "document review", "documents"),
        "on_site": ("onsite", "visit", "follow up audit", "on site visit"),
        "worker_interview": ("worker interviews", "workers interviewed", "interview", "interviews"),
        "third_party": ("3rd party", "external", "independent", "auditor"),
    },
}


@lru_cache(4096)
def find_scheme(text: str) -> str | None:
    """The code of a scheme by its name, or by the longest known name inside a longer one."""
    folded = fold(text)
    known = _schemes()
    if folded in known:
        return known[folded]
    inside = [word for word in known if f" {word} " in f" {folded} " and word != "other"]
    return known[max(inside, key=len)] if inside else None


@cache
def _schemes() -> Mapping[str, str]:
    found = {fold(each.code): each.code for each in audits.SCHEMES}
    found |= {fold(each.label): each.code for each in audits.SCHEMES}
    for each in audits.SCHEMES:
        for word in SCHEME_WORDS.get(each.code, ()):
            found.setdefault(word, each.code)
    return found


@lru_cache(4096)
def find_choice(list_name: str, text: str) -> str | None:
    """The code of one choice of `reference.audits.LISTS` by its code, name or a usual word."""
    return _choices(list_name).get(fold(text))


@cache
def _choices(list_name: str) -> Mapping[str, str]:
    found = {fold(each.code): each.code for each in audits.LISTS[list_name]}
    found |= {fold(each.label): each.code for each in audits.LISTS[list_name]}
    for code, words in CHOICE_WORDS.get(list_name, {}).items():
        found |= {word: code for word in words if word not in found}
    return found


def label_of(list_name: str, code: str) -> str:
    """The name that files bear for a code; "" for none."""
    return audits.choice(list_name, code).label if code else ""


@lru_cache(4096)
def knows_value(scheme: str, value: str) -> bool:
    """Is this one of the scheme's own words, with a neutral severity beside it or without?"""
    if audits.severity_of(scheme, value) or audits.is_collaborative(scheme, value):
        return True
    return fold(value) in {fold(each) for each in audits.values_of(scheme)}


def split_indicators(text: str) -> list[str]:
    """The separate names or numbers of a cell."""
    return [said for each in _BETWEEN.split(text) if (said := " ".join(each.split()))]


@lru_cache(4096)
def find_indicator(text: str) -> str | None:
    """The code of an ILO indicator by its code, name or number."""
    return _indicators().get(fold(text))


@cache
def _indicators() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for each in INDICATORS:
        for word in (each.code, each.name, str(each.number), f"ilo {each.number}"):
            found[fold(word)] = each.code
    return found


@lru_cache(4096)
def find_yes(text: str) -> bool | None:
    """Yes, no, or nothing for another word."""
    folded = fold(text)
    return True if folded in _YES else False if folded in _NO else None
