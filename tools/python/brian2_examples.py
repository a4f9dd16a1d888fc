"""Run Brian2's example scripts on SpikeLoom's device and with the NumPy target, and compare what they record.

    python tools/python/brian2_examples.py FOLDER [--only TEXT ...] [--cut MS] [--limit SECONDS] [--results FOLDER]
        [--update]

FOLDER is `examples` of Brian2's repository. A script is changed only where it selects a device or a target. Both runs
start from the same seed, and SpikeLoom draws NumPy's random numbers, so that spikes must be equal in all scripts.
Recorded values and the final states of all groups must agree within 1e-9 of the largest value. A script whose spikes
differ, because a last digit behind `exp` decides over a spike, is run with five seeds: the counts of each monitor over
all its neurons must then lie within the range of NumPy's counts, extended by that range.

NumPy takes minutes for some scripts. `--cut` ends each of their runs after a time; later calls do the same for scripts
whose published outcome says so. `--results` keeps what was recorded, so that a later call only runs what is missing. Outcomes are in
references/brian2-examples.json; `--update` writes them.
"""

import argparse
import ast
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
    "compartmental/morphotest.py": "contains no run",
    "coupled_oscillators.py": "its animation fails with Matplotlib 3.11, on any target",
    "standalone/standalone_multiplerun.py": "runs a compiled C++ project again with other parameters",
    "synapses/state_variables.py": "contains no run",
    "synapses/efficient_gaussian_connectivity.py": "contains no run",
    "synapses/spatial_connections.py": "contains no run",
}

# A statement that selects a device or a target, over all its lines.
SELECTION = re.compile(r"^([ \t]*)(?:\w+\.)?(?:set_device\([^)]*\)|prefs\.codegen\.target\s*=.*)", re.MULTILINE)


def with_device(text, target):
    """Return a script that runs on a target."""
    select = {
        "numpy": 'from brian2 import prefs; prefs.codegen.target = "numpy"',
        "spikeloom": 'from brian2 import set_device; import spikeloom.brian2; set_device("spikeloom")',
    }[target]
    text, count = SELECTION.subn(lambda found: found[1] + select, text)
    if count > 0:
        return text
    imports = [one for one in ast.parse(text).body if isinstance(one, (ast.Import, ast.ImportFrom))]
    first = next(one for one in imports if ast.unparse(one).split()[1].split(".")[0] == "brian2")
    lines = text.splitlines(keepends=True)
    before, after = lines[: first.end_lineno], lines[first.end_lineno :]
    return "".join([*before, select + "\n", *after])


def run_one(script, target, seed, out, cut):
    """Run a script in this process, and store what its monitors recorded; `cut` limits runs, in ms."""
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
    if cut is not None:
        _cut_runs(brian2, cut)
    random.seed(seed)
    brian2.seed(seed)
    code = compile(with_device(script.read_text(), target), str(script), "exec")
    exec(code, {"__name__": "__main__", "__file__": str(script)})
    found = {}
    for k, one in enumerate(kept):
        _store(found, f"{k} {type(one).__name__}", one, getattr(one, "record_variables", []))
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


def _cut_runs(brian2, cut):
    run = brian2.Network.run

    def shorter(self, duration, *arguments, level=0, **options):
        # The namespace of a run is that of its caller, which is one level further away.
        return run(self, min(duration, cut * brian2.ms), *arguments, level=level + 1, **options)

    brian2.Network.run = shorter


def _store(found, name, one, names):
    for each in [*names, "t", "i", "count", "rate"]:
        variable = one.variables.get(each)
        if variable is not None and hasattr(variable, "size"):
            values = np.array(variable.get_value())
            if values.dtype.kind in "fiub":
                found[f"{name}.{each}"] = values


def run_apart(folder, script, target, seed, out, given):
    """Run a script in a process of its own; return an error, or None."""
    with tempfile.TemporaryDirectory() as there:
        copy = Path(there) / "scripts"
        shutil.copytree((folder / script).parent, copy)
        command = [sys.executable, str(Path(__file__).resolve()), "--one", target, str(seed), str(out)]
        limit, cut = given
        started = time.time()
        process = subprocess.Popen(
            [*command, str(copy / script.name), *([] if cut is None else [str(cut)])],
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


def examine(folder, script, results, given):
    """Run a script on both targets; return its outcome."""
    _, cut = given
    suffix = "" if cut is None else f"-{cut:g}ms"

    def recorded(target, seed):
        out = results / f"{str(script).replace('/', '+')}-{target}-{seed}{suffix}.npz"
        failed = out.with_suffix(".failed")
        if failed.exists():
            return None, failed.read_text()
        error = None if out.exists() else run_apart(folder, script, target, seed, out, given)
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
    about = {"runs": runs, "events": spikes, "values": sum(one.size for one in expected.values())}
    if cut is not None:
        about["cut"] = cut
    difference, place = compare(expected, got)
    if difference <= RELATIVE:
        return {"agrees": "exactly", **about, "difference": float(f"{difference:.1e}")}
    if spikes == 0:
        return {"reason": f"differs by {difference:.1e} at {place}"}
    seeds = [[recorded(target, seed)[0] for seed in SEEDS] for target in TARGETS]
    if any(one is None for each in seeds for one in each):
        return {"reason": f"differs by {difference:.1e} at {place}; not all seeds ran"}
    fault = spread(*[[counts(one) for one in each] for each in seeds])
    if fault is not None:
        return {"reason": fault}
    return {"agrees": "over five seeds", **about, "first": str(place)}


def main():
    """Run, compare and report."""
    if sys.argv[1:2] == ["--one"]:
        target, seed, out, script = sys.argv[2:6]
        run_one(Path(script), target, int(seed), out, float(sys.argv[6]) if sys.argv[6:] else None)
        return 0
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=[""])
    parser.add_argument("--limit", type=float, default=300)
    parser.add_argument("--cut", type=float)
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
        cut = published.get(name, {}).get("cut") if given.cut is None else given.cut
        options = (given.limit, cut)
        found[name] = {"reason": reason} if reason else examine(given.folder, script, results, options)
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
