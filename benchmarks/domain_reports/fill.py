"""What a slot of a skeleton may hold: names by country, and numbers, dates and sums by form."""

import random
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from anyascii import anyascii

Country = Mapping[str, Any]
DATE_STYLES: Final = (
    "%-d %B %Y",
    "%d.%m.%Y",
    "%Y-%m-%d",
    "%B %-d, %Y",
    "%-d/%-m/%y",
    "%-d %b",
    "%-d %B",
    "%a %-d %b %Y",
    "%d-%b-%Y",
)
# What a slot is, and whether it alone tells who is meant.
MARKS: Final = {
    "supplier": ("ORG", "DIRECT"),
    "agent": ("ORG", "DIRECT"),
    "brand": ("ORG", "DIRECT"),
    "auditfirm": ("ORG", "QUASI"),
    "ngo": ("ORG", "QUASI"),
    "union": ("ORG", "QUASI"),
    "authority": ("ORG", "QUASI"),
    "staff": ("PERSON", "DIRECT"),
    "m": ("PERSON", "DIRECT"),
    "w": ("PERSON", "DIRECT"),
    "a": ("PERSON", "DIRECT"),
    "nick": ("PERSON", "DIRECT"),
    "street": ("LOC", "DIRECT"),
    "coords": ("LOC", "DIRECT"),
    "park": ("LOC", "QUASI"),
    "town": ("LOC", "QUASI"),
    "district": ("LOC", "QUASI"),
    "village": ("LOC", "QUASI"),
    "otown": ("LOC", "QUASI"),
    "ovillage": ("LOC", "QUASI"),
    "date": ("DATETIME", "QUASI"),
    "nofm": ("QUANTITY", "QUASI"),
    "money": ("QUANTITY", "QUASI"),
    "usd": ("QUANTITY", "QUASI"),
}
UNMARKED: Final = frozenset({"origin", "country"})
CODES: Final = frozenset(
    {
        *("phone", "email", "url", "passport", "permit", "plate"),
        *("regno", "container", "po", "account"),
    }
)


@dataclass(frozen=True, slots=True)
class Value:
    """`type` and `identifier` are None where the text may stay readable."""

    text: str
    type: str | None
    identifier: str | None


def load_countries(path: Path) -> dict[str, Country]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


