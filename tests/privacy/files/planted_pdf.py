"""A PDF with a mark in every place besides what its pages show."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, OutlineItem, String

from portal.privacy.files.report import FileKind
from tests.privacy.files import planted_pictures
from tests.privacy.files.making import VISIBLE, add_page, saved
from tests.privacy.files.planting import Marks, Planted


def pdf() -> Planted:
    marks = Marks("pdf")
    with pikepdf.new() as made:
        page = add_page(made, [VISIBLE])
        _information(made, marks)
        _attached(made, marks)
        _interactive(made, page, marks)
        _layers(made, page, marks)
        _pictures(made, page, marks)
        _text_nobody_sees(made, page, marks)
        first = saved(made)
    content = _revised(first, marks) + marks.bytes("behind the end")
    return Planted(FileKind.PDF, "a.pdf", content, marks.words, (VISIBLE,))


def _information(made: pikepdf.Pdf, marks: Marks) -> None:
    with made.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:creator"] = [marks("XMP creator")]
        metadata["xmp:CreatorTool"] = marks("XMP tool")
    for key in ("Author", "Title", "Subject", "Keywords", "Creator", "Producer", "Company"):
        made.docinfo[f"/{key}"] = marks(f"Info {key}")
    made.Root.PieceInfo = Dictionary(X=Dictionary(Private=String(marks("PieceInfo"))))
    made.Root.Lang = String(marks("Lang"))
    made.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(marks("label")))]))
    made.Root.Dests = Dictionary({f"/{marks('destination')}": Array([])})
    made.trailer["/Note"] = String(marks("trailer"))


def _attached(made: pikepdf.Pdf, marks: Marks) -> None:
    spec = AttachedFileSpec(made, marks.bytes("attachment"), filename=marks("name of attachment"))
    made.attachments["a"] = spec
    with made.open_outline() as outline:
        outline.root.append(OutlineItem(marks("outline"), 0))


def _interactive(made: pikepdf.Pdf, page: pikepdf.Object, marks: Marks) -> None:
    script = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{marks('JavaScript')}')"))
    made.Root.OpenAction = script
    made.Root.Names.JavaScript = Dictionary(Names=Array([String(marks("script name")), script]))
    page.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String(marks("page action"))))
    box = Array([10, 10, 200, 40])
    note = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Text,
        Rect=box,
        Contents=String(marks("annotation")),
        T=String(marks("annotation author")),
    )
    drawn = made.make_stream(
        f"BT /F1 9 Tf ({marks('drawn annotation')}) Tj ET".encode(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=box,
        Resources=page.Resources,
    )
    stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=box, AP=Dictionary(N=drawn))
    address = f"https://{marks('link')}.example/"
    uri = Dictionary(S=Name.URI, URI=String(address))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=uri)
    widget = made.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            Rect=box,
            T=String(marks("field name")),
            V=String(marks("field value")),
            DV=String(marks("field default")),
        )
    )
    made.Root.AcroForm = Dictionary(
        Fields=Array([widget]), XFA=made.make_stream(marks.bytes("XFA"))
    )
    page.Annots = Array([made.make_indirect(each) for each in (note, stamp, link)] + [widget])


def _layers(made: pikepdf.Pdf, page: pikepdf.Object, marks: Marks) -> None:
    layer = made.make_indirect(Dictionary(Type=Name.OCG, Name=String(marks("layer name"))))
    made.Root.OCProperties = Dictionary(
        OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([layer]))
    )
    page.Resources.Properties = Dictionary(L=layer)
    _append(made, page, f"/OC /L BDC BT /F1 12 Tf 72 600 Td ({marks('layer')}) Tj ET EMC")
    page.PieceInfo = Dictionary(X=Dictionary(Private=String(marks("page PieceInfo"))))
    page.Metadata = made.make_stream(marks.bytes("page metadata"))
    page.Thumb = made.make_stream(
        marks.bytes("thumbnail").ljust(48, b"\x00"), Width=4, Height=4, BitsPerComponent=8
    )
    element = Dictionary(S=Name.Figure, Alt=String(marks("alt text")), E=String(marks("expansion")))
    made.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Array([element]))


def _pictures(made: pikepdf.Pdf, page: pikepdf.Object, marks: Marks) -> None:
    jpeg = planted_pictures.jpeg(marks).content
    image = made.make_stream(
        jpeg,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=320,
        Height=200,
        BitsPerComponent=8,
        ColorSpace=Name.DeviceRGB,
        Filter=Name.DCTDecode,
        Metadata=made.make_stream(marks.bytes("picture metadata")),
    )
    page.Resources.XObject = Dictionary({f"/{marks('picture name')}": image, "/X": image})
    _append(made, page, "q 160 0 0 100 72 300 cm /X Do Q")
    font = page.Resources.Font.F1
    font.FontDescriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{marks('font')}"),
        FontFamily=String(marks("font family")),
    )


def _text_nobody_sees(made: pikepdf.Pdf, page: pikepdf.Object, marks: Marks) -> None:
    _append(
        made,
        page,
        f"% {marks('comment in the content')}\n"
        f"BT 1 1 1 rg /F1 12 Tf 72 500 Td ({marks('white text')}) Tj ET\n"
        f"BT 0 g 3 Tr /F1 12 Tf 72 480 Td ({marks('text that is not drawn')}) Tj ET\n"
        f"BT 0 Tr /F1 12 Tf 9000 9000 Td ({marks('text off the page')}) Tj ET\n"
        f"/Span << /ActualText ({marks('ActualText')}) >> BDC EMC\n"
        f"0 g BT /F1 12 Tf 72 400 Td ({marks('text under a picture')}) Tj ET\n"
        "1 g 60 380 400 50 re f\n",
    )


def _append(made: pikepdf.Pdf, page: pikepdf.Object, content: str) -> None:
    pikepdf.Page(page).contents_add(made.make_stream(content.encode()))


def _revised(first: bytes, marks: Marks) -> bytes:
    """An earlier revision of the file in front of this one, as programs that append leave it."""
    old = f"\n999 0 obj\n({marks('earlier revision')})\nendobj\n".encode()
    with pikepdf.open(io.BytesIO(first)) as again:
        whole = saved(again, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    end = whole.rindex(b"startxref")
    return whole[:end] + old.lstrip() + whole[end:]
