"""The office, as the desks meet it."""

from tests.web.conftest import office, story

__all__ = ["office", "story"]
