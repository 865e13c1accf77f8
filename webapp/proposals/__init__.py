"""Proposals for the rule ledger: made from found changes, decided by officers."""
