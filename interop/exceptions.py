"""Where a foreign reader is known to be wrong or unable: each row with its reason, each tried all the same.

A row that is not needed any more makes the suite fail (`Tally.check_fails`), so this list cannot grow stale.
"""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase


@dataclass(frozen=True)
class Known:
    #: Name of the reader, as a pattern.
    reader: str
    #: The target as on the command line, as a pattern.
    target: str
    #: The source file below the corpus, as a pattern.
    source: str
    reason: str


_UNNORMALISED = "segyio converts IBM floats rightly only when they are normalised and an IEEE float holds them as such"

KNOWN: tuple[Known, ...] = (
    Known("segyio*", "segy:samples=ibm32*", "corpus/segy/equinor+seismic-zfp__padding_*.sgy", _UNNORMALISED),
    Known("segyio*", "segy:samples=ibm32*", "made/segy/code1-ibm-*.sgy", _UNNORMALISED),
    Known("ObsPy", "segy:samples=ibm32*", "made/segy/code1-ibm-*.sgy", "ObsPy makes 0x60FFFFFF, the largest, infinite"),
)

#: Header words that segyio 1.8.3 reads with another width or sign than SEG-Y gives them.
SEGYIO_WORDS = {
    61: "read as 16 bits, it has 32",
    115: "read as signed, the count is unsigned",
    117: "read as signed, the interval is unsigned",
    219: "read as 32 bits, it is three words of 16",
}


def known(reader: str, target: str, source: str) -> str | None:
    """The reason why `reader` is expected to fail on that file; None when it is expected to be right."""
    for row in KNOWN:
        if fnmatchcase(reader, row.reader) and fnmatchcase(target, row.target) and fnmatchcase(source, row.source):
            return row.reason
    return None


@dataclass(frozen=True)
class Refused:
    """A source that a target cannot show beyond what its sample code decides, and why."""

    target: str
    source: str
    reason: str


_ADDITIONAL = "additional trace headers belong to revision 2"
_EXTENDED = "SU has no textual headers, and extended ones are not dropped without being asked"
_REVISION = "its revision bytes name no revision there is"

REFUSED: tuple[Refused, ...] = (
    *(
        Refused(target, source, _ADDITIONAL)
        for target in ("segy:*revision=0*", "segy:*revision=1*", "su:*")
        for source in (
            "corpus/segy/equinor+segyio__mapping-all-types.sgy",
            "corpus/segy/equinor+segyio__mapping-encoding-ext1.sgy",
            "corpus/segy/equinor+segyio__mapping-no-extension1.sgy",
            "corpus/segy/equinor+segyio__rotated-small-rev2.sgy",
            "corpus/segy/equinor+segyio__trace-header-extension1.sgy",
            "made/segy/headers3.sgy",
        )
    ),
    *(
        Refused(target, f"corpus/segy/equinor+segyio__{source}.sgy", _EXTENDED)
        for target in ("segy:*revision=0*", "su:*")
        for source in (
            "mapping-default",
            "mapping-invalid-attribute",
            "mapping-invalid-value",
            "mapping-minimal",
            "mapping-unsupported-type",
            "multi-text",
            "stanzas-known-count",
        )
    ),
    Refused("su:*", "corpus/segy/equinor+segyio__text.sgy", "SU consists of traces, and it has none"),
    Refused("*", "corpus/segy/equinor+segyio__decrement.sgy", _REVISION),
    Refused("*", "corpus/segy/equinor+segyio__increment.sgy", _REVISION),
    Refused("*", "corpus/segy/equinor+segyio__increment-lsb.sgy", _REVISION),
)


def refusal(target: str, source: str) -> str | None:
    """Why the source is expected in refused.tsv; None when it is expected to be shown."""
    for row in REFUSED:
        if fnmatchcase(target, row.target) and fnmatchcase(source, row.source):
            return row.reason
    return None
