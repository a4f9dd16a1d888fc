# SPDX-License-Identifier: GPL-2.0-or-later
"""Collect the code objects of a run instead of compiling them."""

from __future__ import annotations

from typing import Any

from brian2.codegen.generators.base import CodeGenerator
from brian2.codegen.runtime.numpy_rt import NumpyCodeObject
from brian2.codegen.runtime.numpy_rt.numpy_rt import NumpyCodeGenerator


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
    ) -> None:
        """Store statements; ``code`` holds those before and those inside the loop."""
        self.owner = owner
        self._name = name
        self.scalar, self.vector = code
        self.variables = variables
        self.variable_indices = variable_indices
        self.template_name = template_name
        self.template_kwds = template_kwds
        self.override_conditional_write = set(override_conditional_write or ())

    def before_run(self) -> None:
        """Prepare the queue of a pathway."""
        if self.template_name == "synapses_push_spikes":
            self.owner.initialise_queue()

    def after_run(self) -> None:
        """Forget the events of the last step, as Brian2 does."""
        if self.template_name == "threshold":
            self.template_kwds["eventspace_variable"].get_value()[-1] = 0
