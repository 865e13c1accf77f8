"""The English texts that reach pages by another way than ``gettext``: stored, decided, raised as errors.

They stand in ``sayings.toml`` under the file that makes them, so that the catalogues have them too; where
a value stands in such a text, the pattern has a place, ``%(days)d`` (see :mod:`webapp.wording.saying`).
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path

FILE = Path(__file__).parent / "sayings.toml"
#: File of the source → the texts that it makes.
SAYINGS: Mapping[str, tuple[str, ...]] = {
    source: tuple(texts) for source, texts in tomllib.loads(FILE.read_text("utf-8")).items()
}
