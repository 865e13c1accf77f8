"""The resources of the API, in the order of the description, with a sentence on each."""

TAGS = {
    "changes": "Everything that changes, from a cursor on: never skipped, never repeated.",
    "rules": "What the rule is, was, or was thought to be.",
    "proposals": "What found changes say of the rules, for an officer to decide.",
    "check": "Before shipping.",
    "clocks": "Days of presence against limits.",
    "coverage": "Who watches what, and what nobody would see.",
}
