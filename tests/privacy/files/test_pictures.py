import io

import pytest
from PIL import ExifTags, Image

from portal.privacy.files import sandbox
from portal.privacy.files.limits import LONGEST_SIDE
from portal.privacy.files.report import FileKind, HiddenKind
from tests.privacy.files import making

# Where the upper left corner of the upright picture lies in a picture of each orientation.
CORNERS = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (0, 1), 7: (1, 1), 8: (1, 0)}


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("orientation", CORNERS)
def test_a_picture_is_turned_as_its_camera_was(orientation: int) -> None:
    picture = Image.new("RGB", (120, 80), "white")
    across, down = CORNERS[orientation]
    picture.paste("red", (across * 80, down * 40, across * 80 + 40, down * 40 + 40))
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, quality=95)
    made = opened(sandbox.rebuild(out.getvalue(), []).content)
    assert made.size == ((80, 120) if orientation >= 5 else (120, 80))
    red, green, _ = made.getpixel((15, 15))  # type: ignore[misc]
    assert red > 200
    assert green < 60


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_large_picture_is_made_smaller(kind: str) -> None:
    out = io.BytesIO()
    making.photo((4000, 1000)).save(out, kind)
    assert opened(sandbox.rebuild(out.getvalue(), []).content).size == (LONGEST_SIDE, 600)


def test_colors_under_transparent_pixels_do_not_leave() -> None:
    picture = Image.new("RGBA", (50, 50), (255, 0, 0, 0))
    out = io.BytesIO()
    picture.save(out, "PNG")
    made = opened(sandbox.rebuild(out.getvalue(), []).content)
    assert made.mode == "RGB"
    assert made.getcolors() == [(2500, (255, 255, 255))]


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16"])
def test_every_sort_of_png_is_rebuilt(mode: str) -> None:
    out = io.BytesIO()
    picture = Image.new(mode, (40, 30)) if mode == "I;16" else making.photo((40, 30)).convert(mode)
    picture.save(out, "PNG")
    made = opened(sandbox.rebuild(out.getvalue(), []).content)
    assert made.size == (40, 30)
    assert made.info == {}


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_every_sort_of_jpeg_is_rebuilt(mode: str) -> None:
    out = io.BytesIO()
    making.photo().convert(mode).save(out, "JPEG")
    made = opened(sandbox.rebuild(out.getvalue(), []).content)
    assert made.mode == ("L" if mode == "L" else "RGB")
    assert set(made.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_second_picture_behind_a_photo_is_left_out_and_told() -> None:
    out = io.BytesIO()
    making.photo().save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (64, 64))])
    report = sandbox.inspect(out.getvalue(), "a.jpg")
    assert report.kind is FileKind.JPEG
    assert HiddenKind.PICTURE in {hidden.kind for hidden in report.hidden}
    made = sandbox.rebuild(out.getvalue(), [], "a.jpg")
    assert made.content.count(b"\xff\xd8\xff") == 1
