"""Run simulations of LEMS here and in jNeuroML, and compare what they write, column by column.

    python compare_lems.py [--core FOLDER] [--keep FOLDER] [--only PART] [--steps MOST] FILE_OR_FOLDER ...

jNeuroML runs each file at its own step and at half of it. A trace agrees where it lies within three times what
halving the step changes (or what is left of 32 bits), spikes where each comes within two steps; a file in which
anything is drawn is compared by its counts. Files that write nothing get a file of what they show. Prints a line for
each file, and how many of those that jNeuroML runs agree; ends with 1 where one does not. ``--core`` puts NeuroML's
own definitions beside the files; without it ours stand for them. What jNeuroML wrote is kept in ``--keep``.
"""

import argparse
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

SOURCE = Path(__file__).parents[2] / "packages/cli/src/main.ts"
# jNeuroML writes numbers of 32 bits: 24 of them count, and the last may round the other way.
FLOOR = 2.0**-22
# The seed does not make these streams alike.
DRAWN = re.compile(r"poisson|random\(", re.IGNORECASE)


@dataclass
class Case:
    """A file, and the copies of it that run."""

    name: str
    file: Path
    step: float
    length: float
    drawn: bool
    traces: list
    events: list


def number(text):
    """Return the number and the unit of a quantity."""
    digits, unit = re.fullmatch(r"\s*([-+\d.eE]+)\s*(\w*)\s*", text).groups()
    return float(digits), unit


SECONDS = {"s": 1.0, "ms": 1e-3, "us": 1e-6, "": 1.0}


def parse(file):
    """Read a file of XML; names are taken without their namespaces."""
    tree = etree.parse(str(file), etree.XMLParser(remove_comments=True, remove_pis=True))
    for element in tree.iter():
        element.tag = etree.QName(element).localname
    return tree


def of_type(element, name):
    """List the elements below one that have a type, by their tag or their attribute."""
    return [each for each in element.iter() if name in (each.tag, each.get("type"))]


def simulation_of(root):
    """Find what the file simulates; None where it simulates nothing."""
    for target in root.iter("Target"):
        for element in root.iter():
            if element.get("id") == target.get("component") and element.get("step"):
                return element
    return None


TYPES = """<Lems>
<ComponentType name="OutputFile"><Text name="path"/><Text name="fileName"/>
<Children name="outputColumn" type="OutputColumn"/>
<Simulation><DataWriter path="path" fileName="fileName"/></Simulation></ComponentType>
<ComponentType name="OutputColumn"><Path name="quantity"/>
<Simulation><Record quantity="quantity"/></Simulation></ComponentType></Lems>"""


def declare_outputs(folder):
    """Let simulations have files of output where their own types know of none."""
    for file in folder.rglob("*.xml"):
        if b'ComponentType name="Simulation"' not in file.read_bytes():
            continue
        tree = parse(file)
        root = tree.getroot()
        simulation = root.find("ComponentType[@name='Simulation']")
        if simulation is None or root.find("ComponentType[@name='OutputFile']") is not None:
            continue
        etree.SubElement(simulation, "Children", name="outputs", type="OutputFile")
        for made in etree.fromstring(TYPES):
            root.insert(0, made)
        tree.write(str(file))


def prepare(file, name, most):
    """Write the copies of a file that run: at its step and at half of it, into files of known names.

    At most so many steps are taken, where there is a limit.
    """
    tree = parse(file)
    root = tree.getroot()
    simulation = simulation_of(root) if root.tag == "Lems" else None
    if simulation is None:
        return None
    outputs = of_type(simulation, "OutputFile")
    if not outputs and not of_type(simulation, "EventOutputFile"):
        shown = etree.SubElement(simulation, "OutputFile", id="judged")
        for k, line in enumerate(of_type(simulation, "Line")):
            etree.SubElement(shown, "OutputColumn", id=f"c{k}", quantity=line.get("quantity"))
        outputs = [shown]
    named = [(outputs, "dat"), (of_type(simulation, "EventOutputFile"), "spikes")]
    step, unit = number(simulation.get("step"))
    length, of_length = number(simulation.get("length"))
    if most is not None and length * SECONDS[of_length] > most * step * SECONDS[unit]:
        length, of_length = most * step, unit
        simulation.set("length", f"{length:.9g}{unit}")
    for half in (False, True):
        for elements, end in named:
            for k, element in enumerate(elements):
                element.attrib.pop("path", None)
                element.set("fileName", written(file, half, f"{k}.{end}").name)
        simulation.set("step", f"{step / 2 if half else step}{unit}")
        tree.write(str(copy_of(file, half)))
    traces, events = [[f"{k}.{end}" for k in range(len(all_))] for all_, end in named]
    return Case(name, file, step * SECONDS[unit], length * SECONDS[of_length], is_drawn(file), traces, events)


def is_drawn(file):
    """Say whether something in a file, or in one that it includes, is drawn."""
    if not file.exists():
        return False
    if DRAWN.search(file.read_text()):
        return True
    included = [each for each in parse(file).getroot() if each.tag in ("Include", "include")]
    names = [each.get("file") or each.get("href") for each in included]
    # NeuroML's own definitions know of Poisson, too.
    return any(is_drawn(file.parent / name) for name in names if not name[0].isupper() or "_" in name)


def copy_of(file, half):
    """Name the copy of a file that runs."""
    return file.with_name(f"judged{'_half' if half else ''}_{file.name}")


def written(file, half, end):
    """Name a file that the copy writes."""
    return file.with_name(f"{copy_of(file, half).stem}.{end}")


def ours_of(file, end):
    """Name what SpikeLoom wrote of it."""
    return written(file, False, f"ours.{end}")


