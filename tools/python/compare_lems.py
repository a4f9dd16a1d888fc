"""Run LEMS simulations here and in jNeuroML, and compare their output, column by column.

    python compare_lems.py [--core FOLDER] [--keep FOLDER] [--only PART] [--markdown FILE]
                           [--steps MOST] [--least MS] [--long PART] FILE_OR_FOLDER ...

Spikes come first: each recorded potential must have the same spikes and resets, and each recorded port the same
events, all of them within two steps. Then each row of a trace must lie between the minimum and maximum of jNeuroML's
trace within two steps of it, plus a margin of half a percent of its range (see ``oracle/lems_judgement.py``). If
anything in a file is random, jNeuroML also runs it with another seed, and at half its step: columns and events that
change with the seed are compared by their counts, means and spreads, and the others as above. Files without output get
a file with the contents of their displays.

Prints a line for each file, and how many of those that jNeuroML runs agree; exits with 1 if one does not. NeuroML's
definitions are ours; ``--core`` compares each file again with those of a folder. ``--steps`` limits a simulation to a
number of steps, in both, and ``--least`` increases shorter steps to a number of ms, in both; ``--long`` selects the
files. ``--keep`` caches jNeuroML's output while the file stays the same. ``--markdown`` writes the table for the guide.
"""

import argparse
import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from lxml import etree

from oracle.jneuroml import jneuroml
from oracle.lems_judgement import Found, by_counts, compare_drawn, compare_events, compare_trace, joined
from oracle.lems_copies import HALF, SEED, WHOLE, copy_of, declare_outputs, of_type, ours_of, parse, prepare, written

SOURCE = Path(__file__).parents[2] / "packages/cli/src/main.ts"
# Reported if nothing could be compared.
NOTHING = Found(np.nan)


def run_theirs(case):
    """Run the copies in jNeuroML, unless that was done before; return its message if one fails."""
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
    """Run the copy in a folder with SpikeLoom; return the command's message if it fails."""
    folder = file.parent / f"ours_{file.stem}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    node = os.environ.get("SPIKELOOM_NODE", "node")
    from_source = shlex.join([node, "--conditions=@spikeloom/source", str(SOURCE)])
    command = shlex.split(os.environ.get("SPIKELOOM_COMMAND", from_source))
    # Requested files go to the working directory.
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


def find_drawn(case):
    """Find the columns and events that change with the seed."""
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


def compare_file(case, file, end):
    """Compare the traces of a file of numbers."""
    ours, whole = table(ours_of(file, end)), table(written(case.file, WHOLE, end))
    if ours.shape != whole.shape:
        shapes = [f"{rows} rows of {columns}" for rows, columns in (ours.shape, whole.shape)]
        return Found(np.inf, f"{end}: {shapes[0]} columns instead of {shapes[1]}")
    if np.abs(ours[:, 0] - whole[:, 0]).max() > case.step / 2:
        return Found(np.inf, f"{end}: rows at other times")
    others = []
    if any(drawn == end for drawn, _ in case.drawn):
        others = [table(written(case.file, SEED, end)), table(written(case.file, HALF, end))[::2]]
    rows = min(len(each) for each in (whole, *others))
    paths = case.paths[case.traces.index(end)]
    found = []
    for k in range(1, whole.shape[1]):
        if (end, k) in case.drawn:
            runs = [each[:rows, k] for each in (whole, *others)]
            made = compare_drawn(ours[:rows, k], runs)
        else:
            made = compare_trace(ours[:, k], whole[:, k], is_potential=is_potential(paths[k - 1]))
        found.append(replace(made, place=f"{end} column {k} ({paths[k - 1]}): {made.place}"))
    return joined(found)


def is_potential(path):
    """Test whether a path is a potential: `v`, also with a letter or digit, or the `x` of Hindmarsh and Rose."""
    return re.fullmatch(r"[vVx]\w?", path.rsplit("/", maxsplit=1)[-1]) is not None


