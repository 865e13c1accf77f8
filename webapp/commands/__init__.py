"""One file per group of commands, each with a list ``COMMANDS``; heavy imports inside functions.

A command calls one job or query and prints its result: counts for people, one JSON
object with ``--json``. Progress goes to standard error. Exit status: 0 all done,
1 a part of the work failed, 2 wrong use.
"""
