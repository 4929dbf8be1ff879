"""Values of the made texts that are no names: numbers, money, dates, jobs, codes, web addresses."""

import random
import string
from functools import cache

from anyascii import anyascii
from faker.providers.job.en_US import Provider

from training.companies import coined
from training.lists.reading import listed
from training.people import family_name, given_name

LISTS: dict[str, list[str]] = listed("slots")
MONTHS = LISTS["MONTHS"]
DAYS = LISTS["DAYS"]
NATIONS = LISTS["NATIONS"]
GROUPS = LISTS["GROUPS"]
CURRENCIES = LISTS["CURRENCIES"]
JOBS = LISTS["JOBS"]
TRADES = LISTS["TRADES"]
POSTS = LISTS["POSTS"]
FEW = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "10",
    "12",
]
SIGNS = frozenset(
    {"$", "€", "£", "₹", "¥", "₱", "US$", "NT$", "R$", "RM", "Rs.", "Rs", "Tk", "Tk.", "Rp"}
)


@cache
def _listed_jobs() -> tuple[str, ...]:
    return tuple(Provider.jobs)


def job(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.35:
        return rng.choice(JOBS)
    if kind < 0.7:
        name = f"{rng.choice(TRADES)} {rng.choice(POSTS)}"
        if rng.random() < 0.12:
            name = f"{rng.choice(TRADES)} and {name}"
        return name.capitalize() if rng.random() < 0.7 else name
    return rng.choice(_listed_jobs())


def number(rng: random.Random) -> str:
    value = rng.choice((rng.randint(2, 30), rng.randint(10, 400), rng.randint(300, 9000)))
    if value > 999 and rng.random() < 0.6:
        return f"{value:,}"
    if value < 13 and rng.random() < 0.5:
        return [
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        ][value - 2]
    return str(value)


def money(rng: random.Random) -> str:
    value = rng.choice(
        (
            rng.randint(5, 90),
            rng.randint(50, 999),
            rng.randint(1, 95) * 100,
            rng.randint(10, 990) * 1000,
        )
    )
    amount = f"{value:,}" if rng.random() < 0.7 else str(value)
    if rng.random() < 0.15:
        amount += f".{rng.randint(0, 99):02}"
    currency = rng.choice(CURRENCIES)
    if currency in SIGNS:
        return f"{currency}{rng.choice(('', ' '))}{amount}"
    return (
        f"{amount} {currency}"
        if currency.islower() or rng.random() < 0.5
        else f"{currency} {amount}"
    )


def date(rng: random.Random) -> str:
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(2012, 2027)
    name = MONTHS[month - 1]
    nth = f"{day}{ {1: 'st', 2: 'nd', 3: 'rd', 21: 'st', 22: 'nd', 23: 'rd'}.get(day, 'th') }"
    return rng.choice(
        (
            f"{day} {name} {year}",
            f"{day} {name} {year}",
            f"{name} {day}, {year}",
            f"{day} {name}",
            f"{nth} {name}",
            f"{name} {nth}",
            f"{nth} of {name} {year}",
            f"{name} {day}",
            f"{year}-{month:02}-{day:02}",
            f"{day:02}/{month:02}/{year}",
            f"{day}/{month}/{year % 100:02}",
            f"{day:02}.{month:02}.{year}",
            f"{day}-{name[:3]}-{year}",
            f"{day} {name[:3]} {year}",
            f"{rng.choice(DAYS)}, {day} {name} {year}",
            f"{rng.choice(DAYS)} {day} {name}",
            f"{rng.choice(DAYS)[:3]} {day} {name[:3]}",
        )
    )


def month(rng: random.Random) -> str:
    name, year = rng.choice(MONTHS), rng.randint(2012, 2027)
    return rng.choice(
        (
            f"{name} {year}",
            f"{name} {year}",
            name,
            f"{name[:3]} {year}",
            f"{name} '{year % 100:02}",
            f"{year}",
            f"early {name}",
            f"mid-{name} {year}",
            f"summer {year}",
            f"Q{rng.randint(1, 4)} {year}",
            f"the end of {name}",
            f"{name} and {rng.choice(MONTHS)} {year}",
            f"{name} to {rng.choice(MONTHS)} {year}",
            f"{rng.randint(1, 12):02}/{year}",
        )
    )


def time_of_day(rng: random.Random) -> str:
    hour, minute = rng.randint(0, 23), rng.choice((0, 15, 30, 45, rng.randint(0, 59)))
    return f"{hour:02}:{minute:02}"


def span_of_dates(rng: random.Random) -> str:
    name, year, first = rng.choice(MONTHS), rng.randint(2012, 2027), rng.randint(1, 20)
    last = first + rng.randint(1, 8)
    return rng.choice(
        (
            f"{first}-{last} {name} {year}",
            f"{first} to {last} {name}",
            f"{first} and {last} {name} {year}",
            f"{name} {first}-{last}, {year}",
        )
    )


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice(string.digits) for _ in range(count))


