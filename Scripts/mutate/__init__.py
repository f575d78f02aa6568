"""Deliberate faults and whether the simulated world sees them; run.py is the way in."""
