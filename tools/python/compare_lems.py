"""Run simulations of LEMS here and in jNeuroML, and compare what they write, column by column.

    python compare_lems.py [--core FOLDER] [--keep FOLDER] [--only PART] [--markdown FILE]
                           [--steps MOST] [--least MS] [--long PART] FILE_OR_FOLDER ...

jNeuroML runs each file at its own step and at half of it. A trace agrees where it lies within three times what
halving the step changes (or what is left of 32 bits), spikes where each comes within two steps. Where anything in a
file is drawn, jNeuroML runs it with another seed as well: what that changes is compared by its counts, means and
spreads, and the rest as above. Files that write nothing get a file of what they show. Prints a line for each file, and how many of those
that jNeuroML runs agree; ends with 1 where one does not. NeuroML's definitions are ours; ``--core`` judges each file
once more with those of a folder beside it. ``--steps`` cuts a simulation to so many steps, in both, and ``--least``
sets a shorter step to so many ms, in both; ``--long`` says of which files. What jNeuroML wrote is kept in ``--keep`` while the file stays the same.
``--markdown`` writes the table as documents have it.
"""

import argparse
import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from lxml import etree

from oracle.jneuroml import jneuroml
from oracle.lems_copies import HALF, SEED, WHOLE, copy_of, declare_outputs, of_type, ours_of, parse, prepare, written

SOURCE = Path(__file__).parents[2] / "packages/cli/src/main.ts"
# jNeuroML writes numbers of 32 bits: 24 of them count, and the last may round the other way.
FLOOR = 2.0**-22


def run_theirs(case):
    """Run the copies in jNeuroML, unless they have been; return what it says where one does not run."""
    for kind in case.copies:
        copy = copy_of(case.file, kind)
        failed, done = written(case.file, kind, "failed"), written(case.file, kind, "done")
        of = hashlib.sha256(copy.read_bytes()).hexdigest()
        if done.exists() and done.read_text() == of:
            continue
        if failed.exists() and failed.read_text().startswith(of):
            return failed.read_text()[len(of) :]
        try:
            jneuroml(case.file.parent, copy.name, timeout=3600)
            done.write_text(of)
        except (RuntimeError, subprocess.TimeoutExpired) as fault:
            failed.write_text(of + str(fault)[-2000:])
            return str(fault)
    return None


