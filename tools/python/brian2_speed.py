"""Measure Brian2 scripts as whole processes: SpikeLoom's device and Brian2's own targets, in turn.

    python tools/python/brian2_speed.py [--repeats 5] [--targets spikeloom,numpy,cython,cython-cold,cpp] SCRIPT...

A script has the line `from brian2 import *`, after which the target is selected. Prints medians of the seconds of the
processor (user and system, with those of compilers and of SpikeLoom's process), of the wall, and of the script's last
run alone, as Brian2 measures it (wall). `cython` measures with a warm cache, `cython-cold` and `cpp` compile in new
folders.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

IMPORT = "from brian2 import *"

TARGETS = {
    "spikeloom": "import spikeloom.brian2\nset_device('spikeloom')",
    "numpy": "prefs.codegen.target = 'numpy'",
    "cython": "prefs.codegen.target = 'cython'",
    "cython-cold": "prefs.codegen.target = 'cython'\nprefs.codegen.runtime.cython.cache_dir = {folder!r}",
    "cpp": "set_device('cpp_standalone', directory={folder!r})",
}


# Appended to a script.
REPORT = """
from brian2.devices.device import get_device as _device
print("last run:", _device()._last_run_time)
"""


def run(script, target):
    """Run a script once; returns the seconds of the processor, of the wall, and of the last run."""
    text = script.read_text("utf-8")
    if IMPORT not in text:
        raise SystemExit(f"{script}: has no line {IMPORT!r}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "script.py"
        select = TARGETS[target].format(folder=str(Path(folder) / "build"))
        path.write_text(text.replace(IMPORT, f"{IMPORT}\n{select}", 1) + REPORT, "utf-8")
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(
            [sys.executable, str(path)],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "MPLBACKEND": "Agg"},
        )
        wall = time.perf_counter() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    last = done.stdout.rsplit("last run:", 1)[1]
    return cpu, wall, float(last)


def main():
    """Print a table for each script."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scripts", nargs="+", type=Path)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--targets", default=",".join(TARGETS))
    given = parser.parse_args()
    targets = given.targets.split(",")
    for script in given.scripts:
        # Fills the caches of Cython and of derived code.
        for target in {"spikeloom", "cython"} & set(targets):
            run(script, target)
        measured = {target: [] for target in targets}
        for _ in range(given.repeats):
            for target in targets:
                measured[target].append(run(script, target))
        print(f"| {script.stem} | CPU s | wall s | run s |\n|---|---|---|---|")
        for target, values in measured.items():
            cpu, wall, last = (statistics.median(each) for each in zip(*values))
            print(f"| {target} | {cpu:.2f} | {wall:.2f} | {last:.2f} |", flush=True)


if __name__ == "__main__":
    main()
