"""What a file may be: its kind by content, its name made harmless, what is said of a bad one."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.problem import Problem

MEGABYTE = 1024 * 1024
HEAD_BYTES = 1024
TAIL_BYTES = 66 * 1024  # a ZIP directory's end with the longest comment
LONGEST_NAME = 120
NAMELESS = "未命名"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file that is taken."""

    media_type: str
    extensions: tuple[str, ...]
    image: bool = False


KINDS: Mapping[str, Kind] = {
    "pdf": Kind("application/pdf", ("pdf",)),
    "jpg": Kind("image/jpeg", ("jpg", "jpeg"), image=True),
    "png": Kind("image/png", ("png",), image=True),
    "xlsx": Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",)),
}
BY_MEDIA_TYPE: Mapping[str, str] = {kind.media_type: name for name, kind in KINDS.items()}
ACCEPT = ",".join(f".{one}" for kind in KINDS.values() for one in kind.extensions)
_BEGINNINGS = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"PK\x03\x04", "xlsx"),
)
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be, and how large it may become when it is opened."""

    most_bytes: int = 20 * MEGABYTE
    most_pixels: int = 50_000_000
    most_unpacked: int = 100 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a file."""

    code: str
    details: Mapping[str, object]


SENTENCES: Mapping[str, tuple[str, str]] = {
    "document_empty": (
        "文件是空的（0 字节），请重新选择。",
        "the file is empty; choose it again.",
    ),
    "document_too_large": (
        "文件超过 {limit} MB，请压缩、降低扫描分辨率或分成几份后再传。",
        "the file is larger than {limit} MB; compress it, scan it coarser or split it.",
    ),
    "document_program": (
        "这是可执行程序或脚本，不是材料，已拒收。请上传 PDF、JPG、PNG 或 xlsx。",
        "this is a program, not a document; it was refused. Send a PDF, JPG, PNG or xlsx.",
    ),
    "document_kind": (
        "不是可接收的文件类型。请上传 PDF、JPG、PNG 或 xlsx（.xls 请另存，HEIC 改存 JPG）。",
        "not a kind of file that is taken. Send a PDF, JPG, PNG or xlsx (HEIC saved as JPG).",
    ),
    "document_extension": (
        "文件名以“.{extension}”结尾，内容却是 {kind}。请确认选对了文件，并改正扩展名。",
        "the name ends in “.{extension}” but the content is {kind}; check the file and its name.",
    ),
    "document_two_kinds": (
        "文件同时是两种格式（PDF 之前或文件末尾夹带了别的内容），已拒收。请从原软件重新导出。",
        "the file is of two kinds at once (something stands before or behind it); export it anew.",
    ),
    "document_broken": (
        "文件打不开或不完整，请在电脑上能正常打开后再传。",
        "the file cannot be opened or is cut off; make sure it opens, then send it again.",
    ),
    "document_locked": (
        "文件设了密码，审核人员打不开。请去掉密码后再传。",
        "the file is protected by a password; remove it, then send it again.",
    ),
    "document_no_pages": (
        "PDF 里一页也没有，请重新导出。",
        "the PDF has no page; export it again.",
    ),
    "document_active": (
        "文件里带有脚本、启动动作、内嵌文件或宏，不能接收。请打印为 PDF 或另存为普通 xlsx 再传。",
        "the file holds scripts, embedded files or macros; print it to PDF or save plain xlsx.",
    ),
    "document_outside": (
        "表格引用了外部文件或数据连接，请断开链接、只保留数值后再传。",
        "the workbook draws on other files or connections; break the links and keep the values.",
    ),
    "document_pixels": (
        "图片有 {count} 万像素，超过 {limit} 万。请缩小后再传。",
        "the picture has more than {limit}0,000 pixels; make it smaller.",
    ),
    "document_unpacked": (
        "表格展开后超过 {limit} MB，不像正常材料，已拒收。请只保留需要的工作表。",
        "the workbook grows beyond {limit} MB when opened; keep only the sheets that are needed.",
    ),
    "document_infected": (
        "杀毒检查发现病毒，文件没有保存。请先在本机查杀，再换一份干净的文件。",
        "the virus check found something; the file was not kept. Send a clean one.",
    ),
    "document_unscanned": (
        "杀毒服务暂时不可用，文件没有保存。请过几分钟再传，其他内容已保留。",
        "the virus check does not answer; the file was not kept. Try again in a few minutes.",
    ),
    "document_unknown": (
        "引用的材料 {reference} 不在本办件中，或不是您这一方上传的，或已删除。请重新上传。",
        "document {reference} is not one of this case that your office sent; send it again.",
    ),
}


def told(fault: Fault, field: str, *, label: tuple[str, str], name: str = "") -> Problem:
    """The fault as a sentence beside its field."""
    zh, en = SENTENCES[fault.code]
    details = {key: str(value) for key, value in fault.details.items()}
    which_zh, which_en = (f"“{name}”：", f" “{name}”") if name else ("", "")
    return Problem(
        field,
        fault.code,
        f"「{label[0]}」{which_zh}{zh.format_map(details)}",
        f"{label[1]}{which_en}: {en.format_map(details)}",
    )


def kind_by_content(head: bytes, tail: bytes) -> str | Fault:
    """What the first bytes say it is; a program, or two kinds in one, is told as a fault."""
    found = next((kind for sign, kind in _BEGINNINGS if head.startswith(sign)), None)
    if found is None:
        inside = b"%PDF-" in head[:HEAD_BYTES]
        program = head.startswith(_PROGRAMS)
        code = "document_program" if program else "document_kind"
        return Fault("document_two_kinds" if inside and not program else code, {})
    if found != "xlsx" and _ends_as_zip(tail):
        return Fault("document_two_kinds", {})
    return found


def _ends_as_zip(tail: bytes) -> bool:
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return False
    return len(tail) - at - 22 >= int.from_bytes(tail[at + 20 : at + 22], "little")


def contradiction(name: str, kind: str) -> Fault | None:
    """A name that says another kind than the content; a name without one says nothing."""
    extension = extension_of(name)
    if not extension or extension in KINDS[kind].extensions:
        return None
    return Fault("document_extension", {"extension": extension, "kind": kind.upper()})


def extension_of(name: str) -> str:
    """`表.XLSX` → `xlsx`."""
    found = re.search(r"\.([A-Za-z0-9]{1,8})$", name)
    return found[1].lower() if found else ""


def harmless_name(given: str, kind: str | None = None) -> str:
    """No path, nothing invisible, not too long; with its kind where it said none."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    # Cc control, Cf direction marks and joiners, Cs lone surrogates, Co private, Cn unassigned.
    kept = "".join(c for c in last if not unicodedata.category(c).startswith("C"))
    kept = re.sub(r'[<>:"|?*]', "_", kept)
    kept = re.sub(r"\s+", " ", kept).strip(" .")
    extension = extension_of(kept)
    stem = kept[: -len(extension) - 1] if extension else kept
    stem = stem[: LONGEST_NAME - len(extension) - 1].strip(" .") or NAMELESS
    ending = extension or (KINDS[kind].extensions[0] if kind else "")
    return f"{stem}.{ending}" if ending else stem


def size_in_words(size: int) -> str:
    """`1.4 MB` as people say it."""
    if size < MEGABYTE:
        return f"{max(size // 1024, 1)} KB"
    return f"{size / MEGABYTE:.1f} MB"


def references(value: object) -> tuple[str, ...]:
    """The references in the answer of one file field."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, list | tuple):
        return tuple(one for one in value if isinstance(one, str))
    return ()
