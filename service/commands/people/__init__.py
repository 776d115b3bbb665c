"""Who may come in, what is kept of people, and how it is erased."""
