"""Whether enough was recorded of a learner's online training (人脸识别、随机验证、影像留存)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each kind of evidence was recorded, or how often it must be."""

    face: int = 0
    random: int = 0
    image: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.face + other.face, self.random + other.random, self.image + other.image)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which kinds of evidence are enough."""

    face_ok: bool
    random_ok: bool
    image_ok: bool

    @property
    def ok(self) -> bool:
        """Whether all three kinds are enough (CQ-23)."""
        return self.face_ok and self.random_ok and self.image_ok


def judge(counted: Counts, needed: Counts) -> Evidence:
    """Each kind against its threshold; the threshold itself is enough."""
    return Evidence(
        counted.face >= needed.face,
        counted.random >= needed.random,
        counted.image >= needed.image,
    )
