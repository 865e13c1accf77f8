"""Questions on the rules for pages, programs and commands: the ledger, clocks, checks, plans, what if."""
