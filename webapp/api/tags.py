"""The resources of the API, in the order of the description, with a sentence on each."""

TAGS = {
    "alerts": "What touches your fleets and wants somebody's work, and the work itself.",
    "silences": "What is kept quiet for a while, openly, for all who see a fleet.",
    "changes": "Everything that changes, from a cursor on: never skipped, never repeated.",
    "developments": "The same change, however many publications report it.",
    "documents": "Publications, their versions, and what changed from one to the next.",
    "rules": "What the rule is, was, or was thought to be.",
    "proposals": "What found changes say of the rules, for an officer to decide.",
    "check": "Before shipping.",
    "clocks": "Days of presence against limits.",
    "countries": "One country at a glance.",
    "exposure": "Where live SIMs are: counts, never an identifier.",
    "fleets": "Business units, and what they have.",
    "imports": "Fleet files: sent here, imported by the worker.",
    "jobs": "Long work of the worker: how far it is, and what came of it.",
    "coverage": "Who watches what, and what nobody would see.",
    "sources": "The addresses that are watched, and how they do.",
    "subscriptions": "What one is told of, how soon, and over which channel.",
    "channels": "The ways by which one is told.",
    "webhooks": "Signed messages to one's own programs, with their log.",
    "tokens": "What opens all this.",
}
