"""How hypothesis tries the domain: as often as usual, and never against a stop-watch."""

from hypothesis import HealthCheck, settings

settings.register_profile("office", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("office")
