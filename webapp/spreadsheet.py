"""Tables to take away as CSV, and to open in a spreadsheet."""


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, whoever wrote it (OWASP, CSV injection)."""
    return f"'{cell}" if cell and cell[0] in "=+-@\t\r" else cell