class Filler:
    """The values of one report: a slot named twice is one thing, two slots are two."""

    def __init__(self, countries: Mapping[str, Country], code: str, chance: random.Random) -> None:
        self.country = code
        self.supplier = ""
        self.staff: list[str] = []
        self._chance = chance
        self._host = countries[code]
        self._origin = countries[chance.choice(self._host["origins"])]
        self._world = countries["world"]
        self._abroad = [c["name"] for k, c in countries.items() if k not in {code, "world"}]
        self._known: dict[str, str] = {}
        self._style = chance.choice(DATE_STYLES)
        self._day = date(2022, 1, 3) + timedelta(days=chance.randrange(1500))

    def value(self, noun: str, number: str, *, short: bool) -> Value:
        """KeyError for a slot that no list or form fills."""
        slot = noun + number
        if slot not in self._known:
            self._known[slot] = self._new(noun, number)
        full, _, brief = self._known[slot].partition("|")
        if noun == "staff" and full not in self.staff:
            self.staff.append(full)
        if slot == "supplier":
            self.supplier = full
        shown = brief if short else full
        if noun in UNMARKED:
            return Value(shown, None, None)
        return Value(shown, *(("CODE", "DIRECT") if noun in CODES else MARKS[noun]))

    def _new(self, noun: str, number: str) -> str:
        listed = {
            "supplier": (self._host, "suppliers"),
            "agent": (self._chance.choice((self._host, self._origin)), "agents"),
            "m": (self._host, "people"),
            "w": (self._origin, "people"),
            "a": (self._origin, "people"),
            "town": (self._host, "towns"),
            "district": (self._host, "districts"),
            "village": (self._host, "villages"),
            "park": (self._host, "parks"),
            "street": (self._host, "streets"),
            "authority": (self._host, "authority"),
            "otown": (self._origin, "towns"),
            "ovillage": (self._origin, "villages"),
            "staff": (self._world, "staff"),
            "brand": (self._world, "brands"),
            "auditfirm": (self._world, "auditors"),
            "ngo": (self._world, "ngos"),
            "union": (self._world, "unions"),
            "nick": (self._world, "nicknames"),
        }
        if noun in listed:
            source, key = listed[noun]
            return self._another(source[key])
        if noun in {"passport", "permit", "plate", "regno"}:
            source = self._origin if noun == "passport" else self._host
            pattern = source[noun]
            return self._digits(pattern if isinstance(pattern, str) else self._pick(pattern))
        if noun == "phone":
            return self._digits(self._pick((self._origin if number else self._host)["phone"]))
        made: dict[str, Callable[[], str]] = {
            "origin": lambda: str(self._origin["adj"]),
            "country": lambda: str(self._pick(self._abroad) if number else self._host["name"]),
            "date": self._date,
            "nofm": self._count,
            "money": self._money,
            "usd": lambda: self._digits(self._pick(("USD 1,##0", "$##,#00", "US$ 2##"))),
            "email": self._email,
            "url": self._url,
            "coords": self._coordinates,
            "container": self._container,
            "po": lambda: self._digits(self._pick(("PO-45#####", "45########", "TR-####/B"))),
            "account": lambda: self._digits(self._pick(("0####-######-##", "##########"))),
        }
        return made[noun]()

    def _pick(self, values: Any) -> Any:
        return self._chance.choice(values)

    def _another(self, values: list[str]) -> str:
        """One that this report does not hold yet."""
        taken = set(self._known.values())
        return str(self._pick([value for value in values if value not in taken]))

    def _digits(self, pattern: str) -> str:
        return "".join(str(self._chance.randint(1, 9)) if c == "#" else c for c in pattern)

    def _date(self) -> str:
        self._day += timedelta(days=self._chance.randint(2, 40))
        return self._day.strftime(self._style)

    def _count(self) -> str:
        whole = self._chance.randint(9, 480)
        part = self._chance.randint(2, whole - 2)
        form = self._pick(("{} of {}", "{} out of {}", "{} of the {}", "{}/{}", "{} from {}"))
        return str(form).format(part, whole)

    def _money(self) -> str:
        low, high = self._host["scale"]
        amount = round(low * (high / low) ** self._chance.random(), -1)
        form = str(self._pick(self._host["money"]))
        shown = f"{int(amount):,}"
        return form.replace("#", shown.replace(",", ".") if ".000" in form else shown)

    def _slug(self, name: str) -> str:
        words = anyascii(name).lower().split()
        return "".join(c for word in words[:2] for c in word if c.isalnum())

    def _email(self) -> str:
        firm = self._known.setdefault("supplier", self._another(self._host["suppliers"]))
        slug = self._slug(firm.partition("|")[2])
        person = self._slug(self._pick(self._host["people"]).partition("|")[0])
        site = f"{slug}.{self._host['tld']}"
        forms = (f"hr@{site}", f"{person}@{site}", f"{person}{self._digits('##')}@gmail.com")
        return str(self._pick(forms))

    def _url(self) -> str:
        slug = self._slug(self._pick(self._host["suppliers"]).partition("|")[2])
        forms = (
            f"https://www.{slug}.{self._host['tld']}/news/{self._digits('####')}",
            f"facebook.com/{slug}.workers",
            f"https://bit.ly/3{slug[:4]}{self._digits('##')}",
            f"www.{slug}-group.com",
        )
        return str(self._pick(forms))

    def _coordinates(self) -> str:
        north, east = self._chance.uniform(1, 38), self._chance.uniform(5, 120)
        forms = (f"{north:.5f}, {east:.5f}", f"{north:.4f} N {east:.4f} E")
        return str(self._pick(forms))

    def _container(self) -> str:
        """Eleven characters of ISO 6346, with its check digit."""
        body = self._pick(("MSKU", "TCLU", "OOLU", "HLXU")) + self._digits("######")
        # Letters count 10 to 38 without the multiples of 11.
        letters = [value for value in range(10, 39) if value % 11]
        values = [int(c) if c.isdigit() else letters[ord(c) - ord("A")] for c in body]
        check = sum(value * 2**place for place, value in enumerate(values)) % 11 % 10
        return self._pick((f"{body}{check}", f"{body[:4]} {body[4:]} {check}"))  # type: ignore[no-any-return]
