"""The installation as it runs: its processes, their jobs of upkeep, and what is looked at when it ails."""
