"""Brian2's own tests of devices have the published outcomes on SpikeLoom's device, each with the published number of runs."""

import os
import subprocess
import sys
from pathlib import Path

COMMAND = Path(__file__).resolve().parents[1] / "brian2_suite.py"

# A few seconds; `--long` runs all tests.
SELECTION = "test_thresholder or summed or custom_events"


def test_outcomes_are_the_published_ones():
    selection = [] if os.environ.get("SPIKELOOM_LONG") == "1" else ["-k", SELECTION]
    done = subprocess.run(
        [sys.executable, str(COMMAND), *selection], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
