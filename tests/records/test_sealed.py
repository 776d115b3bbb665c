"""Personal data lies sealed, can be re-keyed, and nobody finds it by looking at the tables."""

import pytest
from sqlalchemy import select, text

from service.records import Base, KeyRing, RosterLine, blind_index, use_key_ring
from service.records.columns import Sealed, SealedIsNotComparable, SealedJson
from service.records.seal import KeyMissing, NoKeyRing, SealBroken, _in_place

from .conftest import WANG, learner

OLD, NEW, INDEX = b"1" * 32, b"9" * 32, b"i" * 32
PERSONAL = {
    "roster_line": {"name", "id_no", "phone", "proof_no", "bank_name", "bank_account"},
    "class_opening": {"contact", "mobile", "payee_account"},
    "payment": {"payee_account"},
    "payment_hold": {"note"},
    "payment_line": {"payee_name", "bank_name", "bank_account"},
    "objection": {"objector", "facts", "finding"},
    "employment_status": {"employer"},
    "employment_spell": {"employer"},
    "person": {"email"},
    "answer": {"body"},
    "draft": {"body"},
    "document": {"name"},
    "answered": {"body"},
    "counter_filing": {"note"},
    "second_factor": {"secret", "proposed"},
    "line_doubt": {"reason"},
    "fraud_matter": {"facts"},
    "recovery_objection": {"grounds", "finding"},
    "payment_batch": {"dropped_because"},
    "batch_item": {"held_note"},
    "bank_result": {"note"},
}
# Words that would give a column away as personal, and the columns that are not.
GIVEN_AWAY = ("name", "phone", "mobile", "account", "contact", "email", "id_no", "objector", "body")
OFFICIAL = {
    ("person", "display_name"),  # officials sign with their name
    ("institution", "name"),
    ("open_step", "name"),
    ("catalogue_entry", "name"),  # a body, a platform, a course
    ("evaluation", "name"),
    ("class_opening", "class_name"),
    ("class_opening", "platform_name"),
    ("class_opening", "specialty_name"),
    ("class_opening", "payee_name"),  # an institution
    ("payment", "payee_name"),
    ("batch_item", "account_index"),  # a blind index
    ("stand_in", "named_at"),
    ("stand_in", "named_by"),  # which official named him
}


@pytest.fixture
def enrolled(database, add_case):
    case_id = add_case()
    with database.session() as session:
        session.add(learner(case_id, 1))
        session.commit()
    return database


def stored(database, column):
    with database.engine.connect() as connection:
        return bytes(connection.execute(text(f"SELECT {column} FROM roster_line")).scalar_one())


def test_every_personal_column_is_sealed_under_its_own_name():
    found: dict[str, set[str]] = {}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Sealed | SealedJson):
                assert column.type.column == f"{table.name}.{column.name}"
                found.setdefault(table.name, set()).add(column.name)
    assert found == PERSONAL


def test_no_column_that_sounds_personal_lies_open():
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            sounds_personal = any(word in column.name for word in GIVEN_AWAY)
            if sounds_personal and (table.name, column.name) not in OFFICIAL:
                assert column.name in PERSONAL.get(table.name, ()), (table.name, column.name)


def test_learner_is_read_back_as_typed(enrolled, session):
    line = session.scalars(select(RosterLine)).one()
    assert (line.name, line.id_no, line.phone) == ("王秀英", WANG, "13800138000")


def test_stored_value_does_not_contain_the_text(enrolled):
    assert "王秀英".encode() not in stored(enrolled, "name")
    assert WANG.encode() not in stored(enrolled, "id_no")


def test_same_text_never_looks_the_same_twice(key_ring):
    assert key_ring.seal(b"x", "a.b") != key_ring.seal(b"x", "a.b")


def test_value_moved_to_another_column_is_refused(enrolled, session):
    with enrolled.engine.begin() as connection:
        connection.execute(text("UPDATE roster_line SET name = phone"))
    with pytest.raises(SealBroken, match=r"roster_line\.name"):
        session.scalars(select(RosterLine)).all()


def test_tampered_value_is_refused(key_ring):
    sealed = bytearray(key_ring.seal(b"6222020000000000000", "payment.payee_account"))
    for place in range(1, len(sealed)):
        sealed[place] ^= 1
        with pytest.raises(SealBroken):
            key_ring.open(bytes(sealed), "payment.payee_account")
        sealed[place] ^= 1


@pytest.mark.parametrize("rubbish", [b"", b"\x63" + b"0" * 40, b"\x01", b"\x01short"])
def test_rubbish_is_refused(key_ring, rubbish):
    with pytest.raises((SealBroken, KeyMissing)):
        key_ring.open(rubbish, "a.b")


def test_after_rotation_old_rows_are_read_and_new_rows_use_the_newest_key(enrolled, session):
    before = stored(enrolled, "name")[0]
    use_key_ring(KeyRing({1: OLD, 2: b"2" * 32, 7: NEW}, index_key=INDEX))
    line = session.scalars(select(RosterLine)).one()
    assert line.name == "王秀英"
    line.name = "王秀兰"
    session.commit()
    assert (before, stored(enrolled, "name")[0]) == (2, 7)


def test_key_taken_off_the_ring_leaves_its_rows_unreadable(enrolled, session):
    use_key_ring(KeyRing({7: NEW}, index_key=INDEX))
    with pytest.raises(KeyMissing):
        session.scalars(select(RosterLine)).all()


def test_without_a_key_ring_nothing_personal_is_written(key_ring):
    _in_place.clear()
    with pytest.raises(NoKeyRing):
        blind_index(WANG)


@pytest.mark.parametrize(
    ("keys", "index"),
    [({}, INDEX), ({256: NEW}, INDEX), ({1: b"short"}, INDEX), ({1: NEW}, NEW)],
    ids=["no key", "number too high", "key too short", "index key used for sealing"],
)
def test_unusable_key_ring_is_refused(keys, index):
    with pytest.raises(ValueError, match="key"):
        KeyRing(keys, index_key=index)


@pytest.mark.parametrize(
    "typed", [WANG.lower(), f" {WANG} ", "１１０１０５１９４９１２３１００２Ｘ"]
)
def test_same_person_has_one_index_however_typed(key_ring, typed):
    assert blind_index(typed) == blind_index(WANG)


def test_index_depends_on_its_own_key_alone(key_ring):
    same = KeyRing({9: NEW}, index_key=INDEX)
    other = KeyRing({9: NEW}, index_key=b"j" * 32)
    assert same.index(WANG) == key_ring.index(WANG) != other.index(WANG)


def test_sealed_column_cannot_be_searched(key_ring):
    with pytest.raises(SealedIsNotComparable):
        select(RosterLine).where(RosterLine.id_no == WANG)
    select(RosterLine).where(RosterLine.phone.is_(None))
