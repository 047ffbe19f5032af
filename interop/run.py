"""Foreign programs read what seisfs shows: mounts copies of real recordings in several targets and compares everything.

    run.py                      mounts the corpus and recordings made here, all targets
    run.py --only NAME          only sources whose path holds NAME
    run.py --target SPEC        only that target
    run.py --root DIR --target SPEC --source DIR
                                compares what was exported to DIR before, without a mount; the source is laid out as
                                here: corpus/segy, corpus/su, made/segy, made/su

Run it with `npm run interop`, which installs what it needs.
"""

from __future__ import annotations

import argparse
import errno
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

import compare
import decode
from decode import Recording
from exceptions import known, refusal
from files import check_files, regular_files
from make import make
from mounting import REPOSITORY, mounted
from readers import READERS, ReaderDied, isolated, warm_up
from tally import Tally, equal
from targets import IDENTITIES, TARGETS, Target
from user import check_user

CORPUS = REPOSITORY.parent / "shared" / "corpus"
SEED = 20261122

#: Recordings that every reader reads, which --only does not leave out.
WARM_UP = ("code1-ibm-big.sgy", "code5-f4-big.sgy")

#: A file of another kind among the sources.
OTHER = "notes.txt"

#: Reference decodings that came with the corpus: the first trace of a source, as numpy array.
REFERENCES = {
    "corpus/segy/obspy+obspy__1.sgy_first_trace": "obspy+obspy__1.sgy_first_trace.npy",
    "corpus/segy/obspy+obspy__one_trace_year_11.sgy": "obspy+obspy__1.sgy_first_trace.npy",
    "corpus/segy/obspy+obspy__one_trace_year_99.sgy": "obspy+obspy__1.sgy_first_trace.npy",
    "corpus/segy/obspy+obspy__example.y_first_trace": "obspy+obspy__example.y_first_trace.npy",
    "corpus/segy/obspy+obspy__ld0042_file_00018.sgy_first_trace": "obspy+obspy__ld0042_file_00018.sgy_first_trace.npy",
    "corpus/segy/obspy+obspy__planes.segy_first_trace": "obspy+obspy__planes.segy_first_trace.npy",
    "corpus/su/obspy+obspy__1.su_first_trace": "obspy+obspy__1.sgy_first_trace.npy",
    "corpus/su/obspy+obspy__one_trace_year_11.su": "obspy+obspy__1.sgy_first_trace.npy",
    "corpus/su/obspy+obspy__one_trace_year_99.su": "obspy+obspy__1.sgy_first_trace.npy",
}


def read_source(path: Path) -> Recording:
    """The folder says which of the two it is: `segy` or `su`."""
    return decode.read_su(path.read_bytes()) if path.parent.name == "su" else decode.read_segy(path.read_bytes())


def gather(folder: Path, only: str) -> dict[str, Recording]:
    """Fills `folder` with the sources and reads each of them. Keys are paths below `folder`."""
    for kind in ("segy", "su"):
        shutil.copytree(CORPUS / kind, folder / "corpus" / kind)
    make(folder / "made", np.random.default_rng(SEED))
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
        if path.is_file() and only not in str(path.relative_to(folder)) and path.name not in WARM_UP:
            path.unlink()
    sources = {str(path.relative_to(folder)): read_source(path) for path in regular_files(folder)}
    (folder / OTHER).write_text("Shots 100 to 140 were repeated after the storm.\n" * 200)
    return sources


def by_attribute(root: Path, source: Path) -> dict[str, Path]:
    """Files of the mount by the source that each says it comes from; a file that passes through says nothing."""
    shown = {}
    for path in regular_files(root):
        try:
            origin = os.getxattr(path, "user.seisfs.source").decode()
        except OSError as failure:
            if failure.errno != errno.ENODATA:
                raise
            continue
        shown[str(Path(origin).relative_to(source))] = path
    return shown


def by_name(root: Path, source: Path, extension: str) -> dict[str, Path]:
    """Files of an exported folder by their source: the source's name with the target's extension, or one more."""
    shown = {}
    for path in regular_files(source):
        name = path.relative_to(source)
        for candidate in (root / name.with_suffix(extension), root / f"{name}{extension}"):
            if candidate.is_file():
                shown[str(name)] = candidate
                break
    return shown


