"""All files that are planted with marks, one of each kind that can be cleaned."""

from __future__ import annotations

from collections.abc import Callable

from tests.privacy.files import planted_pdf, planted_pictures, planted_word, planted_workbook
from tests.privacy.files.planting import Planted

PLANTED: dict[str, Callable[[], Planted]] = {
    "PDF": planted_pdf.pdf,
    "DOCX": planted_word.word,
    "XLSX": planted_workbook.workbook,
    "CSV": planted_pictures.table,
    "text": planted_pictures.text,
    "PNG": planted_pictures.png,
    "JPEG": planted_pictures.jpeg,
    "HEIC": planted_pictures.heic,
}
