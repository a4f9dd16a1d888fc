"""Measure the time to transfer arrays over the link, through the pipe and through files.

The best of several runs counts, because other work on the machine only adds time.
"""

import os
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packages/python"))

from spikeloom.link import Link  # noqa: E402

SERVER = ROOT / "packages/link/test/serve-echo.ts"
SIZES = [2**k for k in (12, 15, 16, 17, 18, 19, 20, 21, 22, 24, 27)]


def measure(sizes, least_file_bytes):
    """Return the milliseconds in and out for each size in bytes."""
    node = os.environ.get("SPIKELOOM_NODE", "node")
    command = [node, "--conditions=@spikeloom/source", str(SERVER)]
    found = []
    with Link(command, least_file_bytes=least_file_bytes) as link:
        link.call("pynn.setup", timestep=0.1)
        for size in sizes:
            values = np.random.default_rng(1).random(size // 8)
            rounds = [one_round(link, values) for _ in range(20 if size < 2**22 else 8)]
            found.append(np.min(rounds, axis=0) * 1e3)
    return found


def one_round(link, values):
    start = time.perf_counter()
    number = link.call("pynn.add_current", kind="values", parameters={"values": values})
    between = time.perf_counter()
    got = link.call("pynn.get_current", current=number).values
    end = time.perf_counter()
    assert got[-1] == values[-1]
    link.call("pynn.set_current", current=number, parameters={})
    return between - start, end - between


if __name__ == "__main__":
    pipe, file = measure(SIZES, 2**62), measure(SIZES, 1)
    print(f"{'KiB':>8} {'in: pipe':>10} {'file':>8} {'out: pipe':>10} {'file':>8}  ms")
    for size, (a, b), (c, d) in zip(SIZES, pipe, file, strict=True):
        print(f"{size // 1024:8} {a:10.2f} {c:8.2f} {b:10.2f} {d:8.2f}")
