# SPDX-License-Identifier: GPL-2.0-or-later
"""Keep the code that Brian2 derives from equations: SymPy takes a second for a linear system of three."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import brian2
import sympy
from brian2.core.functions import Function
from brian2.equations.equations import Equations
from brian2.stateupdaters.base import StateUpdateMethod, UnsupportedEquationsException

from spikeloom.brian2.code import default_name

#: State updaters whose code depends on nothing but their arguments.
_METHODS = ("linear", "exact", "exponential_euler", "euler", "rk2", "rk4", "heun", "milstein")

_BUILT_IN = {name: StateUpdateMethod.stateupdaters[name] for name in _METHODS}


def cache_folder() -> Path:
    """Return the folder of derived code: ``SPIKELOOM_CACHE``, or one in the user's cache folder."""
    given = os.environ.get("SPIKELOOM_CACHE")
    if given:
        return Path(given)
    if sys.platform == "win32":
        home = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        home = Path.home() / "Library" / "Caches"
    else:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "spikeloom" / "brian2"


@contextmanager
def kept_derivations() -> Iterator[None]:
    """Let Brian2's state updaters return what they derived before from the same equations, also in earlier scripts."""
    known = StateUpdateMethod.stateupdaters
    replaced = {
        name: updater
        for name, updater in known.items()
        if _BUILT_IN.get(name) is updater
    }
    known.update({name: _kept(name, updater) for name, updater in replaced.items()})
    try:
        yield
    finally:
        known.update(replaced)


def _kept(name: str, updater: Callable[..., Any]) -> Callable[..., Any]:
    def derive(equations: Equations, variables: Any = None, method_options: Any = None) -> Any:
        key = _key(name, equations, variables or {}, method_options)
        if key is None:
            return updater(equations, variables, method_options)
        path = cache_folder() / f"{hashlib.sha256(key.encode()).hexdigest()[:40]}.json"
        found = _read(path, key)
        if found is None:
            try:
                found = {"code": updater(equations, variables, method_options)}
            except UnsupportedEquationsException as error:
                found = {"unsupported": str(error)}
            _write(path, {"key": key, **found})
        if "unsupported" in found:
            raise UnsupportedEquationsException(found["unsupported"])
        return found["code"]

    return derive


def _key(name: str, equations: Equations, variables: Mapping[str, Any], options: Any) -> str | None:
    """Return everything that the code depends on; None if that cannot be said, as with functions of a script."""
    used = {}
    for word in sorted(equations.names | equations.identifiers):
        variable = variables.get(word)
        if isinstance(variable, Function):
            function = default_name(variable)
            if function is None:
                return None
            used[word] = function
        elif variable is not None:
            kind = type(variable).__name__
            dtype = str(getattr(variable, "dtype", None))
            used[word] = [kind, dtype, bool(variable.scalar), bool(variable.constant)]
    lines = [
        [one.type, one.varname, repr(one.dim), one.var_type, one.expr and one.expr.code, list(one.flags)]
        for one in equations.values()
    ]
    versions = [1, brian2.__version__, sympy.__version__]
    with suppress(TypeError):
        return json.dumps([versions, name, lines, used, options], sort_keys=True)
    return None


def _read(path: Path, key: str) -> dict[str, str] | None:
    with suppress(OSError, ValueError):
        found = json.loads(path.read_text("utf-8"))
        if isinstance(found, dict) and found.get("key") == key and found.keys() & {"code", "unsupported"}:
            return found
    return None


def _write(path: Path, content: dict[str, str]) -> None:
    """Store a file as a whole; a folder that cannot be written only costs time."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(content, file)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
