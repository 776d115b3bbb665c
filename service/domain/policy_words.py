"""The dated values Python knows by name, each with its unit; a folder cannot invent others."""

from collections.abc import Mapping

# What a unit holds: a plain number, a switch, a word of ours, or a list of them.
NUMBERS = ("workdays", "days", "months", "years", "bp", "heads", "times", "fen")
UNITS = (*NUMBERS, "switch", "word", "words")
BASES = ("filed_on", "class_start")
PAUSES = ("correction",)
RUNGS = ("remind", "last_call", "escalate", "escalate_city")

VALUES: Mapping[str, str] = {
    # time
    "opening_workdays": "workdays",
    "nonworking_receipt": "word",
    "asked_day_used": "switch",
    "correction_workdays": "workdays",
    "correction_rounds": "times",
    "start_lead_days": "days",
    "start_grace_days": "days",
    "advance_workdays": "workdays",
    "certificate_workdays": "workdays",
    "claim_window_days": "days",
    "counter_days": "days",
    "claim_workdays": "workdays",
    "publicity_workdays": "workdays",
    "objection_workdays": "workdays",
    "payment_workdays": "workdays",
    "recovery_days": "days",
    "recovery_second_days": "days",
    # the opening request
    "max_heads": "heads",
    "offline_suspended": "switch",
    "theory_share_min_bp": "bp",
    "online_kinds": "words",
    "shutdown_required": "switch",
    "enterprise_relations": "words",
    "commitment_required": "switch",
    "credit_required": "switch",
    "credit_valid_days": "days",
    "real_name_required": "switch",
    "free_of_charge": "switch",
    # money
    "advance_cap": "bp",
    "pay_on_certificate": "switch",
    "out_of_city_needs_offline": "switch",
    # what is kept of people after a case has ended
    "retain_identity_years": "years",
    "retain_account_years": "years",
    "retain_documents_years": "years",
    "retain_drafts_days": "days",
    # evidence
    "evidence_face_min": "times",
    "evidence_random_min": "times",
    "evidence_image_min": "times",
}

CHOICES: Mapping[str, tuple[str, ...]] = {
    "nonworking_receipt": ("strict", "rolled"),
    "online_kinds": ("theory", "general", "simulation", "video_demo", "practice"),
    "enterprise_relations": ("labour", "dispatched", "platform_worker"),
}
