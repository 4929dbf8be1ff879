from portal.core import text


def test_invisible_marks_cannot_disguise_a_name() -> None:
    assert text.tidy("\u202eLtd\u2066 Al\u200bfa\ufeff") == "Ltd Alfa"
    assert text.tidy("می\u200cخواهم") == "می\u200cخواهم"


def test_what_no_xml_can_hold_does_not_stay_in_a_text() -> None:
    # A title with it would break the news feed of everybody who reads it.
    assert text.tidy("Fees\ufffe paid\uffff") == "Fees paid"
