"""Keeping the house: a backup, putting it back elsewhere, and sealing anew under a new key."""
