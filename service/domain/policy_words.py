"""The dated values Python knows by name, each with its unit; a folder cannot invent others."""

from collections.abc import Mapping

from service.domain.holding import REASONS as HOLDS

# What a unit holds: a plain number, a switch, a word of ours, or a list of them.
NUMBERS = (
    *("workdays", "days", "months", "years", "minutes"),
    *("bp", "heads", "times", "points", "fen"),
)
UNITS = (*NUMBERS, "switch", "word", "words")
BASES = ("filed_on", "class_start")
# What a period may stand still for: what is asked to be mended, or what holds a payment.
PAUSES = ("correction", *HOLDS)
RUNGS = ("remind_first", "remind_again", "remind", "last_call", "escalate", "escalate_city")

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
    "recovery_instalments": "times",
    "recovery_instalment_days": "days",
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
    "real_name_number_required": "switch",
    "black_list_bars": "switch",
    "free_of_charge": "switch",
    # money
    "advance_cap": "bp",
    "budget_binds": "switch",
    "budget_recovered_returns": "switch",
    "pay_on_certificate": "switch",
    "out_of_city_needs_offline": "switch",
    # comparing lists and classes: what casts a doubt, what proves a group, who may be matched
    "comparison_suspects": "words",
    "comparison_proofs": "words",
    "subsidised_trainings_per_year": "times",
    "subsidised_before_doubted": "switch",
    "elsewhere_meanwhile_doubted": "switch",
    "match_across": "switch",
    # fraud cases
    "fraud_accept_workdays": "workdays",
    "fraud_investigation_days": "days",
    "fraud_extension_days": "days",
    "fraud_hearing_workdays": "workdays",
    # what is kept of people after a case has ended
    "retain_identity_years": "years",
    "retain_account_years": "years",
    "retain_documents_years": "years",
    "retain_drafts_days": "days",
    # evidence
    "evidence_face_min": "times",
    "evidence_random_min": "times",
    "evidence_image_min": "times",
    # who found work: least rates, time to report more, time to prove it, how long is enough
    "pass_rate_min_bp": "bp",
    "employment_rate_min_bp": "bp",
    "rate_denominator": "word",
    "stage1_share_bp": "bp",
    "rate_recheck_months": "months",
    "employment_check_workdays": "workdays",
    "evidence_window_years": "years",
    "evidence_window_anchor": "word",
    "evidence_min_days": "days",
    "evidence_min_months": "months",
    "proof_review_workdays": "workdays",
    # how much of a class may be online; what is judged of days and hours at the approval
    "online_theory_max_bp": "bp",
    "practice_offline_only": "switch",
    "both_schedules_required": "switch",
    "online_share_exempt": "words",
    "online_share_exempt_processes": "words",
    "approved_hours_required": "switch",
    "priority_region": "switch",
    # a target beside the deadline; papers promised and handed in later
    "opening_target_workdays": "workdays",
    "promise_workdays": "workdays",
    "promise_second_workdays": "workdays",
    # online courses: class hours by video, who an enterprise may train, shares, double benefit
    "online_policy_open": "switch",
    "class_hour_minutes": "minutes",
    "class_hour_rounds_from": "minutes",
    "local_enterprise_required": "switch",
    "prejob_contract_years": "years",
    "online_share_bp": "bp",
    "practical_ratio_cap": "bp",
    "prejob_fen": "fen",
    "special_fen": "fen",
    "double_benefit_watch_days": "days",
    "practical_after_pass": "switch",
    "insurance_routing": "switch",
    # the catalogues: what a class needs to stand in them, who decides, how long an entry holds
    "catalogue_institution_required": "switch",
    "catalogue_platform_required": "switch",
    "catalogue_course_required": "switch",
    "catalogue_specialty_required": "switch",
    "catalogue_decided_by": "words",
    # evaluation of platforms and courses
    "eval_workdays": "workdays",
    "eval_experts_min": "heads",
    "eval_pass_score": "points",
    "eval_publicity_workdays": "workdays",
    "eval_remind_days": "days",
    "eval_platform_free": "switch",
    "eval_course_own_only": "switch",
    # what follows on a running class
    "change_workdays": "workdays",
    "roster_add_days": "days",
    "inspectors_min": "heads",
    "inspection_min_visits": "times",
    "inspection_min_visits_white": "times",
    "rectify_workdays": "workdays",
    "rectify_check_workdays": "workdays",
    "third_party_workdays": "workdays",
    "third_party_pass_score": "points",
    # online learning: where from, how, what is proven of it, each voucher looked at
    "platforms_allowed": "words",
    "platform_origins": "words",
    "lesson_methods": "words",
    "general_modules": "words",
    "action_window": "switch",
    "theory_video_required": "switch",
    "evidence_supplement_days": "days",
    "offline_after_reopening": "switch",
    "offline_wait_days": "days",
    "voucher_required": "switch",
    "voucher_suspicion_bp": "bp",
    # living allowance: what makes a paid unit, what it pays, the cap of the year, who pays it
    "living_hour_minutes": "minutes",
    "living_online_hours": "times",
    "living_online_fen": "fen",
    "living_offline_fen": "fen",
    "living_cap_days": "days",
    "living_order": "word",
    "living_funds": "words",
    # the layouts of payment lists that the place's banks read
    "banks": "words",
    # flat subsidies paid to certificate holders
    "direct_subsidy": "switch",
    "direct_excludes_class": "switch",
    # fewer hours than the plan: so much a training day, up to a share of the standard
    "short_day_fen": "fen",
    "short_cap_bp": "bp",
}

# Below these a number would pay nobody: who has no such rule leaves the value out.
LEAST: Mapping[str, int] = {"subsidised_trainings_per_year": 1}

_LISTS = ("insured", "retired", "dead", "state_paid", "subsistence", "registered_poor")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "rate_denominator": ("trained", "passed"),
    "online_share_exempt": ("online_startup",),
    "evidence_window_anchor": ("completion", "certificate", "first_payment"),
    "comparison_suspects": _LISTS,
    "comparison_proofs": _LISTS,
    "nonworking_receipt": ("strict", "rolled"),
    "living_order": ("chronological", "best"),
    "living_funds": ("JYBZ", "FP", "ZZ", "LOCAL"),
    "online_kinds": ("theory", "general", "simulation", "video_demo", "practice"),
    "enterprise_relations": ("labour", "dispatched", "platform_worker"),
    "platform_origins": ("national", "provincial", "municipal"),
    "lesson_methods": ("live", "recorded", "interactive", "qa", "test", "simulation"),
    "general_modules": (
        *("conduct", "law", "career", "safety", "fire_environment", "health", "epidemic"),
        *("ethics", "craft", "quality", "innovation"),
    ),
    "catalogue_decided_by": ("prefecture_group", "city_reviewer", "county_approver"),
}
