"""What a file may be: judged by content, its name made harmless."""

import pytest

from service.domain.document import (
    Fault,
    contradiction,
    harmless_name,
    kind_by_content,
    size_in_words,
    told,
)

ZIP_END = b"PK\x05\x06" + b"\0" * 18


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\用户\\承诺书.pdf", "承诺书.pdf"),
        ("承诺书\u202efdp.exe", "承诺书fdp.exe"),
        ("a\x00b\nc.pdf", "abc.pdf"),
        ('"><script>.png', "___script_.png"),
        ("   ...   ", "未命名"),
        ("", "未命名"),
        ("..", "未命名"),
        ("照片.JPG", "照片.jpg"),
    ],
)
def test_a_name_keeps_no_path_and_nothing_invisible(given, kept):
    assert harmless_name(given) == kept


def test_a_long_name_is_cut_and_keeps_its_ending():
    name = harmless_name("长" * 400 + ".pdf")
    assert len(name) == 120
    assert name.endswith(".pdf")


def test_a_name_without_ending_gets_the_one_of_its_content():
    assert harmless_name("承诺书", "pdf") == "承诺书.pdf"


@pytest.mark.parametrize(
    ("head", "tail", "code"),
    [
        (b"MZ\x90\0%PDF-1.7", b"", "document_program"),
        (b"\x7fELF", b"", "document_program"),
        (b"#!/bin/sh", b"", "document_program"),
        (b"junk\n%PDF-1.7", b"", "document_two_kinds"),
        (b"%PDF-1.7", b"..." + ZIP_END, "document_two_kinds"),
        (b"\xff\xd8\xff\xe0", b"..." + ZIP_END, "document_two_kinds"),
        (b"\xd0\xcf\x11\xe0", b"", "document_kind"),
        (b"<html>", b"", "document_kind"),
    ],
)
def test_what_is_no_document_is_named(head, tail, code):
    found = kind_by_content(head, tail)
    assert isinstance(found, Fault)
    assert found.code == code


def test_letters_that_only_look_like_a_zip_directory_pass():
    assert kind_by_content(b"%PDF-1.7", b"PK\x05\x06 short") == "pdf"


@pytest.mark.parametrize(("name", "wrong"), [("a.pdf", 1), ("a.jpeg", 0), ("a", 0), ("a.exe", 1)])
def test_a_name_may_not_contradict_its_content(name, wrong):
    assert bool(contradiction(name, "jpg")) == wrong


def test_a_fault_is_told_with_field_and_file():
    fault = Fault("document_too_large", {"limit": 20})
    problem = told(fault, "proof", label=("账户证明", "Proof"), name="扫描.pdf")
    assert (
        problem.zh
        == "「账户证明」“扫描.pdf”：文件超过 20 MB，请压缩、降低扫描分辨率或分成几份后再传。"
    )
    assert "Proof “扫描.pdf”: the file is larger than 20 MB" in problem.en


@pytest.mark.parametrize(("size", "words"), [(10, "1 KB"), (2048, "2 KB"), (1572864, "1.5 MB")])
def test_a_size_is_said_in_words(size, words):
    assert size_in_words(size) == words
