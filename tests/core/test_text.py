from portal.core import text


def test_invisible_marks_cannot_disguise_a_name() -> None:
    assert text.tidy("\u202eLtd\u2066 Al\u200bfa\ufeff") == "Ltd Alfa"
    assert text.tidy("می\u200cخواهم") == "می\u200cخواهم"
