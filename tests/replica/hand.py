"""A child that misbehaves as told by the address it is given: see ``crawler.hands``."""

import json
import os
import sys
import time

ANSWER = {
    "text": "read",
    "title": "",
    "language": "",
    "published_on": "2026-11-16",
    "sections": [[0, 4, "paragraph", 0, None]],
    "problem": "",
}


def main() -> None:
    """Answer each job; ``crash``, ``hang`` and ``half`` in its address are obeyed."""
    for line in sys.stdin:
        address = json.loads(line)["url"]
        if "crash" in address:
            os.abort()
        if "hang" in address:
            time.sleep(60)
        if "half" in address:
            sys.stdout.write('{"text": "')
            return
        sys.stdout.write(json.dumps(ANSWER) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
