"""Dispatch reports: prefilled, corrected, confirmed, called for."""
