"""Documents: taken in, looked at, kept, and taken away."""
