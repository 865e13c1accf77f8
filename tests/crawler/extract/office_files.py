"""Office files made by hand, part by part, so that each oddity is on purpose."""

import io
import zipfile
from collections.abc import Mapping
from types import MappingProxyType

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"

STYLES = """
<w:style w:type="paragraph" w:styleId="Kop1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Kop2"><w:name w:val="heading 2"/><w:basedOn w:val="Kop1"/></w:style>
<w:style w:type="paragraph" w:styleId="Artikel"><w:name w:val="Artikel"/><w:basedOn w:val="Kop2"/></w:style>
<w:style w:type="paragraph" w:styleId="Deel"><w:name w:val="Deel"/>
<w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Lijst"><w:name w:val="List Bullet"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="B"/></w:style>
<w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style>
"""


def zipped(parts: Mapping[str, str | bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    """A ZIP file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(name, body, compress_type=how)
    return file.getvalue()


def paragraph(text: str, *, style: str = "", more: str = "") -> str:
    """A paragraph of WordprocessingML; ``more`` stands in its properties."""
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{look}{more}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table of plain cells."""
    cells = ("".join(f"<w:tc><w:tcPr/>{paragraph(text)}</w:tc>" for text in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def docx(
    body: str,
    *,
    title: str = "",
    footnotes: str = "",
    namespace: str = _W,
    prolog: str = "",
    parts: Mapping[str, str | bytes] = MappingProxyType({}),
) -> bytes:
    """A Word file with this body."""
    root = f'xmlns:w="{namespace}" xmlns:r="{_R}" xmlns:mc="{_MC}"'
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types>"
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="r1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="r2" Type="{_CORE}" Target="docProps/core.xml"/></Relationships>',
        "docProps/core.xml": '<cp:coreProperties xmlns:cp="urn:x" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title></cp:coreProperties>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="r1" Type="{_R}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r2" Type="{_R}/footnotes" Target="/word/footnotes.xml"/></Relationships>',
        "word/styles.xml": f"<w:styles {root}>{STYLES}</w:styles>",
        "word/document.xml": f"{prolog}<w:document {root}><w:body>{body}</w:body></w:document>",
    }
    if footnotes:
        made["word/footnotes.xml"] = f"<w:footnotes {root}>{footnotes}</w:footnotes>"
    return zipped({**made, **parts})


def odf(
    body: str,
    *,
    kind: str = "text",
    title: str = "",
    prolog: str = "",
    parts: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """An OpenDocument file with this body; its type stands first and unpacked, as the format asks."""
    names = {name: f"{_ODF}:{name}:1.0" for name in ("office", "text", "table", "drawing", "meta")}
    root = " ".join(
        f'xmlns:{"draw" if name == "drawing" else name}="{value}"' for name, value in names.items()
    )
    made = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": f"{prolog}<office:document-content {root}><office:body><office:{kind}>"
        f"{body}</office:{kind}></office:body></office:document-content>",
        "meta.xml": f'<office:document-meta {root} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
        f"<dc:title>{title}</dc:title><dc:language>nl-BE</dc:language></office:meta></office:document-meta>",
        "META-INF/manifest.xml": "<manifest/>",
    }
    return zipped({**made, **parts}, stored=("mimetype",))
