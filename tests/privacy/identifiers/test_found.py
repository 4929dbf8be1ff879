"""What must be seen: each case marks with «» exactly the span that a hit must have."""

import pytest

from portal.privacy.identifiers.hits import Kind, Tier
from portal.privacy.identifiers.lexicon import Lexicon
from tests.privacy.identifiers.rules import detect

MUST, DEFAULT, ASKED = Tier.MUST, Tier.DEFAULT, Tier.ASKED
CASES = (
    (Kind.SUPPLIER, MUST, "We buy from «Sunrise Gloves Sdn Bhd» and others."),
    (Kind.SUPPLIER, MUST, "We buy from «Sunrise Gloves Sdn. Bhd». They kept passports."),
    (Kind.SUPPLIER, MUST, "At «Sunrise Gloves» the doors were locked."),
    (Kind.SUPPLIER, MUST, "At «Sunrise Glovs» the doors were locked."),
    (Kind.SUPPLIER, MUST, "at «sunrise gloves» the doors were locked."),
    (Kind.SUPPLIER, MUST, "AT «SUNRISE GLOVES» THE DOORS WERE LOCKED."),
    (Kind.SUPPLIER, MUST, "At «SunriseGloves» the doors were locked."),
    (Kind.SUPPLIER, MUST, "At «Sunrise-Gloves» the doors were locked."),
    (Kind.SUPPLIER, MUST, "At «Sun\u200brise Glo\u00adves» the doors were locked."),
    (Kind.SUPPLIER, MUST, "At «Sunrіse Glоves» the doors were locked."),
    (Kind.SUPPLIER, MUST, "At «Súnrise Gloves» the doors were locked."),
    (Kind.SUPPLIER, MUST, "At «Ｓｕｎｒｉｓｅ Gloves» the doors were locked."),
    (Kind.SUPPLIER, MUST, "At «S u n r i s e Gloves» the doors were locked."),
    (Kind.SUPPLIER, MUST, "At «Alif Embroidery» the doors were locked."),
    (Kind.SUPPLIER, DEFAULT, "The owner of «Alif» locked the doors."),
    (Kind.SUPPLIER, MUST, "The workers of «Dhaka Textile» were afraid."),
    (Kind.SUPPLIER, MUST, "The workers of «Kahatex» were afraid."),
    (Kind.SUPPLIER, MUST, "工人在«东莞日出手套»工作。"),
    (Kind.ORGANIZATION, MUST, "Our firm «Northwind» sent an auditor."),
    (Kind.ORGANIZATION, MUST, "Our firm «Nortwind Apparel» sent an auditor."),
    (Kind.PERSON, MUST, "I asked «Nguyễn Văn An» about it."),
    (Kind.PERSON, MUST, "I asked «Jose Angel Penalver» about it."),
    (Kind.PERSON, DEFAULT, "I asked «Peñalver» about it."),
    (Kind.SITE, MUST, "It stands in «Ouhai Shoe Town» near the river."),
    (Kind.EMAIL, MUST, "Write to «ramesh.t+hr@alif-bd.com.bd» soon."),
    (Kind.EMAIL, MUST, "Write to «ramesh (at) alif dot com» soon."),
    (Kind.EMAIL, MUST, "Write to «ramesh at alif dot com» soon."),
    (Kind.EMAIL, MUST, "Write to «ramesh[at]alif[dot]com» soon."),
    (Kind.EMAIL, MUST, "Write to «RAMESH@ALIF.COM». Is that right?"),
    (Kind.URL, MUST, "See «https://alif.com.bd/about?x=1» for it."),
    (Kind.URL, MUST, "See «www.alif.com.bd», they say."),
    (Kind.URL, MUST, "See «alif-group.com» for it."),
    (Kind.URL, MUST, "The log shows «41.173.96.26» twice."),
    (Kind.PHONE, MUST, "Call «+60 12-345 6789» today."),
    (Kind.PHONE, MUST, "Call «+60\u200b12\u200b345\u200b6789» today."),
    (Kind.PHONE, MUST, "Call «+6٠ 12-345 6789» today."),
    (Kind.PHONE, MUST, "Call «0171 2345678» today."),
    (Kind.PHONE, MUST, "He gave «(212) 555-0182», an office."),
    (Kind.PHONE, MUST, "The hotline number is «16789012»."),
    (Kind.MONEY, DEFAULT, "They paid «RM 8,200» each."),
    (Kind.MONEY, DEFAULT, "They paid «US$ 1,200» each."),
    (Kind.MONEY, DEFAULT, "They paid «40,000 taka» each."),
    (Kind.MONEY, DEFAULT, "They paid «3.000 EUR» each."),
    (Kind.MONEY, DEFAULT, "They paid «€1.2 million» in all."),
    (Kind.MONEY, DEFAULT, "They paid «2 lakh rupees» each."),
    (Kind.MONEY, DEFAULT, "they paid «rm8200» each."),
    (Kind.DATE, DEFAULT, "It was «14 August 2026», a Friday."),
    (Kind.DATE, DEFAULT, "It was «August 14th, 2026», a Friday."),
    (Kind.DATE, DEFAULT, "It was «2026-08-14» in the log."),
    (Kind.DATE, DEFAULT, "It was «14/08/2026» in the log."),
    (Kind.DATE, DEFAULT, "It was «14.8.26» in the log."),
    (Kind.DATE, DEFAULT, "It was «14 de agosto de 2026» in the log."),
    (Kind.DATE, DEFAULT, "ON «14 AUG 2026» THE DOORS WERE LOCKED."),
    (Kind.DATE, DEFAULT, "It went on until «August 2026» or so."),
    (Kind.CARD, MUST, "Charged to «4454 7945 1139 0933» twice."),
    (Kind.CARD, MUST, "Charged «4454 7945 1139 0933» 112 times."),
    (Kind.PHONE, MUST, "In 2026 «0171 2345678» 112 was rung."),
    (Kind.IBAN, MUST, "Paid to «DE89 3704 0044 0532 0130 00» by the agent."),
    (Kind.LEI, MUST, "The entity «5493001KJTIIGC8Y1R12» owns it."),
    (Kind.OS_ID, MUST, "The facility «CN2021250D1DTN7» is listed."),
    (Kind.CONTAINER, MUST, "It left in «CSQU3054383» that week."),
    (Kind.CONTAINER, MUST, "It left in «CSQU 305438-3» that week."),
    (Kind.DOCUMENT_NUMBER, MUST, "Passport No. «A1234567» was in the safe."),
    (Kind.DOCUMENT_NUMBER, MUST, "Purchase order «PO-778123» was late."),
    (Kind.DOCUMENT_NUMBER, MUST, "His card says «900101-14-5677» on it."),
    (Kind.DOCUMENT_NUMBER, DEFAULT, "It said «EA1234567» on the copy."),
    (Kind.COORDINATES, MUST, "Dormitory at «23.8103, 90.4125» by the river."),
    (Kind.COORDINATES, MUST, "Dormitory at «23°48'37\" N, 90°24'45\" E» by the river."),
    (Kind.COMPANY, DEFAULT, "An agent, «Golden Manpower Ltd», took it."),
    (Kind.COMPANY, DEFAULT, "An agent, «Xuzhou Yinmao Clothing Co., Ltd», took it."),
    (Kind.COMPANY, DEFAULT, "The buyer «Kolding Tekstil GmbH» knew."),
    (Kind.COMPANY, DEFAULT, "The mill of «PT Busana Remaja» knew."),
    (Kind.COMPANY, DEFAULT, "The mill of «Perlacos, S.L.», they knew."),
    (Kind.PLACE, DEFAULT, "The dormitory in «Shah Alam» was closed."),
    (Kind.PLACE, DEFAULT, "The dormitory in «Chittagong» was closed."),
    (Kind.PLACE, DEFAULT, "The dormitory in «Guangzhou» was closed."),
    (Kind.PLACE, DEFAULT, "The workers come from «Nepal» mostly."),
    (Kind.PLACE, DEFAULT, "Deliveries to «128 Hamayetpur Road» stopped."),
    (Kind.PLACE, DEFAULT, "Deliveries to «Jalan Meru 12» stopped."),
    (Kind.PLACE, DEFAULT, "The plant in «Bayan Lepas Free Trade Zone» closed."),
    (Kind.PERSON_NAME, DEFAULT, "I spoke with «Mr. Ramesh T.» about it."),
    (Kind.PERSON_NAME, DEFAULT, "The supervisor «Tran Thi Mai» kept them."),
    (Kind.PERSON_NAME, DEFAULT, "They all feared «Borukh» in the hall."),
    (Kind.COUNT, DEFAULT, "He held «112 of 140» passports."),
    (Kind.COUNT, ASKED, "There were «137» migrant workers there."),
    (Kind.COUNT, DEFAULT, "He held those of «nine of the twelve» men."),
    (Kind.TRAIT, DEFAULT, "One was «34 years old» and alone."),
    (Kind.TRAIT, DEFAULT, "The «Nepali» men were afraid."),
    (Kind.TRAIT, ASKED, "It was the «HR manager» who had the key."),
    (Kind.QUANTITY, ASKED, "They waited «three months» for it."),
    (Kind.QUANTITY, ASKED, "They packed «400 cartons» for us."),
    (Kind.DATE, DEFAULT, "It was open «14 May and 3 June 2026» only."),
    (Kind.DATE, DEFAULT, "The hall was built in «1998» by them."),
    (Kind.DATE, DEFAULT, "The guard came on «Monday» again."),
    (Kind.PLACE, ASKED, "A complaint against «Malaysia» was lodged."),
    (Kind.PLACE, DEFAULT, "Send it to «6750 Koskikatu 25 Apt. 864» soon."),
    (Kind.DOCUMENT_NUMBER, DEFAULT, "The ministry knows it as «28291/95» now."),
    (Kind.DOCUMENT_NUMBER, MUST, "A van with plate «WXY 4821» waited."),
    (Kind.DOCUMENT_NUMBER, MUST, "The carton says «4006381333931» on it."),
    (Kind.DOCUMENT_NUMBER, MUST, "They hold licence no. «JTK/PA 1042/2019» there."),
    (Kind.URL, MUST, "They answer as «@golden_jobs» there."),
    (Kind.SUPERLATIVE, ASKED, "It is «the largest» glove maker in the region."),
)


