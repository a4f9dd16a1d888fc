# SPDX-License-Identifier: GPL-2.0-or-later
"""Collect the code objects of a run instead of compiling them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from brian2.codegen.generators.base import CodeGenerator
from brian2.codegen.runtime.numpy_rt import NumpyCodeObject
from brian2.codegen.runtime.numpy_rt.numpy_rt import NumpyCodeGenerator
from brian2.core.functions import DEFAULT_FUNCTIONS, Function
from brian2.input.binomial import BinomialFunction
from brian2.input.timedarray import TimedArray

#: Brian2's functions that draw numbers, with SpikeLoom's names.
DRAWS = {"rand": "uniform", "randn": "normal", "poisson": "poisson"}

#: Brian2's functions that SpikeLoom has under the same names.
BUILT_IN = frozenset(
    "sin cos tan sinh cosh tanh exp log log10 expm1 log1p exprel sqrt arcsin arccos arctan abs sign clip int ceil "
    "floor timestep".split()
)


def default_name(function: Function) -> str | None:
    """Return the name of one of Brian2's default functions that SpikeLoom has; None for others."""
    for name, known in DEFAULT_FUNCTIONS.items():
        if known is function and (name in DRAWS or name in BUILT_IN):
            return name
    return None


def is_known(function: Function) -> bool:
    """Test whether SpikeLoom has a function; others run in Python."""
    return isinstance(function, (TimedArray, BinomialFunction)) or default_name(function) is not None


class StatementGenerator(NumpyCodeGenerator):
    """Returns the statements of abstract code as they are, after Brian2's own optimisation."""

    def translate_statement_sequence(self, scalar_statements: Any, vector_statements: Any) -> Any:
        """Return the statements before and inside the loop over elements."""
        for block in vector_statements.values():
            # Refuses what Brian2 refuses, such as a scalar set from a vector.
            CodeGenerator.arrays_helper(self, block)
        return scalar_statements, vector_statements, {}


class RunCode(NumpyCodeObject):
    """A code object that SpikeLoom runs."""

    generator_class = StatementGenerator

    def __init__(
        self,
        owner: Any,
        code: Any,
        variables: Any,
        variable_indices: Any,
        template_name: str,
        template_kwds: dict[str, Any],
        override_conditional_write: Any,
        name: str,
        make_numpy_code: Callable[[], NumpyCodeObject],
    ) -> None:
        """Store statements; ``code`` holds those before and those inside the loop."""
        self._make_numpy_code = make_numpy_code
        self.owner = owner
        self._name = name
        self.scalar, self.vector = code
        self.variables = variables
        self.variable_indices = variable_indices
        self.template_name = template_name
        self.template_kwds = template_kwds
        self.override_conditional_write = set(override_conditional_write or ())

    def __call__(self, **_: Any) -> None:
        """Run in Python: a part of a pathway that Python runs, or a call outside of a run."""
        if self.template_name == "synapses_push_spikes":
            self.owner.push_spikes()
        else:
            self._make_numpy_code()()

    def before_run(self) -> None:
        """Prepare the queue of a pathway, or the matrices of a cable equation."""
        if self.template_name == "synapses_push_spikes":
            self.owner.initialise_queue()
        if self.template_name == "spatialstateupdate":
            self._make_numpy_code().before_run()

    def after_run(self) -> None:
        """Forget the events of the last step, as Brian2 does."""
        if self.template_name == "threshold":
            self.template_kwds["eventspace_variable"].get_value()[-1] = 0