def _letters(rng: random.Random, count: int) -> str:
    return "".join(rng.choice(string.ascii_uppercase) for _ in range(count))


def code(rng: random.Random) -> str:
    return rng.choice(
        (
            f"{_letters(rng, rng.randint(1, 2))}{_digits(rng, rng.randint(6, 8))}",
            f"{_letters(rng, rng.randint(2, 4))}-{_digits(rng, rng.randint(3, 6))}",
            f"{_letters(rng, 2)}/{rng.randint(2012, 2027)}/{_digits(rng, rng.randint(2, 4))}",
            _digits(rng, rng.randint(4, 12)),
            f"{_digits(rng, 6)}-{_digits(rng, 2)}-{_digits(rng, 4)}",
            f"{_digits(rng, 3)}-{_digits(rng, 2)}-{_digits(rng, 4)}",
            f"{_letters(rng, 3)}U{_digits(rng, 7)}",
            f"{_digits(rng, 3)}-{_digits(rng, 4)}",
            f"PO{_digits(rng, 6)}",
            f"{_letters(rng, 1)}{_digits(rng, 2)}-{_letters(rng, 2)}-{_digits(rng, 4)}",
            f"{_digits(rng, 5)}/{_digits(rng, 2)}",
        )
    )


def phone(rng: random.Random) -> str:
    land = rng.choice(
        (
            60,
            62,
            63,
            65,
            66,
            84,
            86,
            880,
            91,
            92,
            94,
            95,
            977,
            855,
            974,
            971,
            90,
            20,
            212,
            52,
            502,
            55,
            254,
            44,
            49,
        )
    )
    plain = _digits(rng, rng.randint(8, 10))
    return rng.choice(
        (
            f"+{land} {plain[:2]} {plain[2:5]} {plain[5:]}",
            f"+{land}{plain}",
            f"+{land}-{plain[:2]}-{plain[2:]}",
            f"0{plain[:3]}-{plain[3:]}",
            f"0{plain[:2]} {plain[2:5]} {plain[5:]}",
            f"({plain[:3]}) {plain[3:6]}-{plain[6:]}",
            f"00{land} {plain}",
            f"{plain[:3]}-{plain[3:6]}-{plain[6:]}",
            plain,
            f"{plain[:3]}.{plain[3:6]}.{plain[6:]}",
            f"+{land} (0){plain[:2]} {plain[2:]}",
        )
    )


def _ascii(text: str) -> str:
    return "".join(char for char in anyascii(text).lower() if char.isalnum())


def email(rng: random.Random) -> str:
    given, family = _ascii(given_name(rng)), _ascii(family_name(rng))
    who = rng.choice(
        (
            f"{given}.{family}",
            f"{given}{family}",
            f"{given}{rng.randint(1, 99)}",
            f"{given[:1]}.{family}",
            "info",
            "hr",
            f"{given}_{family}",
        )
    )
    host = rng.choice(
        (
            f"{_ascii(coined(rng))}.com",
            "gmail.com",
            "yahoo.com",
            f"{_ascii(coined(rng))}.co",
            f"{_ascii(coined(rng))}.org",
            f"mail.{_ascii(coined(rng))}.net",
        )
    )
    return f"{who}@{host}"


def url(rng: random.Random) -> str:
    host = _ascii(coined(rng)) + rng.choice(
        (".com", ".org", ".co.uk", ".net", ".com.bd", ".vn", ".my", ".pt", ".ch")
    )
    return (
        rng.choice(("https://", "http://www.", "www.", ""))
        + host
        + rng.choice(("", "/", "/jobs", "/p/1482"))
    )


def card(rng: random.Random) -> str:
    digits = _digits(rng, rng.choice((12, 14, 15, 16, 16, 16, 19)))
    if len(digits) == 16 and rng.random() < 0.3:
        return " ".join(digits[i : i + 4] for i in range(0, 16, 4))
    return digits


def ip(rng: random.Random) -> str:
    if rng.random() < 0.3:
        return ":".join(f"{rng.randint(0, 65535):x}" for _ in range(8))
    return ".".join(str(rng.randint(1, 254)) for _ in range(4))
