"""The demo's stage: invented people, places, cases and reports, and the guided first visit."""
