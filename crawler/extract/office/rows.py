"""Table rows of office documents as blocks, the way the HTML reader gives them."""

from collections.abc import Iterable, Sequence

from crawler.extract.blocks import Block

#: A cell with more paragraphs is a column of a page, not a datum.
_PAGE_LIKE = 5


def row_blocks(cells: Iterable[Sequence[Block]]) -> list[Block]:
    """One block for a row of data; the cells' own blocks where the table only arranges a page."""
    filled = [cell for cell in cells if cell]
    if any(len(cell) > _PAGE_LIKE for cell in filled):
        return [block for cell in filled for block in cell]
    texts = [" ".join(block.text.replace("\n", " ") for block in cell) for cell in filled]
    return [Block(text=" | ".join(texts), kind="table")] if texts else []
