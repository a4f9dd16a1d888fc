# SPDX-License-Identifier: GPL-2.0-or-later
"""Create errors of unsupported features."""

from __future__ import annotations

from collections.abc import Iterable

from spikeloom.errors import SpikeLoomError


def compartments_error(place: str) -> SpikeLoomError:
    """Report that only point neurons are supported."""
    return SpikeLoomError(
        "SL_PYNN_COMPARTMENTS",
        "Multi-compartment neurons are not supported.",
        place=place,
        next="Use a point neuron, or pyNN.neuron or pyNN.arbor.",
    )


def stale_error(label: str) -> SpikeLoomError:
    """Report that a population belongs to a discarded network."""
    return SpikeLoomError(
        "SL_PYNN_STALE",
        "The population was created before the last setup(), which discarded its network.",
        place=label,
        next="Read recordings before calling setup() again, and create populations after it.",
    )


def captured_error(label: str, file: str) -> SpikeLoomError:
    """Report that there is no data if a network is written instead of simulated."""
    return SpikeLoomError(
        "SL_PYNN_CAPTURED",
        "The network is written to a file instead of simulated, so there is no data.",
        place=label,
        got=f"setup(capture={file!r})",
        next="Omit capture to simulate here, or run the file with the command spikeloom.",
    )


def synapse_state_error(variable: str, synapse: str, states: object) -> SpikeLoomError:
    """Report initial state of connections that cannot be set."""
    return SpikeLoomError(
        "SL_PYNN_SYNAPSE_STATE",
        "This initial state of connections cannot be set.",
        place=f"{synapse}.{variable}",
        expected=str(states or "no state"),
        next="Remove it from initialize().",
    )


class UnknownVariableError(SpikeLoomError, KeyError):
    """Report that cells lack a state variable; a ``KeyError``, which scripts for pyNN.nest catch."""

    def __init__(self, variable: str, cell: str, known: Iterable[str]) -> None:
        """Name the variable, the type of the cells, and their variables."""
        names = ", ".join(known)
        super().__init__(
            "SL_PYNN_VARIABLE",
            "The cells have no state variable of this name.",
            place=f"{cell}.{variable}",
            expected=f"one of {names}" if names else "no state",
            got=variable,
            next="Use one of these names in initialize().",
        )


def native_error(name: str, instead: str) -> SpikeLoomError:
    """Report that models of another simulator are unavailable."""
    return SpikeLoomError(
        "SL_PYNN_NATIVE",
        "NEST models are not available under their NEST names.",
        place=name,
        next=f"Use {instead}, a standard cell of PyNN, or a model record.",
    )


def model_error(kind: str, name: str, known: Iterable[str]) -> SpikeLoomError:
    """Report an unknown model name."""
    return SpikeLoomError(
        "SL_PYNN_MODEL",
        f"There is no {kind} model of this name.",
        place="native",
        expected=f"one of {', '.join(sorted(known))}",
        got=name,
        next="Use one of these names, or a model record.",
    )
