"""Brings the catalogues up to date with the source, and prints what is missing: ``make words``."""

from tests.words.catalogues import OTHERS, path_of, read, renewed, untranslated, written
from tests.words.extracting import extracted
from tests.words.unmarked import by_folder


def main() -> None:
    """Write each language's file anew; texts that are gone go, new ones wait for their translation."""
    template = extracted()
    print(f"texts marked: {len(template)}")
    left = {folder: count for folder, count in by_folder().items() if count}
    print(f"texts in templates not marked: {sum(left.values())}")
    for folder, count in sorted(left.items(), key=lambda item: -item[1]):
        print(f"  {folder}: {count}")
    for code in OTHERS:
        catalogue = renewed(read(code), template)
        path_of(code).parent.mkdir(parents=True, exist_ok=True)
        path_of(code).write_bytes(written(catalogue))
        print(f"{code}: {len(untranslated(catalogue))} not translated")


if __name__ == "__main__":
    main()
