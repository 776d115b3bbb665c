"""Who stands twice on a roster."""

from service.domain.roster import RosterLine, duplicates


def lines(*numbers: str) -> list[RosterLine]:
    return [RosterLine(place, "张三", number) for place, number in enumerate(numbers, 1)]


def test_one_person_listed_again_is_found_each_time():
    assert duplicates(lines("A", "B", "A", "a ")) == [(0, 2), (0, 3)]
    assert duplicates(lines("A", "B")) == []


def test_a_line_never_shows_its_person_in_a_log():
    assert "500103199206153031" not in repr(lines("500103199206153031")[0])


def test_a_row_of_the_form_becomes_a_line():
    row = {"name": "张三", "id_no": "500103199206153031", "phone": None, "out_of_city": True}
    assert RosterLine.of(4, row) == RosterLine(
        4, "张三", "500103199206153031", relation="none", out_of_city=True
    )
