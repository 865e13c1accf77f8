"""Office documents are ZIP files full of XML; this opens them without trusting either.

What the directory promises is checked before anything is unpacked, entities and document
types are refused (OOXML, ECMA-376 part 2, and OpenDocument need neither), macros, pictures
and embedded objects are never touched.
"""

import io
import re
import zipfile
import zlib
from posixpath import dirname, join, normpath

from lxml import etree

from crawler.extract.errors import ExtractError

#: First bytes of a ZIP file with something in it.
MAGIC = b"PK\x03\x04"
#: Entries, and bytes after unpacking, of one package; a statute with a thousand pages has 30 MB.
_MOST_ENTRIES = 10_000
_MOST_BYTES = 250 * 1024 * 1024
_MOST_PART = 150 * 1024 * 1024
_ENCRYPTED = 0x1
#: What stands before the root element; a document type can stand nowhere else.
_PROLOG = 65_536
_MOST_DIRECTORY = 1024 * 1024
_DOCTYPE = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T\x00?Y\x00?P\x00?E|E\x00?N\x00?T\x00?I)")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


class Package:
    """The parts of an office document by their names. Raises :class:`ExtractError` alone:

    ``office_broken`` (no readable ZIP, a part is missing, XML is not well-formed), ``encrypted``,
    ``too_large`` (a bomb) and ``unsafe_xml`` (entities).
    """

    def __init__(self, body: bytes, url: str) -> None:
        self._url = url
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(body))
        except _BROKEN as exc:
            raise self._broken("the ZIP file that it is cannot be opened") from exc
        entries = self._zip.infolist()
        if len(entries) > _MOST_ENTRIES or sum(one.file_size for one in entries) > _MOST_BYTES:
            raise ExtractError("too_large", f"{url} unpacks to more than is read: a ZIP bomb?")
        self._names = {one.filename: one for one in entries}

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def read(self, name: str) -> bytes:
        """A part's bytes; no more than its directory entry says are ever unpacked."""
        entry = self._names.get(name)
        if entry is None:
            raise self._broken(f"it has no part {name!r}")
        if entry.flag_bits & _ENCRYPTED:
            raise ExtractError("encrypted", f"{self._url} is encrypted")
        if entry.file_size > _MOST_PART:
            raise ExtractError("too_large", f"a part of {self._url} is too large to be read")
        try:
            return self._zip.read(entry)
        except _BROKEN as exc:
            raise self._broken(f"its part {name!r} cannot be unpacked") from exc

    def xml(self, name: str) -> etree._Element:
        """A part's root element; without comments, and with no entity ever expanded."""
        body = self.read(name)
        self._refuse_entities(body)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(body, parser)
        except (etree.XMLSyntaxError, ValueError) as exc:
            raise self._broken(f"its part {name!r} is no well-formed XML") from exc

    def check_xml(self) -> None:
        """Refuse entities in every XML part, for readers that parse by themselves."""
        for name, entry in self._names.items():
            if name.lower().endswith((".xml", ".rels", ".vml")):
                if entry.flag_bits & _ENCRYPTED:
                    raise ExtractError("encrypted", f"{self._url} is encrypted")
                try:
                    with self._zip.open(entry) as part:
                        self._refuse_entities(part.read(_PROLOG))
                except _BROKEN as exc:
                    raise self._broken(f"its part {name!r} cannot be unpacked") from exc

    def related(self, name: str) -> dict[str, str]:
        """What a part (``""``: the package) refers to: last word of the relation → part name."""
        folder = dirname(name)
        file = join(folder, "_rels", name.rpartition("/")[2] + ".rels")
        if file not in self:
            return {}
        found: dict[str, str] = {}
        for relation in self.xml(file).iter("{*}Relationship"):
            if relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                path = target.lstrip("/") if target.startswith("/") else join(folder, target)
                found.setdefault(relation.get("Type", "").rpartition("/")[2], normpath(path))
        return found

    def _refuse_entities(self, body: bytes) -> None:
        if _DOCTYPE.search(body[:_PROLOG]):
            raise ExtractError("unsafe_xml", f"{self._url} declares a document type or entities")

    def _broken(self, why: str) -> ExtractError:
        return ExtractError("office_broken", f"{self._url} is a damaged office document: {why}")


def content_types(body: bytes) -> bytes:
    """What an OOXML package says of its parts; empty for anything else. For recognising only."""
    return _part(body, "[Content_Types].xml")


def mimetype(body: bytes) -> bytes:
    """What an OpenDocument package says that it is; empty for anything else."""
    return _part(body, "mimetype")


def _part(body: bytes, name: str) -> bytes:
    if not body.startswith(MAGIC):
        return b""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive, archive.open(name) as part:
            return part.read(_MOST_DIRECTORY)
    except (*_BROKEN, KeyError, RuntimeError):
        return b""
