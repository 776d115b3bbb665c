"""Invented people and institutions with valid check digits, for the demo, examples and tests."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

_SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许邓冯韩曹"
_GIVEN = "伟芳娜敏静强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉鑫宇博晨思雨佳慧建国志红海峰"
_TRADES = ("云帆", "嘉禾", "启明", "长江", "山城", "渝新", "金桥", "同心", "蓝盾", "巴南")
_KINDS = {
    "school": "职业培训学校",
    "enterprise": "机械制造有限公司",
    "platform": "网络教育科技有限公司",
}
_USCC_HEAD = {"school": "52", "enterprise": "91", "platform": "91"}

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_LUHN_NINE = 9

# The identifiers of the worked examples: the persons and bodies do not exist.
RESIDENT_IDS = (
    "520102199003071017",
    "52010219850112202X",
    "500103199206153031",
    "370102199508204040",
    "36010219881001505X",
    "230102197904306065",
)
CREDIT_CODES = ("91520000000000019A", "52500103000000027E", "913701020000000359")
BANK_ACCOUNTS = ("6222021000000000017", "6217000000000000020")


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """Somebody who does not exist."""

    name: str
    id_no: str
    phone: str
    account: str
    birth: date = field(repr=False)


@dataclass(frozen=True, slots=True)
class InventedInstitution:
    """A body that does not exist."""

    name: str
    uscc: str
    kind: str
    region: str
    account: str


class Invented:
    """Draws people and institutions from a seed: the same seed, the same people."""

    def __init__(self, seed: int = 2020, *, region: str = "500103", place: str = "") -> None:
        self._random = random.Random(seed)
        self._region, self._place = region, place
        self._drawn: set[str] = set()

    def person(self) -> InventedPerson:
        """One more person; nobody is drawn twice."""
        birth = date(1970, 1, 1) + timedelta(days=self._random.randrange(365 * 30))
        id_no = self._fresh(lambda: id_number(f"{self._region}{birth:%Y%m%d}{self._digits(3)}"))
        return InventedPerson(
            name=self._name(),
            id_no=id_no,
            phone=self._fresh(lambda: "1" + self._random.choice("3578") + self._digits(9)),
            account=self._account(),
            birth=birth,
        )

    def people(self, count: int) -> list[InventedPerson]:
        """So many different people."""
        return [self.person() for _ in range(count)]

    def institution(self, kind: str = "school") -> InventedInstitution:
        """One more school, enterprise or platform."""
        trade = self._random.choice(_TRADES) + self._random.choice(_GIVEN)
        head = _USCC_HEAD[kind] + self._region
        return InventedInstitution(
            name=f"{self._place}{trade}{_KINDS[kind]}",
            uscc=self._fresh(lambda: credit_code(head + self._digits(9))),
            kind=kind,
            region=self._region,
            account=self._account(),
        )

    def _name(self) -> str:
        given = "".join(self._random.sample(_GIVEN, self._random.choice((1, 2, 2))))
        return self._random.choice(_SURNAMES) + given

    def _account(self) -> str:
        return self._fresh(lambda: bank_account("622202" + self._digits(12)))

    def _digits(self, count: int) -> str:
        return "".join(self._random.choices("0123456789", k=count))

    def _fresh(self, draw: Callable[[], str]) -> str:
        while (drawn := draw()) in self._drawn:
            pass
        self._drawn.add(drawn)
        return drawn


def id_number(first_17: str) -> str:
    """Seventeen digits with the check digit of GB 11643."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _ID_WEIGHTS, strict=True))
    return first_17 + _ID_CHECKS[total % 11]


def credit_code(first_17: str) -> str:
    """Seventeen characters with the check character of GB 32100."""
    total = sum(
        _USCC_ALPHABET.index(mark) * weight
        for mark, weight in zip(first_17, _USCC_WEIGHTS, strict=True)
    )
    return first_17 + _USCC_ALPHABET[-total % 31]


def bank_account(without_check: str) -> str:
    """An account number with its Luhn digit."""
    doubled = [int(digit) for digit in without_check]
    for place in range(len(doubled) - 1, -1, -2):
        twice = doubled[place] * 2
        doubled[place] = twice - _LUHN_NINE if twice > _LUHN_NINE else twice
    return f"{without_check}{-sum(doubled) % 10}"
