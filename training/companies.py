"""Made names of factories, agencies, brands and other bodies, in the styles of many places."""

import random

from training.lists.reading import listed
from training.people import family_name, given_name
from training.places import any_town

LISTS: dict[str, list[str]] = listed("companies")
STARTS = LISTS["STARTS"]
ENDS = LISTS["ENDS"]
WORDS = LISTS["WORDS"]
LOCAL = LISTS["LOCAL"]
TRADES = LISTS["TRADES"]
BIG = LISTS["BIG"]
FORMS = LISTS["FORMS"]
RECRUITING = LISTS["RECRUITING"]
PUBLIC = LISTS["PUBLIC"]
PREFIXES = ("PT", "PT.", "CV", "P.T.", "Công ty", "OOO", "Grupo", "Confecciones")
AFTER_PREFIX = ("Jaya", "Indonesia", "Abadi", "Tekstil", "Garmindo", "Utama", "Textil")
SHOPS = ("Group", "Retail", "Stores", "Brands", "Sport", "Denim", "Home", "Kids")


def coined(rng: random.Random) -> str:
    name = rng.choice(STARTS)
    if rng.random() < 0.45:
        name += rng.choice(STARTS)
    return (name + rng.choice(ENDS)).capitalize()


def acronym(rng: random.Random) -> str:
    return "".join(rng.choice("ABCDEFGHIJKLMNPRSTVWXYZ") for _ in range(rng.randint(2, 4)))


def stem(rng: random.Random) -> str:  # noqa: PLR0911 - one for each way to make a name
    kind = rng.random()
    if kind < 0.22:
        return coined(rng)
    if kind < 0.42:
        return " ".join(rng.sample(WORDS, rng.choice((1, 2, 2))))
    if kind < 0.62:
        return rng.choice(LOCAL)
    if kind < 0.72:
        return acronym(rng)
    if kind < 0.86:
        return rng.choice((family_name, given_name))(rng)
    if kind < 0.95:
        return any_town(rng)
    return f"{rng.choice(WORDS)}{rng.choice(('tex', 'wear', 'tech', 'line', 'craft', 'pro'))}"


def factory(rng: random.Random) -> str:
    name = stem(rng)
    style = rng.random()
    if style < 0.07:
        return f"{rng.choice(PREFIXES)} {name} {rng.choice(AFTER_PREFIX)}"
    if style < 0.13:
        return name
    parts = [name]
    if rng.random() < 0.85:
        parts.append(rng.choice(TRADES))
    if rng.random() < 0.3 or len(parts) == 1:
        parts.append(rng.choice(BIG))
    if rng.random() < 0.55:
        parts.append(rng.choice(FORMS))
    return " ".join(parts)


def agency(rng: random.Random) -> str:
    parts = [stem(rng)]
    if rng.random() < 0.85:
        parts.append(rng.choice(RECRUITING))
    if rng.random() < 0.4:
        parts.append(rng.choice(FORMS))
    return " ".join(parts)


def brand(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.35:
        return coined(rng)
    if kind < 0.55:
        return " ".join(rng.sample(WORDS, rng.choice((1, 2))))
    if kind < 0.7:
        return f"{family_name(rng)} {rng.choice(('&', 'and', '+'))} {family_name(rng)}"
    if kind < 0.8:
        return acronym(rng)
    if kind < 0.9:
        return f"{given_name(rng)} {family_name(rng)}"
    return f"{coined(rng)} {rng.choice(SHOPS)}"


def public_body(rng: random.Random) -> str:
    return rng.choice(PUBLIC).format(t=any_town(rng), f=family_name(rng), g=given_name(rng))


def short_form(name: str, rng: random.Random) -> str:
    """How a report calls an organization once it has been named."""
    words = name.split()
    if words[0] in {"PT", "PT.", "CV", "P.T.", "OOO", "Grupo"}:
        words = words[1:]
    if len(words) > 2 and rng.random() < 0.15 and all(word[0].isupper() for word in words[:3]):
        return "".join(word[0] for word in words[:3])
    size = 1 if len(words[0]) > 4 and rng.random() < 0.5 else min(2, len(words))
    return " ".join(words[:size]).rstrip(".,&")
