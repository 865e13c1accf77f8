"""``python -m webapp`` is ``roamwatch``: the supervisor starts its children so."""

from webapp.cli import main

if __name__ == "__main__":
    main()
