"""What can be wrong with a reading, in words for people. The codes are the extractors' own."""

_SENTENCES = {
    "no_text": "The document holds no text.",
    "scan": "The document holds only pictures of its pages (a scan). Install Tesseract with the data of its "
    "language (Debian: tesseract-ocr and tesseract-ocr-deu, -fra …); it is then read by itself.",
    "ocr_failed": "The document holds only pictures of its pages, in which Tesseract found no text.",
    "truncated": "The document is cut off; what there is of it was read.",
    "needs_javascript": "The page shows its text only to a browser that runs its scripts.",
    "challenge": "A bot check stands where the page should be.",
    "pdf_broken": "The PDF is damaged and cannot be opened.",
    "pdf_truncated": "The end of the PDF is missing; it cannot be opened.",
    "office_broken": "The office document is damaged and cannot be opened.",
    "unsafe_xml": "The office document declares XML entities, as bombs do; it was not opened.",
    "legacy_format": "The document is in an old office format (.doc, .xls, .rtf) that we cannot read.",
    "encrypted": "The document is encrypted; it wants a password.",
    "unknown_format": "The document is of a kind that we cannot read.",
    "extractor_crashed": "Reading the document crashed the reader; its bytes are kept.",
    "extractor_timeout": "Reading the document took too long and was given up; its bytes are kept.",
    "too_large": "Reading the document takes more memory than is allowed; its bytes are kept.",
    "attachment_unread": "A file that belongs to the document could not be fetched or read.",
    "unrecordable": "The document's text could not be stored; its bytes are kept.",
    "snapshot_missing": "The document's bytes are gone from the archive.",
    "snapshot_damaged": "The document's bytes in the archive are damaged.",
}


def sentence(code: str) -> str:
    """One sentence for a code; empty for the empty code."""
    return _SENTENCES.get(code, f"The document could not be read ({code}).") if code else ""
