"""The parts of :mod:`analysis.diff`, each pure: units, their folding, alignment, pairing, noise."""
