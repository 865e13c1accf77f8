"""Accounts of people and machines: passwords, sessions, second factors, tokens, each act on them."""
