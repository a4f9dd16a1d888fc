# SPDX-License-Identifier: GPL-2.0-or-later
"""Make the errors of what is not done here."""

from __future__ import annotations

from collections.abc import Iterable

from spikeloom.errors import SpikeLoomError


def compartments_error(place: str) -> SpikeLoomError:
    """Say that neurons are points."""
    return SpikeLoomError(
        "SL_PYNN_COMPARTMENTS",
        "Neurons of many compartments are not simulated.",
        place=place,
        next="Use a point neuron, or pyNN.neuron or pyNN.arbor.",
    )


def stale_error(label: str) -> SpikeLoomError:
    """Say that a population belongs to a network that is gone."""
    return SpikeLoomError(
        "SL_PYNN_STALE",
        "The population was made before the last setup(), and went with its network.",
        place=label,
        next="Read recordings before setup() is called again, and make populations after it.",
    )


def captured_error(label: str, file: str) -> SpikeLoomError:
    """Say that there are no data where a network is written instead of simulated."""
    return SpikeLoomError(
        "SL_PYNN_CAPTURED",
        "The network is written to a file and not simulated, so there are no data.",
        place=label,
        got=f"setup(capture={file!r})",
        next="Leave capture out to simulate here, or run the file with the command spikeloom.",
    )


def synapse_state_error(variable: str, synapse: str, states: object) -> SpikeLoomError:
    """Say that connections cannot begin with another state."""
    return SpikeLoomError(
        "SL_PYNN_SYNAPSE_STATE",
        "Connections cannot be given another initial state.",
        place=f"{synapse}.{variable}",
        expected=str(states or "no state"),
        next="Leave it out of initialize().",
    )


class UnknownVariableError(SpikeLoomError, KeyError):
    """Say that cells have no such state; scripts for pyNN.nest catch the ``KeyError`` that it is."""

    def __init__(self, variable: str, cell: str, known: Iterable[str]) -> None:
        """Name the variable, the type of the cells, and the variables that it has."""
        names = ", ".join(known)
        super().__init__(
            "SL_PYNN_VARIABLE",
            "The cells have no state of this name that could be initialized.",
            place=f"{cell}.{variable}",
            expected=f"one of {names}" if names else "no state",
            got=variable,
            next="Give initialize() one of these names.",
        )


def native_error(name: str, instead: str) -> SpikeLoomError:
    """Say that models of another simulator are not here."""
    return SpikeLoomError(
        "SL_PYNN_NATIVE",
        "Models of NEST are not simulated by their names.",
        place=name,
        next=f"Use {instead}, a standard cell of PyNN, or a model record.",
    )


def model_error(kind: str, name: str, known: Iterable[str]) -> SpikeLoomError:
    """Say that no model has this name."""
    return SpikeLoomError(
        "SL_PYNN_MODEL",
        f"There is no {kind} model of this name.",
        place="native",
        expected=f"one of {', '.join(sorted(known))}",
        got=name,
        next="Give one of these names, or a model record.",
    )