def run_ours(case, file):
    """Run the copy in a folder here; return what the command says where it does not run."""
    folder = file.parent / f"ours_{file.stem}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    node = os.environ.get("SPIKELOOM_NODE", "node")
    from_source = shlex.join([node, "--conditions=@spikeloom/source", str(SOURCE)])
    command = shlex.split(os.environ.get("SPIKELOOM_COMMAND", from_source))
    # Files that are asked for go to the working directory.
    command += ["run", f"../{copy_of(file, WHOLE).name}", "--out", "result.h5", "--allow-outside", "--no-plots"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return (done.stderr or done.stdout).strip()
    for end in case.traces + case.events:
        name = written(file, WHOLE, end).name
        (folder / name).replace(ours_of(file, end))
    shutil.rmtree(folder)
    return None


def table(file):
    """Read a file of numbers: rows by columns."""
    return np.loadtxt(file, ndmin=2)


def crossings(values):
    """Count how often values rise through the middle of their range."""
    middle = (values.max() + values.min()) / 2
    above = values > middle
    return int(np.count_nonzero(above[1:] & ~above[:-1]))


def by_counts(ours, theirs):
    """Return how far two counts are apart, in three standard deviations of what is drawn."""
    return abs(ours - theirs) / (3 * np.sqrt(max(ours + theirs, 1)))


def by_moments(ours, theirs):
    """Return how far the mean and the spread of a drawn trace are from theirs, in what their own runs differ by.

    ``theirs`` are runs of other draws, of as many values; the first is compared with.
    """
    first, *others = theirs
    floor = FLOOR * np.abs(first).max()
    between = max(np.sqrt(np.mean((first - other) ** 2)) for other in others)
    ratios = []
    for moment in (np.mean, np.std):
        known = [moment(run) for run in theirs]
        apart = abs(moment(ours) - known[0])
        allowed = between + 3 * np.ptp(known) + floor
        ratios.append(0.0 if apart == 0 else apart / allowed if allowed > 0 else np.inf)
    return max(ratios)


def find_drawn(case):
    """Find what another seed changes."""
    if SEED not in case.copies:
        return
    for end in case.traces:
        whole, other = table(written(case.file, WHOLE, end)), table(written(case.file, SEED, end))
        case.drawn |= {(end, int(k)) for k in np.flatnonzero((whole != other).any(axis=0))}
    for end in case.events:
        columns = columns_of(case, end)
        whole, other = (events_of(written(case.file, kind, end), columns) for kind in (WHOLE, SEED))
        ids = {*whole, *other}
        case.drawn |= {(end, id_) for id_ in ids if not np.array_equal(whole.get(id_), other.get(id_))}


def trace_ratio(case, file, end):
    """Return how far traces are apart, in what may be, and where it is worst."""
    ours, whole = table(ours_of(file, end)), table(written(case.file, WHOLE, end))
    half = table(written(case.file, HALF, end))[::2]
    if ours.shape[1] != whole.shape[1]:
        return np.inf, f"{ours.shape[1]} columns instead of {whole.shape[1]}"
    if abs(len(ours) - len(whole)) > 1:
        return np.inf, f"{len(ours)} rows instead of {len(whole)}"
    other = table(written(case.file, SEED, end)) if SEED in case.copies else whole
    rows = min(len(ours), len(whole), len(half), len(other))
    ours, whole, half, other = (each[:rows, 1:] for each in (ours, whole, half, other))
    worst, place = 0.0, ""
    for k in range(whole.shape[1]):
        allowed = 3 * np.abs(whole[:, k] - half[:, k]).max() + FLOOR * np.abs(whole[:, k]).max()
        apart = np.abs(ours[:, k] - whole[:, k]).max()
        ratio = 0.0 if apart == 0 else apart / allowed if allowed > 0 else np.inf
        if (end, k + 1) in case.drawn:
            counts = by_counts(crossings(ours[:, k]), crossings(whole[:, k]))
            ratio = min(ratio, max(counts, by_moments(ours[:, k], (whole[:, k], other[:, k], half[:, k]))))
        if not ratio <= worst:
            first = int(np.argmax(np.abs(ours[:, k] - whole[:, k]) > allowed))
            worst, place = ratio, f"{end} column {k + 1} from row {first}, {apart:.3g} apart"
    return worst, place


def events_of(file, columns):
    """Return the times of events by their id."""
    found = {}
    for line in file.read_text().splitlines():
        parts = line.split()
        found.setdefault(parts[columns.index("ID")], []).append(float(parts[columns.index("TIME")]))
    return {id_: np.sort(times) for id_, times in found.items()}


def columns_of(case, end):
    """Return what the columns of a file of events are."""
    formats = [each.get("format") for each in of_type(parse(case.file).getroot(), "EventOutputFile")]
    return (formats[case.events.index(end)] or "ID_TIME").split("_")


def event_ratio(case, file, end):
    """Return how far events are apart, in two steps."""
    columns = columns_of(case, end)
    ours = events_of(ours_of(file, end), columns)
    theirs = events_of(written(case.file, WHOLE, end), columns)
    worst, place = 0.0, ""
    for id_ in {*ours, *theirs}:
        mine, others = ours.get(id_, np.empty(0)), theirs.get(id_, np.empty(0))
        # What comes two steps later may come after the end.
        last = case.length - 2.5 * case.step
        if len(mine) != len(others):
            mine, others = mine[mine < last], others[others < last]
        counts = f"{end}: {len(mine)} events of {id_} instead of {len(others)}"
        is_drawn = (end, id_) in case.drawn
        if len(mine) != len(others) or is_drawn:
            ratio = by_counts(len(mine), len(others)) if is_drawn else np.inf
            worst, place = (ratio, counts) if ratio > worst else (worst, place)
            continue
        ratio = np.abs(mine - others).max(initial=0) / (2 * case.step) / (1 + 1e-6)
        if ratio > worst:
            worst, place = ratio, f"{end}: events of {id_}"
    return worst, place


def reason_in(text):
    """Return the line that says why something did not run."""
    lines = [line for line in text.splitlines() if line.strip()]
    said = [line for line in lines if "SL_" in line or "Error" in line or "Exception" in line]
    return (said or lines or ["?"])[0].strip()[:160]


@dataclass
class Verdict:
    """What is said of a file with one set of definitions."""

    word: str
    ratio: float
    reason: str = ""


def judge(case, file):
    """Judge the copy of a file in a folder."""
    fault = run_ours(case, file)
    if fault is not None:
        return Verdict("refused", np.nan, reason_in(fault))
    found = [trace_ratio(case, file, end) for end in case.traces]
    found += [event_ratio(case, file, end) for end in case.events]
    ratio, place = max(found, key=lambda each: np.inf if np.isnan(each[0]) else each[0])
    return Verdict("agrees", ratio) if ratio <= 1 else Verdict("differs", ratio, place)


def verdicts_on(case, core=None):
    """Judge a file with our definitions, and with those of a folder."""
    fault = run_theirs(case)
    if fault is not None:
        return [Verdict("not in jNeuroML", np.nan, reason_in(fault))]
    find_drawn(case)
    found = [judge(case, case.file)]
    if core is not None:
        found.append(judge(case, with_core(case, core)))
    return found


def with_core(case, core):
    """Put NeuroML's own definitions beside a copy of the file, and what it includes."""
    root = next(each for each in case.file.parents if each.parent.name == "own")
    there = root.parents[1] / "core" / root.name
    if not there.exists():
        shutil.copytree(root, there, ignore=shutil.ignore_patterns("judged_*", "ours_*"))
    file = there / case.file.relative_to(root)
    for each in core.glob("*.xml"):
        if not (file.parent / each.name).exists():
            shutil.copy(each, file.parent)
    shutil.copy(copy_of(case.file, WHOLE), copy_of(file, WHOLE))
    return file


def cases_in(path, keep, *, only="", long="", most=None, least=None):
    """Copy a file or a folder to where it runs; list what simulates something in it."""
    root = path if path.is_dir() else path.parent
    there = keep / "own" / "-".join(root.resolve().parts[-2:])
    if not there.exists():
        shutil.copytree(root, there, ignore=shutil.ignore_patterns(".git", "judged_*", "*.dat"))
        declare_outputs(there)
    files = sorted(there.rglob("*.xml")) if path.is_dir() else [there / path.name]
    for file in files:
        name = str(file.relative_to(there.parent))
        if re.match(r"judged(_half|_seed)?_", file.name) or "NeuroML2CoreTypes" in name:
            continue
        if not re.search(only, name):
            continue
        try:
            is_long = re.search(long, name)
            case = prepare(file, name, most=most if is_long else None, least=least if is_long else None)
        except etree.XMLSyntaxError:
            continue
        if case is not None:
            yield case


def cell_of(verdict):
    """Write a verdict as a table of a document has it."""
    if np.isnan(verdict.ratio):
        return verdict.word
    return f"{verdict.word}, {verdict.ratio:.2g}" if np.isfinite(verdict.ratio) else verdict.word


def markdown(rows, *, has_core):
    """Write the rows of a table, sorted by their files."""
    heads = ["File", "with our definitions"] + ["with NeuroML's"] * has_core + ["changed in both", "by counts", "where"]
    lines = [heads, ["---"] * len(heads)]
    for case, found in sorted(rows, key=lambda row: row[0].name):
        cells = [cell_of(each) for each in found]
        cells += [""] * (1 + has_core - len(cells))
        drawn = f"{len(case.drawn)} of what it writes" if case.drawn else ""
        where = next((each.reason for each in found if each.reason), "")
        lines.append([f"`{case.name}`", *cells, case.cut, drawn, where])
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def main():
    """Judge all files, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--keep", type=Path, default=Path("/tmp/compare-lems"))
    parser.add_argument("--core", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--long", default="")
    parser.add_argument("--steps", type=int)
    parser.add_argument("--least", type=float)
    parser.add_argument("--markdown", type=Path)
    given = parser.parse_args()
    rows = []
    for path in given.paths:
        limits = {"only": given.only, "long": given.long, "most": given.steps, "least": given.least}
        for case in cases_in(path, given.keep, **limits):
            found = verdicts_on(case, given.core)
            rows.append((case, found))
            for verdict in found:
                print(f"{verdict.word:16} {verdict.ratio:9.2g}  {case.name}  {verdict.reason}", flush=True)
            if given.markdown:
                given.markdown.write_text(markdown(rows, has_core=given.core is not None))
    run = [each for _, found in rows for each in found[:1] if each.word != "not in jNeuroML"]
    agreed = [each.word for each in run].count("agrees")
    print(f"{agreed} of {len(run)} that jNeuroML runs agree ({len(rows)} files)")
    return 0 if all(each.word != "differs" and each.word != "refused" for _, found in rows for each in found) else 1


if __name__ == "__main__":
    sys.exit(main())