def run_theirs(case):
    """Run both copies in jNeuroML, unless they have been; return what it says where it does not run."""
    for half in (False, True):
        failed, done = written(case.file, half, "failed"), written(case.file, half, "done")
        if failed.exists():
            return failed.read_text()
        if done.exists():
            continue
        try:
            jneuroml(case.file.parent, copy_of(case.file, half).name, timeout=600)
            done.touch()
        except (RuntimeError, subprocess.TimeoutExpired) as fault:
            failed.write_text(str(fault)[-2000:])
            return str(fault)
    return None


def run_ours(case):
    """Run the file here; return what the command says where it does not run."""
    folder = case.file.parent / f"ours_{case.file.stem}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    node = os.environ.get("SPIKELOOM_NODE", "node")
    from_source = shlex.join([node, "--conditions=@spikeloom/source", str(SOURCE)])
    command = shlex.split(os.environ.get("SPIKELOOM_COMMAND", from_source))
    # Files that are asked for go to the working directory.
    command += ["run", f"../{copy_of(case.file, False).name}", "--out", "result.h5", "--allow-outside", "--no-plots"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return (done.stderr or done.stdout).strip()
    for end in case.traces + case.events:
        name = written(case.file, False, end).name
        (folder / name).replace(ours_of(case.file, end))
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


def trace_ratio(case, end):
    """Return how far traces are apart, in what may be, and where it is worst."""
    ours, whole = table(ours_of(case.file, end)), table(written(case.file, False, end))
    half = table(written(case.file, True, end))[::2]
    if ours.shape[1] != whole.shape[1]:
        return np.inf, f"{ours.shape[1]} columns instead of {whole.shape[1]}"
    if abs(len(ours) - len(whole)) > 1:
        return np.inf, f"{len(ours)} rows instead of {len(whole)}"
    rows = min(len(ours), len(whole), len(half))
    ours, whole, half = ours[:rows, 1:], whole[:rows, 1:], half[:rows, 1:]
    worst, place = 0.0, ""
    for k in range(whole.shape[1]):
        allowed = 3 * np.abs(whole[:, k] - half[:, k]).max() + FLOOR * np.abs(whole[:, k]).max()
        apart = np.abs(ours[:, k] - whole[:, k]).max()
        ratio = 0.0 if apart == 0 else apart / allowed if allowed > 0 else np.inf
        if case.drawn:
            ratio = min(ratio, by_counts(crossings(ours[:, k]), crossings(whole[:, k])))
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


def event_ratio(case, end):
    """Return how far events are apart, in two steps."""
    formats = [each.get("format") for each in of_type(parse(case.file).getroot(), "EventOutputFile")]
    columns = (formats[case.events.index(end)] or "ID_TIME").split("_")
    ours = events_of(ours_of(case.file, end), columns)
    theirs = events_of(written(case.file, False, end), columns)
    worst, place = 0.0, ""
    for id_ in {*ours, *theirs}:
        mine, others = ours.get(id_, np.empty(0)), theirs.get(id_, np.empty(0))
        # What comes two steps later may come after the end.
        last = case.length - 2.5 * case.step
        if len(mine) != len(others):
            mine, others = mine[mine < last], others[others < last]
        counts = f"{end}: {len(mine)} events of {id_} instead of {len(others)}"
        if len(mine) != len(others) or case.drawn:
            ratio = by_counts(len(mine), len(others)) if case.drawn else np.inf
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


def judge(case):
    """Return the verdict on a file, how far it is apart and why."""
    fault = run_theirs(case)
    if fault is not None:
        return "not in jNeuroML", np.nan, reason_in(fault)
    fault = run_ours(case)
    if fault is not None:
        return "refused", np.nan, reason_in(fault)
    found = [trace_ratio(case, end) for end in case.traces]
    found += [event_ratio(case, end) for end in case.events]
    ratio, place = max(found, key=lambda each: np.inf if np.isnan(each[0]) else each[0])
    return ("agrees" if ratio <= 1 else "differs"), ratio, "" if ratio <= 1 else place


def cases_in(path, keep, core, most=None):
    """Copy a file or a folder to where it runs; list what simulates something in it."""
    root = path if path.is_dir() else path.parent
    there = keep / ("core" if core else "own") / "-".join(root.resolve().parts[-2:])
    if not there.exists():
        shutil.copytree(root, there, ignore=shutil.ignore_patterns(".git", "judged_*", "*.dat"))
        declare_outputs(there)
    files = sorted(there.rglob("*.xml")) if path.is_dir() else [there / path.name]
    for file in files:
        if file.name.startswith("judged_") or "NeuroML2CoreTypes" in str(file):
            continue
        if core:
            for each in core.glob("*.xml"):
                if not (file.parent / each.name).exists():
                    shutil.copy(each, file.parent)
        try:
            case = prepare(file, str(file.relative_to(there.parent)), most)
        except etree.XMLSyntaxError:
            continue
        if case is not None:
            yield case


def main():
    """Judge all files, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--keep", type=Path, default=Path("/tmp/compare-lems"))
    parser.add_argument("--core", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--steps", type=int)
    given = parser.parse_args()
    verdicts = []
    for path in given.paths:
        for case in cases_in(path, given.keep, given.core, given.steps):
            if not re.search(given.only, case.name):
                continue
            verdict, ratio, reason = judge(case)
            verdicts.append(verdict)
            print(f"{verdict:16} {ratio:9.2g}  {case.name}  {reason}", flush=True)
    run = [each for each in verdicts if each != "not in jNeuroML"]
    agreed = run.count("agrees")
    print(f"{agreed} of {len(run)} that jNeuroML runs agree ({len(verdicts)} files)")
    return 0 if agreed == len(run) else 1


if __name__ == "__main__":
    sys.exit(main())
