"""Clocks of whole fleets: which limits run, and all counts at once in columns."""
