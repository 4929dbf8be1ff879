"""Relationships between the parts of an Office file, and the XML of a part."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from portal.privacy.files import archives
from portal.privacy.files.report import Hidden, HiddenKind, Unacceptable, Why

_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_SAMPLE: Final = 200
_COUNTS: Final = frozenset(  # properties that say nothing of anybody
    (
        *("TotalTime", "Pages", "Words", "Characters", "DocSecurity", "Lines", "Paragraphs", "i4"),
        *("ScaleCrop", "LinksUpToDate", "CharactersWithSpaces", "SharedDoc", "HyperlinksChanged"),
        *("AppVersion", "revision", "lpstr"),
    )
)
_PARSER: Final = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
)


@dataclass(frozen=True, slots=True)
class Relationship:
    """`kind` is the last word of its type; `target` is a part's name, or an address elsewhere."""

    id: str
    kind: str
    target: str
    external: bool


def parse(data: bytes) -> Any:
    """The root of a part; raise `Unacceptable` if it is no XML."""
    try:
        return etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        raise Unacceptable(Why.DAMAGED) from error


def relationships(parts: Mapping[str, bytes], part: str) -> dict[str, Relationship]:
    """The relationships of one part by their ids; `part` "" is the package itself."""
    folder, name = posixpath.split(part)
    source = posixpath.join(folder, "_rels", f"{name}.rels")
    if source not in parts:
        return {}
    found = {}
    for each in parse(parts[source]).iter(_RELATIONSHIP):
        external = each.get("TargetMode", "").lower() == "external"
        target = each.get("Target", "")
        if not external:
            target = _resolved(folder, target)
        kind = each.get("Type", "").rstrip("/").rpartition("/")[2]
        found[each.get("Id", "")] = Relationship(each.get("Id", ""), kind, target, external)
    return found


def main_part(parts: Mapping[str, bytes]) -> str:
    for each in relationships(parts, "").values():
        if each.kind == "officeDocument" and not each.external and each.target in parts:
            return each.target
    raise Unacceptable(Why.DAMAGED)


def links(parts: Mapping[str, bytes]) -> Iterator[Hidden]:
    """Addresses that a reader can click; raise `Unacceptable` for what loads by itself."""
    for name in parts:
        folder, file = posixpath.split(name)
        if not file.endswith(".rels"):
            continue
        owner = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
        for each in relationships(parts, owner).values():
            if not each.external:
                continue
            if each.kind == "hyperlink":
                yield Hidden(HiddenKind.LINK, "", each.target[:_SAMPLE])
            elif each.kind in {"externalLinkPath", "xlPathMissing", "externalLinkLongPath"}:
                yield Hidden(HiddenKind.EXTERNAL_LINK, "", each.target[:_SAMPLE])
            else:
                raise Unacceptable(Why.EXTERNAL)


def properties(parts: Mapping[str, bytes]) -> Iterator[Hidden]:
    """Author, company, dates, software, and what the organization's own properties say."""
    for name, data in parts.items():
        if name.startswith("docProps/") and name.endswith(".xml"):
            for each in parse(data).iter():
                where = etree.QName(each).localname
                if where not in _COUNTS and (each.text or "").strip():
                    yield Hidden(HiddenKind.PROPERTIES, where, each.text.strip()[:_SAMPLE])
        elif name.startswith("docProps/"):
            yield Hidden(HiddenKind.THUMBNAIL, "", "")
        elif re.match(r"customXml/item\d*\.xml$", name, re.IGNORECASE):
            root = parse(data)
            said = [text_of(root), *(value for each in root.iter() for value in each.values())]
            yield Hidden(HiddenKind.CUSTOM_XML, "", " ".join(said).strip()[:_SAMPLE])


def text_of(node: Any) -> str:
    return " ".join(" ".join(node.itertext()).split())[:_SAMPLE]


def anonymous(package: bytes) -> bytes:
    """A package as a library wrote it, without its properties, and with fixed times."""
    parts = archives.members(package)
    for name in [each for each in parts if each.startswith(("docProps/", "customXml/"))]:
        del parts[name]
    for name, data in parts.items():
        if name.endswith(".rels") or name == "[Content_Types].xml":
            root = parse(data)
            for each in list(root):
                about = each.get("Target", "") + each.get("PartName", "")
                if "docProps/" in about or "customXml/" in about:
                    root.remove(each)
            parts[name] = etree.tostring(
                root, xml_declaration=True, encoding="UTF-8", standalone=True
            )
    return archives.packed(parts)


def _resolved(folder: str, target: str) -> str:
    path = posixpath.normpath(posixpath.join("/", folder, target))
    if ".." in target.split("/") and posixpath.normpath(f"{folder}/{target}").startswith(".."):
        raise Unacceptable(Why.HOSTILE_NAMES)
    return path.lstrip("/")
