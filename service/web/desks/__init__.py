"""The desks: what finance, heads, auditors and everybody look for and find waiting."""
