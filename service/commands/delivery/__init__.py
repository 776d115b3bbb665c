"""A class that runs: who came, what was learned, handed in, promised, and who found work."""
