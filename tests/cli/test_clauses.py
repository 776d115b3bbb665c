"""The ledger of clauses is written as a page, where one says."""


def test_the_ledger_is_written_with_every_notice(kaiban, tmp_path):
    said = kaiban("clauses", "--to", str(tmp_path / "clauses.md"))
    assert (said.code, said.err) == (0, "")
    page = (tmp_path / "clauses.md").read_text("utf-8")
    assert page.startswith("# 逐条对照")
    for count in (31, 20, 28, 32, 39):
        assert f"*{count} clauses.*" in page


def test_a_folder_that_is_not_there_is_named(kaiban, tmp_path):
    said = kaiban("clauses", "--to", str(tmp_path / "none" / "clauses.md"))
    assert (said.code, said.out) == (1, "")
    assert said.err == f"There is no folder {tmp_path / 'none'}.\n"