def events_of(file, columns):
    """Return the times of events by their id."""
    found = {}
    for line in file.read_text().splitlines():
        parts = line.split()
        found.setdefault(parts[columns.index("ID")], []).append(float(parts[columns.index("TIME")]))
    return {id_: np.sort(times) for id_, times in found.items()}


def columns_of(case, end):
    """Return the columns of an event file."""
    formats = [each.get("format") for each in of_type(parse(case.file).getroot(), "EventOutputFile")]
    return (formats[case.events.index(end)] or "ID_TIME").split("_")


def compare_event_file(case, file, end):
    """Compare the events of a file by their ids."""
    columns = columns_of(case, end)
    ours = events_of(ours_of(file, end), columns)
    theirs = events_of(written(case.file, WHOLE, end), columns)
    found = []
    for id_ in sorted({*ours, *theirs}):
        mine, others = ours.get(id_, np.empty(0)), theirs.get(id_, np.empty(0))
        if (end, id_) in case.drawn:
            counts = f"{len(mine)} and {len(others)} events"
            made = Found(by_counts(len(mine), len(others)), counts, len(others))
        else:
            made = compare_events(mine, others, case.step)
        found.append(replace(made, place=f"{end} id {id_}: {made.place}"))
    return joined(found)


def reason_in(text):
    """Return the line that states why a run failed."""
    lines = [line for line in text.splitlines() if line.strip()]
    said = [line for line in lines if "SL_" in line or "Error" in line or "Exception" in line]
    return (said or lines or ["?"])[0].strip()[:160]


@dataclass
class Verdict:
    """Verdict on a file with one set of definitions."""

    word: str
    found: Found
    reason: str = ""


def judge(case, file):
    """Compare the copy of a file in a folder."""
    fault = run_ours(case, file)
    if fault is not None:
        return Verdict("refused", NOTHING, reason_in(fault))
    found = joined(
        [
            *(compare_file(case, file, end) for end in case.traces),
            *(compare_event_file(case, file, end) for end in case.events),
        ]
    )
    return Verdict("agrees", found) if found.ratio <= 1 else Verdict("differs", found, found.place)


def verdicts_on(case, core=None):
    """Compare a file with our definitions, and with those of a folder."""
    fault = run_theirs(case)
    if fault is not None:
        return [Verdict("not in jNeuroML", NOTHING, reason_in(fault))]
    find_drawn(case)
    found = [judge(case, case.file)]
    if core is not None:
        found.append(judge(case, with_core(case, core)))
    return found


def with_core(case, core):
    """Copy NeuroML's own definitions, and what they include, next to a copy of the file."""
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
    """Copy a file or a folder to where it runs; list the files with simulations."""
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


def measures(found):
    """Describe the number of compared spikes, their largest shift, and the largest deviation of rows."""
    return f"{found.spikes} spikes, {found.shift:.2g} steps, {found.error:.2g} of the range"


def cell_of(verdict):
    """Format a verdict as a row of a table in Markdown."""
    if np.isnan(verdict.found.ratio):
        return verdict.word
    return f"{verdict.word}: {measures(verdict.found)}"


def markdown(rows, *, has_core):
    """Format the rows of a table, sorted by their files."""
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
    """Compare all files, and print the table."""
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
                print(f"{verdict.word:16} {case.name}  {measures(verdict.found)}  {verdict.reason}", flush=True)
            if given.markdown:
                given.markdown.write_text(markdown(rows, has_core=given.core is not None))
    run = [each for _, found in rows for each in found[:1] if each.word != "not in jNeuroML"]
    agreed = [each.word for each in run].count("agrees")
    print(f"{agreed} of {len(run)} that jNeuroML runs agree ({len(rows)} files)")
    return 0 if all(each.word != "differs" and each.word != "refused" for _, found in rows for each in found) else 1


if __name__ == "__main__":
    sys.exit(main())
