"""Names of people of many nations for made texts: Faker's lists and lists written by hand."""

import random
from functools import cache

from training.lists.reading import listed
from training.wordlist import ROMAN, person_lists

LOCALES = [
    "en",
    "en_GB",
    "en_IE",
    "en_IN",
    "en_KE",
    "en_NG",
    "en_PK",
    "en_TH",
    "en_US",
    "en_NZ",
    "es_AR",
    "es_CL",
    "es_CO",
    "es_ES",
    "es_MX",
    "fr_FR",
    "fr_BE",
    "fr_CA",
    "de_DE",
    "de_AT",
    "de_CH",
    "it_IT",
    "nl_NL",
    "nl_BE",
    "pt_BR",
    "pt_PT",
    "pl_PL",
    "cs_CZ",
    "sk_SK",
    "sl_SI",
    "hr_HR",
    "hu_HU",
    "ro_RO",
    "lt_LT",
    "lv_LV",
    "et_EE",
    "fi_FI",
    "sv_SE",
    "no_NO",
    "da_DK",
    "is_IS",
    "tr_TR",
    "az_AZ",
    "uz_UZ",
    "id_ID",
    "vi_VN",
    "sw",
    "tw_GH",
    "yo_NG",
    "ha_NG",
    "ig_NG",
    "zu_ZA",
    "zh_CN",
    "zh_TW",
    "ja_JP",
    "fr_DZ",
    "ga_IE",
]
BY_HAND: dict[str, dict[str, str]] = listed("people")
# How the names of a people are put together: f family, g given.
ORDERS = {
    "CN": ("fg", "fg", "gf", "fgg"),
    "VN": ("fgg", "fgg", "fg", "gf"),
    "KH": ("fg", "gf"),
    "KR": ("fg", "gf"),
    "MM": ("gf", "ggf", "gff", "gg"),
    "NP": ("gf", "ggf", "gf"),
    "BD": ("gf", "ggf", "gf"),
    "ID": ("g", "gf", "gg", "gf"),
    "UG": ("gf", "gf", "g"),
    "LA": ("gf", "gff", "ggff"),
    "PH": ("gf", "ggf", "gMf"),
}


@cache
def pools() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    found = {
        key: (tuple(names["given"].split()), tuple(names["family"].split()))
        for key, names in BY_HAND.items()
    }
    lists = person_lists()
    for locale in LOCALES:
        given = tuple(n for n in lists[locale]["given"] if ROMAN.match(n)) or found["LA"][0]
        family = tuple(n for n in lists[locale]["family"] if ROMAN.match(n)) or given
        found[locale] = (given, family)
    return found


@cache
def _keys() -> tuple[str, ...]:
    # Nations of workers and managers in the trade weigh more than the many European lists.
    return (*LOCALES, *list(BY_HAND) * 4)


def any_name_part(rng: random.Random) -> str:
    given, family = pools()[rng.choice(_keys())]
    return rng.choice(given if rng.random() < 0.5 else family).replace("-", "")


def full_name(rng: random.Random, key: str | None = None) -> str:
    key = key or rng.choice(_keys())
    given, family = pools()[key]
    if key == "NP" and rng.random() < 0.25:
        return f"{rng.choice(given)} Bahadur {rng.choice(family)}"
    if key == "BD" and rng.random() < 0.3:
        return f"{rng.choice(('Md.', 'Md', 'Mst.', 'MD'))} {rng.choice(given)} {rng.choice(family)}"
    if key == "ID" and rng.random() < 0.1:
        return f"{rng.choice(given)} {rng.choice(('bin', 'binti'))} {rng.choice(family)}"
    order = rng.choice(ORDERS.get(key, ("gf", "gf", "gf", "gf", "gff", "gMf", "Gf")))
    names = []
    for letter in order:
        if letter == "g":
            names.append(rng.choice(given))
        elif letter == "f":
            names.append(rng.choice(family))
        elif letter == "M":
            names.append(f"{rng.choice('ABCDEFGHJKLMNPRST')}.")
        else:
            names.append(f"{rng.choice(given)[0]}.")
    return " ".join(names).replace("-", " " if rng.random() < 0.3 else "-")


def given_name(rng: random.Random) -> str:
    return rng.choice(pools()[rng.choice(_keys())][0])


def family_name(rng: random.Random) -> str:
    return rng.choice(pools()[rng.choice(_keys())][1])