def refused_of(root: Path) -> dict[str, str]:
    """Rows of refused.tsv by their path: code and reason."""
    lines = (root / ".seisfs" / "refused.tsv").read_text().splitlines()
    return {line.split("\t")[0]: line for line in lines if line and not line.startswith(("path\t", "#"))}


def expected_refusal(target: Target, name: str, source: Recording) -> str | None:
    """Why this source must not be shown in that target; None when it must be."""
    if source.code not in target.holds:
        return f"sample format code {source.code} loses in {target.spec}"
    if source.counts.max(initial=0) > target.longest:
        return f"{source.counts.max()} samples a trace are too many"
    return refusal(target.spec, name)


def check_shown(shown: dict[str, Path], refused: dict[str, str], name: str, reason: str | None, extension: str) -> None:
    """A source is either shown as the target, or refused with a reason, as it must be."""
    if reason is None:
        if name in refused:
            raise AssertionError(f"refused: {refused[name]}")
        if name not in shown:
            raise AssertionError("neither shown nor in refused.tsv")
        equal(shown[name].suffix, extension, "extension")
        return
    if name in shown:
        raise AssertionError(f"is shown, and should not be, since {reason}")
    if name not in refused:
        raise AssertionError(f"is not in refused.tsv, and should be, since {reason}")


def check_passed_through(root: Path, folder: Path, shown: dict[str, Path], refused: dict[str, str]) -> None:
    """A file that is no seismic data is there as it is, and nothing is said about it."""
    equal(OTHER in shown or OTHER in refused, False, "a file of another kind is taken for seismic data")
    equal((root / OTHER).read_bytes() == (folder / OTHER).read_bytes(), True, "bytes of a file of another kind")


def check_file(tally: Tally, target: Target, name: str, source: Recording, original: Path, path: Path) -> None:
    """Everything about one converted file."""
    title = f"{target.spec} {name}"
    opened: list[tuple[bytes, Recording]] = []

    def open_it() -> None:
        data = path.read_bytes()
        # An SU file does not say its order, and one without a trace could have either.
        opened.append((data, decode.read_su(data, target.order) if target.kind == "su" else decode.read_segy(data)))

    if not tally.check(f"{title}: can be read and has the structure of the target", open_it):
        return
    data, shown = opened[0]
    identical = data == original.read_bytes()
    tally.check(f"{title}: samples", lambda: compare.check_samples(source, shown, target))
    tally.check(f"{title}: trace headers", lambda: compare.check_trace_words(source, shown))
    # A source that is in the target's form already is shown as it is, whatever its own headers say.
    if not identical:
        tally.check(f"{title}: counts and flags", lambda: compare.check_counts(source, shown, target))
    if source.kind == shown.kind == "segy":
        tally.check(f"{title}: binary header", lambda: compare.check_binary_words(source, shown))
        tally.check(f"{title}: text", lambda: compare.check_text(source, shown))
    if name in REFERENCES:
        tally.check(f"{title}: reference decoding", lambda: check_reference(shown, target, REFERENCES[name]))
    for reader in READERS:
        if reader.kind != target.kind or reader.cannot(shown) is not None:
            continue

        def with_reader(at=path, reader=reader) -> None:
            compare.check_reading(isolated(reader, str(at), shown), reader.name, shown, source, target)

        reason = known(reader.name, target.spec, name)
        if reason is None and identical and fails(lambda job=with_reader: job(original)):
            reason = f"identical to its source, which {reader.name} does not read either"
        if reason is None:
            tally.check(f"{title}: {reader.name}", with_reader)
        else:
            tally.check_fails(f"{title}: {reader.name}", with_reader, reason)


def fails(job: Callable[[], object]) -> bool:
    try:
        job()
    except (AssertionError, ReaderDied):
        return True
    return False


def check_reference(shown: Recording, target: Target, reference: str) -> None:
    """The first trace as somebody else decoded it and put it beside the corpus."""
    expected = np.load(CORPUS / "reference" / reference).reshape(-1)
    first = compare.values(shown)[: shown.counts[0]]
    compare.same_numbers(first, compare.as_stored(expected.astype(np.float64), target.code), reference)


