"""Pulling SIMs from the platforms that manage them: the conversation, and what it brings home.

A platform's own ways stand in :mod:`crawler.platforms`, one file each; nothing here knows them.
"""
