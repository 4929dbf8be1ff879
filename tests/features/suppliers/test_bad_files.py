import io
import zipfile

import pytest

from tests.conftest import Site
from tests.features.suppliers.lists import count, upload, uploaded, words, workbook
from tests.pages import Page
from tests.world import World


def archive(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return file.getvalue()


BAD = {
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "list.csv", "list.csv is a PDF"),
    "zip renamed": (archive("list.csv"), "list.csv", "is an archive or a document"),
    "zip cut off": (archive("list.csv")[:20], "list.xlsx", "is an archive or a document"),
    "word document": (
        archive("[Content_Types].xml", "word/document.xml"),
        "a.xlsx",
        "is an archive",
    ),
    "image": (b"\x89PNG\r\n\x1a\n" + bytes(50), "list.xlsx", "is an image"),
    "old excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "list.xls", "old Excel format"),
    "binary": (bytes(range(1, 32)) * 50, "list.csv", "is not a text file"),
    "empty": (b"", "list.csv", "The file is empty"),
    "blank": (b"\xef\xbb\xbf \r\n\r\n", "list.csv", "The file is empty"),
    "commas only": (b",,,\n,,,\n", "list.csv", "The file is empty"),
    "header only": (b"name,country\n", "list.csv", "only one row"),
    "empty workbook": (workbook([]), "list.xlsx", "The file is empty"),
    "workbook with a header only": (workbook([["name", "country"]]), "list.xlsx", "only one row"),
    "nul": (b"name,country\nA,CN\nB\0B,CN\n", "list.csv", "Row 3 holds NUL bytes"),
    "unbalanced quotes": (b'name,country\nA,CN\n"B,CN\nC,CN\n', "list.csv", "opens in row 3"),
    "100,000 columns": (b"c," * 100_000 + b"\nx,y\n", "list.csv", "100,001 columns"),
    "60,000 rows": (
        b"name,country\n" + b"A,CN\n" * 60_000,
        "list.csv",
        "60,000 rows; at most 50,000",
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_is_no_list_is_refused_with_what_to_do(
    site: Site, world: World, kind: str
) -> None:
    content, name, said = BAD[kind]
    writer = world.visit("writer@alfa")

    reply = upload(writer, content, name)

    assert reply.status_code == 422
    assert said in Page(reply.text).text
    assert count(site, world, "imports") == 0


def test_sending_without_a_file_says_so(site: Site, world: World) -> None:
    reply = world.visit("writer@alfa").send("/suppliers/imports/new")

    assert reply.status_code == 422
    assert "Choose a file first." in Page(reply.text).text


def test_a_file_of_50_megabytes_is_refused_before_it_is_read(site: Site, world: World) -> None:
    reply = upload(world.visit("writer@alfa"), b"x" * (50 * 1024 * 1024))

    assert reply.status_code == 413
    assert "The file is too large" in Page(reply.text).text


def test_text_that_is_not_utf8_is_read_with_a_visible_notice(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")

    page = words(writer, uploaded(writer, "name,country\nMüller,Österreich\n".encode("cp1252")))

    assert "it was read as Windows-1252" in page
    assert "Müller" in page
    assert "1 of 1 rows can be imported" in page


def test_bytes_that_mean_nothing_are_named_and_only_their_row_is_left_out(
    site: Site, world: World
) -> None:
    writer = world.visit("writer@alfa")
    content = "name,country\nMüller,AT\nSöhne,AT\n".encode() + b"Bad \xff name,AT\n"

    page = words(writer, uploaded(writer, content))

    assert "2 of 3 rows can be imported" in page
    assert "4 A · Name Characters that cannot be read" in page


def test_titles_that_stand_twice_are_told_apart_by_their_column(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")

    page = words(writer, uploaded(writer, b"name,name,country\nA,B,CN\n"))

    assert "A · name B · name C · country" in page


def test_a_cell_that_looks_like_a_formula_is_stored_as_text_and_remarked(
    site: Site, world: World
) -> None:
    writer = world.visit("writer@alfa")

    page = words(writer, uploaded(writer, b'name,country\n"=HYPERLINK(1)",CN\n'))

    assert "Starts like a formula" in page
    assert "1 of 1 rows can be imported" in page


def test_a_path_in_the_name_of_a_file_is_not_shown(site: Site, world: World) -> None:
    writer = world.visit("writer@alfa")

    page = words(writer, uploaded(writer, b"name,country\nA,CN\n", "../../Users/me/<b>list.csv"))

    assert "Users" not in page
    assert "<b>list.csv" in page


def test_a_session_that_ends_during_an_upload_says_that_the_file_must_be_chosen_again(
    site: Site, world: World
) -> None:
    gone = site.app.test_client()

    reply = gone.post(
        "/suppliers/imports/new",
        data={"file": (io.BytesIO(b"name,country\nA,CN\n"), "list.csv")},
        content_type="multipart/form-data",
    )

    assert reply.status_code == 401
    assert "choose them again" in Page(reply.text).text
