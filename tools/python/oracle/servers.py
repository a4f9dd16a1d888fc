"""Name the server processes with which tests of the link communicate."""

import os
import shlex
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
NODE = os.environ.get("SPIKELOOM_NODE", "node")

#: Simulates nothing: it echoes its input, and a millisecond takes a millisecond.
ECHO = [NODE, "--conditions=@spikeloom/source", str(ROOT / "packages/link/test/serve-echo.ts")]


def simulator():
    """Return the command that simulates."""
    return [*shlex.split(os.environ["SPIKELOOM_COMMAND"]), "link"]
