"""Digests: when one is due, what it covers and holds, and putting it into the outbox once."""
