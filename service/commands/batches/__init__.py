"""Payments that leave together: drawn, checked, approved, released, settled."""