def check_target(
    tally: Tally,
    target: Target,
    folder: Path,
    sources: dict[str, Recording],
    shown: dict[str, Path],
    refused: dict[str, str],
) -> None:
    """All sources in one target."""
    before, begun = (tally.passed, tally.failed), time.monotonic()
    for name, source in sources.items():
        reason = expected_refusal(target, name, source)
        right = tally.check(
            f"{target.spec} {name}: shown or refused as it must be",
            lambda n=name, r=reason: check_shown(shown, refused, n, r, target.extension),
        )
        if right and reason is None:
            check_file(tally, target, name, source, folder / name, shown[name])
    passed, failed = tally.passed - before[0], tally.failed - before[1]
    outcome = f"{len(shown)} shown, {len(refused)} refused; {passed} checks right, {failed} wrong"
    print(f"{target.spec}: {outcome} ({time.monotonic() - begun:.0f} s)", flush=True)


def check_identity(
    tally: Tally, spec: str, kind: str, sources: dict[str, Recording], folder: Path, point: Path
) -> None:
    """The same format without an option gives the file back byte for byte."""
    with mounted(folder, point, "--as", spec) as root:
        shown = by_attribute(root, folder)
        for name, source in sources.items():
            if source.kind != kind or refusal(spec, name) is not None:
                continue
            tally.check(
                f"{spec} {name}: byte for byte",
                lambda n=name: equal(shown[n].read_bytes() == (folder / n).read_bytes(), True, "bytes of the identity"),
            )


def mount_all(tally: Tally, scratch: Path, specs: list[Target], only: str) -> None:
    """Every target on a mount of its own, then the mount as files, then an ordinary user."""
    folder = scratch / "source"
    folder.mkdir()
    sources = gather(folder, only)
    warm_up([str(folder / "made" / "segy" / name) for name in WARM_UP])
    for index, target in enumerate(specs):

        def on_mount(index=index, target=target) -> None:
            workers = str((1, 2, 4, 10)[index % 4])
            with mounted(folder, scratch / f"mount{index}", "--as", target.spec, "--workers", workers) as root:
                shown = by_attribute(root, folder)
                refused = refused_of(root)
                check_target(tally, target, folder, sources, shown, refused)
                title = f"{target.spec}: a file of another kind passes through"
                tally.check(title, lambda: check_passed_through(root, folder, shown, refused))
                if index == 0:
                    check_files(tally, root, scratch, {path: folder / name for name, path in shown.items()})

        tally.check(f"{target.spec}: mount and unmount", on_mount)
    for spec, kind in IDENTITIES:
        tally.check(
            f"{spec}: mount and unmount",
            lambda s=spec, k=kind: check_identity(tally, s, k, sources, folder, scratch / f"same-{s}"),
        )
    sample = next(
        (folder / name).read_bytes() for name, source in sources.items() if source.kind == "segy" and source.code == 1
    )
    check_user(tally, scratch, sample)


def end_on_request() -> None:
    """Makes SIGTERM (a time limit, say) an exception, so that mounts, folders and the user go away all the same."""

    def leave(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, leave)


def main() -> int:
    end_on_request()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="")
    parser.add_argument("--target")
    parser.add_argument("--root", type=Path)
    parser.add_argument("--source", type=Path)
    options = parser.parse_args()
    specs = [target for target in TARGETS if options.target in (None, target.spec)]
    if not specs:
        parser.error(f"--target is one of {', '.join(target.spec for target in TARGETS)}")
    tally = Tally()
    tally.check("decode: IBM floats against their definition", lambda: decode.self_test(np.random.default_rng(SEED)))
    if options.root is not None:
        if options.source is None or len(specs) != 1:
            parser.error("--root needs --source and --target")
        sources = {str(path.relative_to(options.source)): read_source(path) for path in regular_files(options.source)}
        shown = by_name(options.root, options.source, specs[0].extension)
        missing = {name: "not exported" for name in sources if name not in shown}
        check_target(tally, specs[0], options.source, sources, shown, missing)
        return tally.close()
    if not CORPUS.is_dir():
        tally.skip("corpus", f"{CORPUS} is not there")
        return tally.close()
    with tempfile.TemporaryDirectory(prefix="seisfs-interop-") as folder:
        os.chmod(folder, 0o755)
        mount_all(tally, Path(folder), specs, options.only)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
