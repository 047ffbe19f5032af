"""Holds a converted file against its original: samples, counts, header words, text."""

from __future__ import annotations

import numpy as np

from decode import CODES, Recording, exact, natural
from exceptions import SEGYIO_WORDS
from readers import Reading
from tally import equal
from targets import Target
from words import BINARY_WORDS, COMMON_WORDS, FOLLOW_TARGET, LATER_WORDS, SU_WORDS

#: numpy types in which a code's values are compared; IEEE 32 bit is the one that may round (IBM beyond its exponents).
_COMPARED = {5: np.float32, 6: np.float64, 1: np.float64}


def values(file: Recording) -> np.ndarray:
    return exact(file.samples, file.code, file.order)


def as_stored(numbers: np.ndarray, code: int) -> np.ndarray:
    """Exact numbers as the code stores them: rounded once, to nearest even, where the code has fewer digits."""
    if code in _COMPARED:
        with np.errstate(over="ignore"):
            return numbers.astype(_COMPARED[code])
    return numbers


def same_numbers(found: np.ndarray, expected: np.ndarray, what: str) -> None:
    """Equal as numbers, not a number equal to itself; names the first sample that differs."""
    equal(found.shape, expected.shape, f"{what}: number of samples")
    wide = [np.float64 if array.dtype.kind == "f" else np.int64 for array in (found, expected)]
    kind = np.uint64 if np.uint64 in (found.dtype, expected.dtype) else np.result_type(*wide)
    left, right = found.astype(kind), expected.astype(kind)
    differs = ~((left == right) | ((left != left) & (right != right)))
    if differs.any():
        first = int(np.argmax(differs))
        raise AssertionError(
            f"{what}: {int(differs.sum())} of {len(left)} samples differ, the first is number {first + 1}: "
            f"found {left[first]!r}, expected {right[first]!r}"
        )


def check_samples(source: Recording, shown: Recording, target: Target) -> None:
    """The target's own bytes, decoded here, are the source's numbers."""
    equal(shown.code, target.code, "sample format code")
    equal(shown.order, target.order, "byte order")
    equal(shown.counts.tolist(), source.counts.tolist(), "samples of each trace")
    same_numbers(values(shown), as_stored(values(source), target.code), "samples")
    if source.code == shown.code:
        width = CODES[shown.code][0]
        check_bits(source, shown, width)


def check_bits(source: Recording, shown: Recording, width: int) -> None:
    """The same encoding on both sides: not only equal numbers but the same words, signs of zero and all."""
    left = natural_words(source, width)
    right = natural_words(shown, width)
    equal(bool((left == right).all()), True, "words of the same encoding")


def natural_words(file: Recording, width: int) -> np.ndarray:
    return natural(file.samples, width, file.order)


def check_trace_words(source: Recording, shown: Recording) -> None:
    """Every word of every trace header that describes the recording is the source's."""
    equal(len(shown.headers), len(source.headers), "number of traces")
    words = list(COMMON_WORDS)
    if source.kind == shown.kind:
        words += SU_WORDS if shown.kind == "su" else LATER_WORDS
    for byte, kind in words:
        if byte in FOLLOW_TARGET:
            continue
        found, expected = shown.trace_words(byte, kind), source.trace_words(byte, kind)
        # Bit patterns, since a float word may be any of them, also one that is not a number.
        differs = found.view(f">u{found.itemsize}") != expected.view(f">u{expected.itemsize}")
        if differs.any():
            first = int(np.argmax(differs))
            raise AssertionError(
                f"bytes from {byte} of trace header {first + 1}: found {found[first]!r}, expected {expected[first]!r}"
            )


def check_counts(source: Recording, shown: Recording, target: Target) -> None:
    """What the headers say about the file is true of the target."""
    own = shown.trace_words(115, "H")
    small = shown.counts <= 65535
    equal(own[small].tolist(), shown.counts[small].tolist(), "samples in bytes 115-116 of the trace headers")
    if target.revision is None:
        return
    equal(shown.revision, target.revision, "revision in bytes 3501-3502")
    longest = int(shown.counts.max(initial=0))
    regular = shown.counts.size == 0 or int(shown.counts.min()) == longest
    said = shown.binary_word(3221, "H")
    if target.revision >= (2, 0):
        said = shown.binary_word(3269, "I") or said
        equal(shown.binary_word(3297, "I"), 0x01020304, "byte order constant in bytes 3297-3300")
        counted = shown.binary_word(3513, "Q")
        if counted:
            equal(counted, len(shown.counts), "number of traces in bytes 3513-3520")
    # Where the lengths differ the word is nominal and stays what the source's writer made it.
    if longest > 0 and regular:
        equal(said, longest, "samples per trace in the binary header")
    if target.revision >= (1, 0):
        intervals = set(shown.trace_words(117, "H").tolist()) | {shown.binary_word(3217, "H")}
        equal(shown.binary_word(3503, "h"), int(regular and len(intervals - {0}) <= 1), "fixed length flag, 3503-3504")
        equal(shown.binary_word(3505, "h"), len(shown.extended), "extended textual headers in bytes 3505-3506")


def check_binary_words(source: Recording, shown: Recording) -> None:
    """Words of the binary header that describe the recording are the source's."""
    for byte, kind in BINARY_WORDS:
        equal(shown.binary_word(byte, kind), source.binary_word(byte, kind), f"binary header, bytes from {byte}")


def check_text(source: Recording, shown: Recording) -> None:
    """Text is the source's, byte for byte, because no other encoding was asked for."""
    equal(shown.text == source.text, True, "textual header")
    equal(shown.extended == source.extended, True, "extended textual headers")


def check_reading(reading: Reading, name: str, shown: Recording, source: Recording, target: Target) -> None:
    """What a foreign reader saw on the mount: samples of the original, header words as decoded here."""
    expected = as_stored(values(source), target.code)
    if name != "TGSAI segy" and target.code == 1:
        expected = expected.astype(np.float32)
    same_numbers(reading.samples, expected, "samples")
    for byte, words in reading.words.items():
        if byte > 180 and shown.kind == "su":
            continue
        if name.startswith("segyio") and byte in SEGYIO_WORDS:
            continue
        kind = next((kind for at, kind in COMMON_WORDS + LATER_WORDS if at == byte), None)
        if kind is not None:
            equal(words.tolist(), shown.trace_words(byte, kind).tolist(), f"word at byte {byte} of the trace headers")
