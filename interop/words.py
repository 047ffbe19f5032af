"""The words of the headers as SEG-Y numbers them, and which of them a target may change.

Each row is the 1-based byte and the struct letter of its type. Written from the specification's tables, apart from
the sources of seisfs on purpose.
"""

from __future__ import annotations

#: Bytes 1-180 of the trace header, the same in SEG-Y and SU. All four-byte words, then all two-byte words, by runs.
COMMON_WORDS = (
    [(byte, "i") for byte in range(1, 29, 4)]
    + [(byte, "h") for byte in range(29, 37, 2)]
    + [(byte, "i") for byte in range(37, 69, 4)]
    + [(69, "h"), (71, "h")]
    + [(byte, "i") for byte in range(73, 89, 4)]
    + [(byte, "h") for byte in range(89, 115, 2)]
    + [(115, "H"), (117, "H")]
    + [(byte, "h") for byte in range(119, 181, 2)]
)

#: Bytes 181-232 of the trace header since revision 1.
LATER_WORDS = (
    [(byte, "i") for byte in range(181, 201, 4)]
    + [(201, "h"), (203, "h"), (205, "i"), (209, "h"), (211, "h"), (213, "h"), (215, "h"), (217, "h")]
    + [(219, "h"), (221, "h"), (223, "h"), (225, "i"), (229, "h"), (231, "h")]
)

#: Bytes 181-212 of the SU trace header.
SU_WORDS = [(byte, "f") for byte in range(181, 205, 4)] + [(205, "i"), (209, "h"), (211, "h")]

#: Words of the trace header that describe the samples as the target stores them, and so follow the target.
FOLLOW_TARGET = {
    115: "samples of this trace",
    117: "sample interval",
}

#: Words of the binary header that keep the source's value: those that describe the recording.
BINARY_WORDS = [(3201, "i"), (3205, "i"), (3209, "i"), (3213, "h"), (3215, "h"), (3219, "H"), (3223, "H")] + [
    (byte, "h") for byte in range(3227, 3261, 2)
]


def covers(words: list[tuple[int, str]], first: int, last: int) -> bool:
    """Whether the words lie side by side over bytes `first` to `last`."""
    at = first
    for byte, kind in sorted(words):
        if byte != at:
            return False
        at += {"i": 4, "f": 4, "h": 2, "H": 2}[kind]
    return at == last + 1


if not (covers(COMMON_WORDS, 1, 180) and covers(LATER_WORDS, 181, 232) and covers(SU_WORDS, 181, 212)):
    raise AssertionError("the tables of trace header words leave a gap or overlap")