@pytest.mark.parametrize(("kind", "tier", "marked"), CASES, ids=[case[2][:60] for case in CASES])
def test_a_marked_span_is_found_with_its_exact_offsets(
    lexicon: Lexicon, kind: Kind, tier: Tier, marked: str
) -> None:
    start = marked.index("«")
    end = marked.index("»") - 1
    text = marked.replace("«", "").replace("»", "")

    found = [(h.start, h.end, h.kind, h.tier) for h in detect(text, lexicon)]

    assert (start, end, kind, tier) in found


def test_every_listed_facility_is_found_by_its_name(
    lexicon: Lexicon, facilities: list[dict[str, str]]
) -> None:
    missed = [
        row["name"]
        for row in facilities
        for text in (f"We visited {row['name']} twice.", f"WE VISITED {row['name'].upper()} TWICE.")
        if not any(hit.kind is Kind.SUPPLIER and hit.tier is MUST for hit in detect(text, lexicon))
    ]

    assert missed == []


def test_a_name_found_once_is_marked_everywhere(lexicon: Lexicon) -> None:
    text = "Mr. Borukh Zalman came. Later Zalman locked the door, and Borukh left."

    shown = [hit.text for hit in detect(text, lexicon)]

    assert shown == ["Mr. Borukh Zalman", "Zalman", "Borukh"]


def test_a_tenant_word_is_named_as_such_although_a_town_is_in_it(lexicon: Lexicon) -> None:
    hits = detect("The hall of Dhaka Textile Factory burned.", lexicon)

    assert [(hit.text, hit.kind) for hit in hits] == [("Dhaka Textile Factory", Kind.SUPPLIER)]
