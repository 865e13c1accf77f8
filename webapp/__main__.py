"""``python -m webapp`` is ``roamwatch``: the supervisor starts its children so."""

from webapp.cli import main

main()
