"""Run Brian2's example scripts on SpikeLoom's device and with the NumPy target, and compare what they record.

    python tools/python/brian2_examples.py FOLDER [--only TEXT ...] [--limit SECONDS] [--results FOLDER] [--update]

FOLDER is `examples` of Brian2's repository. A script is changed only where it selects a device or a target. Both runs
start from the same seed, and SpikeLoom draws NumPy's random numbers, so that spikes must be equal in all scripts.
Recorded values and the final states of all groups must agree within 1e-9 of the largest value. A script whose spikes
differ, because a last digit behind `exp` decides over a spike, is run with five seeds: the counts of each monitor over
all its neurons must then lie within the range of NumPy's counts, extended by that range.

`--results` keeps what was recorded, so that a later call only runs what is missing. Outcomes are in
references/brian2-examples.json; `--update` writes them.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
PUBLISHED = HERE / "references" / "brian2-examples.json"
TARGETS = ("numpy", "spikeloom")
RELATIVE = 1e-9
SEEDS = (20261, 1, 2, 3, 4)

# Scripts that are not compared, with reasons.
LEFT_OUT = {
    "advanced/compare_GSL_to_conventional.py": "needs the library GSL",
    "advanced/modelfitting_sbi.py": "needs the package sbi",
    "advanced/opencv_movie.py": "needs the package opencv",
    "multiprocessing/01_using_cython.py": "measures Cython in several processes",
    "multiprocessing/02_using_standalone.py": "builds C++ projects in several processes",
    "multiprocessing/03_standalone_joblib.py": "needs the package joblib",
    "standalone/standalone_multiple_processes.py": "builds C++ projects in several processes",
    "frompapers/Brette_2012/params.py": "contains no run",
    "frompapers/Stimberg_et_al_2018/plot_utils.py": "contains no run",
    "advanced/exprel_function.py": "contains no run",
}

# A statement that selects a device or a target, over all its lines.
SELECTION = re.compile(r"^(\s*)(?:set_device\([^)]*\)|prefs\.codegen\.target\s*=.*)", re.MULTILINE)


def with_device(text, target):
    """Return a script that runs on a target."""
    select = (
        'prefs.codegen.target = "numpy"'
        if target == "numpy"
        else 'import spikeloom.brian2; set_device("spikeloom")'
    )
    text, count = SELECTION.subn(lambda found: found[1] + select, text)
    if count > 0:
        return text
    lines = text.splitlines(keepends=True)
    for k, line in enumerate(lines):
        if re.match(r"(from|import) brian2\b", line):
            names = "from brian2 import prefs, set_device\n"
            return "".join([*lines[: k + 1], names, select + "\n", *lines[k + 1 :]])
    raise ValueError("The script does not import brian2.")


def run_one(script, target, seed, out):
    """Run a script in this process, and store what its monitors recorded."""
    sys.path.insert(0, str(HERE.parents[1] / "packages/python"))
    sys.path.insert(0, str(script.parent))
    os.environ["MPLBACKEND"] = "Agg"
    import random

    import brian2

    kept = []
    for kind in (brian2.EventMonitor, brian2.StateMonitor, brian2.PopulationRateMonitor):
        _keep(kind, kept)
    groups = []
    for kind in (brian2.NeuronGroup, brian2.SpatialNeuron, brian2.Synapses):
        _keep(kind, groups)
    random.seed(seed)
    brian2.seed(seed)
    code = compile(with_device(script.read_text(), target), str(script), "exec")
    exec(code, {"__name__": "__main__", "__file__": str(script)})
    found = {}
    for k, one in enumerate(kept):
        _store(found, f"{k} {type(one).__name__}", one, one.record_variables)
    for k, one in enumerate(groups):
        names = [n for n, v in one.variables.items() if isinstance(v, brian2.core.variables.ArrayVariable)]
        _store(found, f"group {k}", one, [n for n in names if one.variables[n].owner is one])
    found["runs"] = np.array(getattr(brian2.get_device(), "runs", 0))
    np.savez_compressed(out, **found)


def _keep(kind, kept):
    created = kind.__init__

    def create(self, *arguments, **options):
        created(self, *arguments, **options)
        if not any(one is self for one in kept):
            kept.append(self)

    kind.__init__ = create


def _store(found, name, one, names):
    for each in [*names, "t", "i", "count", "rate"]:
        variable = one.variables.get(each)
        if variable is not None and hasattr(variable, "size"):
            values = np.array(variable.get_value())
            if values.dtype.kind in "fiub":
                found[f"{name}.{each}"] = values


def run_apart(folder, script, target, seed, out, limit):
    """Run a script in a process of its own; return an error, or None."""
    with tempfile.TemporaryDirectory() as there:
        copy = Path(there) / "scripts"
        shutil.copytree((folder / script).parent, copy)
        command = [sys.executable, str(Path(__file__).resolve()), "--one", target, str(seed), str(out)]
        started = time.time()
        process = subprocess.Popen(
            [*command, str(copy / script.name)],
            cwd=copy,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            text=True,
            errors="replace",
        )
        try:
            text, _ = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return f"takes over {limit:.0f} s with {target}"
        print(f"  {target} {seed}: {time.time() - started:.0f} s", flush=True)
        if process.returncode == 0:
            return None
        lines = [line for line in text.splitlines() if line.strip()]
        return f"{target}: {lines[-1][:300] if lines else process.returncode}"


def compare(expected, got):
    """Return the largest relative difference, and the first record whose spikes or length differ."""
    largest, place = 0.0, None
    if set(expected) != set(got):
        return np.inf, f"records differ: {sorted(set(expected) ^ set(got))[:3]}"
    for name in expected:
        if name == "runs":
            continue
        a, b = expected[name], got[name]
        if a.shape != b.shape:
            return np.inf, f"{name}: {a.shape} and {b.shape}"
        is_event = name.split(" ")[-1].split(".")[0] in ("SpikeMonitor", "EventMonitor")
        if (is_event and name.endswith((".i", ".t", ".count"))) or a.dtype.kind != "f":
            if not np.array_equal(a, b):
                return np.inf, f"{name}: not equal"
            continue
        if a.size == 0:
            continue
        same = (a == b) | (np.isnan(a) & np.isnan(b))
        finite = np.abs(a[np.isfinite(a)])
        scale = finite.max() if finite.size else 1.0
        difference = float(np.abs(np.where(same, 0, a - b)).max() / (scale or 1.0))
        if np.isnan(difference):
            return np.inf, f"{name}: not a number"
        if difference > largest:
            largest, place = difference, name
    return largest, place


def counts(found):
    """Return the number of events of each monitor."""
    return {name: int(values.sum()) for name, values in found.items() if name.endswith(".count")}


def spread(expected, got):
    """Compare the numbers of events over seeds; return a fault, or None."""
    for name in expected[0]:
        theirs = [one[name] for one in expected]
        ours = [one.get(name, -1) for one in got]
        room = max(theirs) - min(theirs)
        if min(ours) < min(theirs) - room or max(ours) > max(theirs) + room:
            return f"{name}: {ours} and {theirs}"
    return None


def examine(folder, script, results, limit):
    """Run a script on both targets; return its outcome."""

    def recorded(target, seed):
        out = results / f"{str(script).replace('/', '+')}-{target}-{seed}.npz"
        failed = out.with_suffix(".failed")
        if failed.exists():
            return None, failed.read_text()
        error = None if out.exists() else run_apart(folder, script, target, seed, out, limit)
        if error is None:
            return dict(np.load(out)), None
        failed.write_text(error)
        return None, error

    expected, error = recorded("numpy", SEEDS[0])
    if error is not None:
        return {"reason": error}
    got, error = recorded("spikeloom", SEEDS[0])
    if error is not None:
        return {"reason": error}
    runs = int(got["runs"])
    if runs == 0:
        return {"reason": "made no run"}
    spikes = sum(counts(expected).values())
    difference, place = compare(expected, got)
    if difference <= RELATIVE:
        return {"agrees": "exactly", "runs": runs, "events": spikes, "difference": float(f"{difference:.1e}")}
    if spikes == 0:
        return {"reason": f"differs by {difference:.1e} at {place}"}
    seeds = [[recorded(target, seed)[0] for seed in SEEDS] for target in TARGETS]
    if any(one is None for each in seeds for one in each):
        return {"reason": f"differs by {difference:.1e} at {place}; not all seeds ran"}
    fault = spread(*[[counts(one) for one in each] for each in seeds])
    if fault is not None:
        return {"reason": fault}
    return {"agrees": "over five seeds", "runs": runs, "events": spikes, "first": str(place)}


def main():
    """Run, compare and report."""
    if sys.argv[1:2] == ["--one"]:
        target, seed, out, script = sys.argv[2:6]
        run_one(Path(script), target, int(seed), out)
        return 0
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=[""])
    parser.add_argument("--limit", type=float, default=300)
    parser.add_argument("--results", type=Path)
    parser.add_argument("--update", action="store_true")
    given = parser.parse_args()
    results = given.results or Path(tempfile.mkdtemp())
    results.mkdir(parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    published = json.loads(PUBLISHED.read_text()) if PUBLISHED.exists() else {}
    problems = []
    found = {}
    for path in sorted(given.folder.rglob("*.py")):
        script = path.relative_to(given.folder)
        name = str(script)
        if not any(text in name for text in given.only):
            continue
        reason = LEFT_OUT.get(name)
        found[name] = {"reason": reason} if reason else examine(given.folder, script, results, given.limit)
        print(f"{name}: {json.dumps(found[name])}", flush=True)
        known = published.get(name, {})
        if known.get("agrees") != found[name].get("agrees"):
            problems.append(f"{name}: expected {known}, got {found[name]}")
    if given.update:
        PUBLISHED.write_text(json.dumps(dict(sorted({**published, **found}.items())), indent=2) + "\n")
        problems = []
    print("\n".join(problems))
    passed = sum("agrees" in one for one in found.values())
    print(f"{passed} of {len(found)} scripts agree")
    return 1 if problems or not found else 0


if __name__ == "__main__":
    sys.exit(main())
