"""Texts of publications for a browser: marked, cut into parts, compared, and as they were archived."""
