"""The targets that are mounted, and what each of them must be."""

from __future__ import annotations

from dataclasses import dataclass

from decode import BIG, LITTLE


@dataclass(frozen=True)
class Target:
    #: As on the command line.
    spec: str
    kind: str
    #: Sample format code of the target's files.
    code: int
    order: str
    #: Bytes 3501 and 3502; None for SU.
    revision: tuple[int, int] | None
    #: Format codes whose every value this target holds, or whose every value within its exponents (IBM to IEEE).
    holds: frozenset[int]
    #: Longest trace its headers can state.
    longest: int = 65535

    @property
    def extension(self) -> str:
        return ".su" if self.kind == "su" else ".sgy"


#: Both 32-bit floats hold integers of up to 24 bits; of an IEEE float's 24 bits IBM's leading digit may cost 3.
_IEEE32 = frozenset({1, 3, 5, 7, 8, 11, 15, 16})
_IEEE64 = _IEEE32 | {2, 6, 10}
_IBM32 = frozenset({1, 3, 7, 8, 11, 15, 16})
_INT32 = frozenset({2, 3, 7, 8, 11, 15, 16})
_NO_LIMIT = 0xFFFFFFFF

TARGETS = (
    Target("segy:samples=ieee32,revision=1,order=big", "segy", 5, BIG, (1, 0), _IEEE32),
    Target("segy:samples=ieee64,revision=2.1,order=big", "segy", 6, BIG, (2, 1), _IEEE64, _NO_LIMIT),
    Target("segy:samples=ieee32,revision=2.0,order=little", "segy", 5, LITTLE, (2, 0), _IEEE32, _NO_LIMIT),
    Target("segy:samples=ibm32,revision=1,order=big", "segy", 1, BIG, (1, 0), _IBM32),
    Target("segy:samples=int32,revision=0,order=big", "segy", 2, BIG, (0, 0), _INT32),
    Target("su:order=big", "su", 5, BIG, None, _IEEE32),
    Target("su:order=little", "su", 5, LITTLE, None, _IEEE32),
)

#: Targets without an option, which give every source of their own kind back byte for byte.
IDENTITIES = (("segy", "segy"), ("su", "su"))
