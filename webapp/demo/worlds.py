"""The two worlds that a demo can play in: the bundled samples, or a corpus file."""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Protocol

from data.catalogue import SourceEntry
from webapp.demo.corpus import CorpusText, corpus_site, corpus_sources, read_corpus, shelves
from webapp.demo.samples import Authority, load_samples
from webapp.demo.site import Site
from webapp.demo.world import build_site, sample_sources


class World(Protocol):
    """Sites that are there for a number of weeks, and the sources that watch them."""

    name: str
    weeks: int
    folder: str
    """Name of its instance folder, unless the user chose one."""

    def site(self, week: int, *, anchor: date, base_url: str) -> Site:
        """Every answer of the server in ``week``, from 1."""
        ...

    def sources(self, base_url: str) -> list[SourceEntry]:
        """What is watched."""
        ...

    def originals(self, base_url: str) -> Mapping[str, str]:
        """Address → the text as it was before it was put on a page; empty if not to be compared."""
        ...


class SampleWorld:
    """The bundled authorities (or those given), in two weeks."""

    name = "samples"
    weeks = 2
    folder = "demo"

    def __init__(self, authorities: tuple[Authority, ...] | None = None) -> None:
        self._authorities = load_samples() if authorities is None else authorities

    def site(self, week: int, *, anchor: date, base_url: str) -> Site:
        """See :class:`World`."""
        return build_site(self._authorities, anchor=anchor, week=week, base_url=base_url)

    def sources(self, base_url: str) -> list[SourceEntry]:
        """See :class:`World`."""
        return sample_sources(self._authorities, base_url)

    def originals(self, base_url: str) -> Mapping[str, str]:
        """Not compared: the tests do that."""
        return {}


class CorpusWorld:
    """The publications of a file, all in one week. Raises :class:`CorpusError` when unusable."""

    weeks = 1
    folder = "demo-corpus"

    def __init__(self, path: Path) -> None:
        self._texts: tuple[CorpusText, ...] = read_corpus(path)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        self.name = f"corpus {digest[:12]}"

    def site(self, week: int, *, anchor: date, base_url: str) -> Site:
        """See :class:`World`."""
        return corpus_site(self._texts, base_url)

    def sources(self, base_url: str) -> list[SourceEntry]:
        """See :class:`World`."""
        return corpus_sources(self._texts, base_url)

    def originals(self, base_url: str) -> Mapping[str, str]:
        """Each text by its address."""
        return {
            base_url + placed.path: placed.text.text
            for shelf in shelves(self._texts, base_url)
            for placed in shelf.texts
        }
