# SPDX-License-Identifier: GPL-2.0-or-later
"""Translate expressions, statements and values of Brian2 to those of a network file."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from brian2.parsing.statements import parse_statement
from brian2.units.fundamentalunits import Dimension, get_or_create_dimension

#: Functions that draw random numbers.
RANDOM = frozenset(("rand", "randn", "poisson"))

_OPERATORS = {
    "+=": ast.Add,
    "-=": ast.Sub,
    "*=": ast.Mult,
    "/=": ast.Div,
    "//=": ast.FloorDiv,
    "%=": ast.Mod,
    "**=": ast.Pow,
}


class Unwritable(Exception):
    """A part of a script that a network file cannot express."""


def parsed(text: str) -> ast.expr:
    """Parse an expression."""
    return ast.parse(" ".join(text.split()), mode="eval").body


def name_of(name: str) -> ast.expr:
    """Create the expression that is a name."""
    return ast.Name(name, ast.Load())


def text_of(tree: ast.expr) -> str:
    """Write an expression."""
    return ast.unparse(tree)


def names_in(*trees: ast.expr) -> set[str]:
    """Return all names, those of functions included."""
    return {one.id for tree in trees for one in ast.walk(tree) if isinstance(one, ast.Name)}


def replaced(tree: ast.expr, find: Callable[[str], ast.expr | None]) -> ast.expr:
    """Replace names by expressions; `find` returns None for a name that stays."""

    class Replace(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return find(node.id) or node

    return Replace().visit(ast.parse(ast.unparse(tree), mode="eval").body)


def renamed(tree: ast.expr, names: Mapping[str, str]) -> ast.expr:
    """Replace names by others."""
    return replaced(tree, lambda name: name_of(names[name]) if name in names else None)


def statements_of(code: str) -> list[tuple[str, str, ast.expr]]:
    """Parse statements: variable, operator and expression of each line."""
    lines = [line.strip() for line in re.split(r"[\n;]", re.sub(r"#.*", "", code))]
    found = (parse_statement(line) for line in lines if line)
    return [(name, op, parsed(expression)) for name, op, expression, *_ in found]


def simultaneous(
    statements: Iterable[tuple[str, str, ast.expr]], is_variable: Callable[[str], bool]
) -> dict[str, ast.expr]:
    """Return the new value of each variable in terms of the values before all statements."""
    now: dict[str, ast.expr] = {}

    def value(name: str) -> ast.expr | None:
        known = now.get(name)
        if known is not None and names_in(known) & RANDOM:
            raise Unwritable(f"{name} is read after a random number was assigned to it")
        return known

    for name, op, expression in statements:
        new = replaced(expression, value)
        if op != "=":
            new = ast.BinOp(value(name) or name_of(name), _OPERATORS[op](), new)
        now[name] = new
    return {name: tree for name, tree in now.items() if is_variable(name)}


def increment(name: str, tree: ast.expr) -> ast.expr | None:
    """Return what is added to a variable; None if it changes in another way."""
    if not isinstance(tree, ast.BinOp) or not isinstance(tree.op, (ast.Add, ast.Sub)):
        return None
    left, right = tree.left, tree.right
    if isinstance(left, ast.Name) and left.id == name and name not in names_in(right):
        return right if isinstance(tree.op, ast.Add) else ast.UnaryOp(ast.USub(), right)
    before = increment(name, left)
    if before is None or name in names_in(right):
        return None
    return ast.BinOp(before, tree.op, right)


_FUNCTIONS: dict[str, Any] = {
    **{name: getattr(np, name) for name in "sin cos tan sinh cosh tanh exp log log10 expm1 log1p sqrt".split()},
    **{name: getattr(np, name) for name in "arcsin arccos arctan abs sign clip ceil floor".split()},
    "int": lambda x: np.trunc(x),
    "pi": np.pi,
    "e": np.e,
    "inf": np.inf,
}


def evaluated(tree: ast.expr, values: Mapping[str, Any]) -> np.ndarray:
    """Evaluate an expression of numbers in base units."""
    # Parsed by Brian2 before, so that it consists of operators, numbers, names and calls.
    code = compile(ast.fix_missing_locations(ast.Expression(tree)), "<expression>", "eval")
    return np.asarray(eval(code, {"__builtins__": {}}, {**_FUNCTIONS, **values}), np.float64)


def _dimension(text: str) -> Dimension:
    kilogram, metre, second, ampere = map(int, text.split())
    return get_or_create_dimension([metre, kilogram, second, ampere, 0, 0, 0])


#: Units by dimension, as powers of kg, m, s and A; the first one is the unit of variables.
_UNITS = {
    _dimension(powers): [
        (unit.split(":")[0], float(unit.split(":")[1])) for unit in units.split()
    ]
    for powers, units in {
        "1 2 -3 -1": "mV:1e-3 V:1 uV:1e-6",
        "0 0 1 0": "ms:1e-3 s:1 us:1e-6",
        "0 0 -1 0": "Hz:1 kHz:1e3",
        "0 0 0 1": "pA:1e-12 nA:1e-9 uA:1e-6 mA:1e-3 A:1",
        "-1 -2 3 2": "nS:1e-9 uS:1e-6 pS:1e-12 mS:1e-3 S:1",
        "-1 -2 4 2": "pF:1e-12 nF:1e-9 uF:1e-6 F:1",
        "1 2 -3 -2": "Mohm:1e6 Gohm:1e9 kohm:1e3 ohm:1",
        "0 1 0 0": "um:1e-6 mm:1e-3 m:1",
    }.items()
}

_BASE = ("m", "kg", "s", "A", "K", "mol", "cd")


def unit_of(dimension: Dimension) -> str:
    """Return the unit of a variable."""
    return _units_of(dimension)[0][0]


def _units_of(dimension: Dimension) -> list[tuple[str, float]]:
    if dimension.is_dimensionless:
        return [("1", 1.0)]
    known = _UNITS.get(dimension)
    if known is not None:
        return known
    powers = [
        base if power == 1 else f"{base}**{power:g}"
        for base, power in zip(_BASE, dimension._dims)
        if power != 0
    ]
    return [("*".join(powers), 1.0)]


def value_of(values: Any, dimension: Dimension) -> Any:
    """Write numbers in base units as a value: one quantity if all are equal, or an array."""
    numbers = np.asarray(values, np.float64).ravel()
    if not np.isfinite(numbers).all():
        raise Unwritable("a value is not finite")
    units = _units_of(dimension)
    unit, scale = min(units, key=lambda one: len(repr(float(numbers[0]) / one[1])) if numbers.size else 0)
    if numbers.size > 0 and (numbers == numbers[0]).all():
        number = float(numbers[0]) / scale
        return number if unit == "1" else f"{number!r} {unit}"
    scaled = (numbers / scale).tolist()
    return scaled if unit == "1" else {"values": scaled, "unit": unit}
