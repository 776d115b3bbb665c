"""Lessons by number, and which of them left no record of a learner."""

import pytest

from service.domain.evidence import NotLessons, lesson_numbers, lessons_lacking


@pytest.mark.parametrize(
    ("listed", "numbers"),
    [
        ("1、2、5-8", {1, 2, 5, 6, 7, 8}),
        ("3", {3}),
        ("1,2; 3 4", {1, 2, 3, 4}),
        ("2至4", {2, 3, 4}),
        ("", set()),
    ],
)
def test_lessons_are_listed_as_people_write_them(listed, numbers):
    assert lesson_numbers(listed) == numbers


@pytest.mark.parametrize("listed", ["一至四", "0", "5-3", "1-", "12345"])
def test_what_is_no_lesson_is_refused(listed):
    with pytest.raises(NotLessons):
        lesson_numbers(listed)


@pytest.mark.parametrize(
    ("listed", "lacking"),
    [(["1-4"], set()), (["1-2", "4"], {3}), ([], {1, 2, 3, 4}), (["1-9"], set())],
)
def test_every_required_lesson_needs_a_record(listed, lacking):
    assert lessons_lacking(frozenset({1, 2, 3, 4}), listed) == lacking
