"""Import PyNN's backends for other simulators when they are needed."""

import os
import sys
from pathlib import Path


def of_neuron():
    # PyNN compiles its mechanisms when it is first imported, with a command next to the interpreter.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    import pyNN.neuron

    return pyNN.neuron


def of_brian2():
    import brian2

    # Its compiled targets start a compiler for each object of each network.
    brian2.prefs.codegen.target = "numpy"
    import pyNN.brian2

    return pyNN.brian2


def of_nest():
    import pyNN.nest

    return pyNN.nest


BACKENDS = {"nest": of_nest, "neuron": of_neuron, "brian2": of_brian2}
