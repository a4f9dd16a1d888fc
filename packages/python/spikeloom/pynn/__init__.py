# SPDX-License-Identifier: GPL-2.0-or-later
"""SpikeLoom as a PyNN simulator: `import spikeloom.pynn as sim`."""

from __future__ import annotations

from spikeloom.link.ahead import start_ahead

# Importing PyNN takes most of a second, in which the simulator's process starts.
start_ahead()

from pyNN import errors, random, space
from pyNN.connectors import Connector, MapConnector
from pyNN.core import IndexBasedExpression
from pyNN.network import Network
from pyNN.parameters import ArrayParameter, LazyArray, ParameterSpace, Sequence
from pyNN.random import GSLRNG, NumpyRNG, RandomDistribution
from pyNN.space import Space
from pyNN.standardmodels import StandardCellType

from .cells import (
    LIF,
    AdExp,
    AlphaPSR,
    BetaPSR,
    CondAlphaPostSynapticResponse,
    CondBetaPostSynapticResponse,
    CondExpPostSynapticResponse,
    CurrExpPostSynapticResponse,
    EIF_cond_alpha_isfa_ista,
    EIF_cond_exp_isfa_ista,
    ExpPSR,
    GIF_cond_exp,
    HH_cond_exp,
    IF_cond_alpha,
    IF_cond_exp,
    IF_cond_exp_gsfa_grr,
    IF_curr_alpha,
    IF_curr_delta,
    IF_curr_exp,
    IF_facets_hardware1,
    Izhikevich,
    KdrChannel,
    MultiCompartmentNeuron,
    NaChannel,
    PassiveLeak,
    PassiveLeakHH,
    PointNeuron,
    SpikeSourceArray,
    SpikeSourceGamma,
    SpikeSourceInhGamma,
    SpikeSourcePoisson,
    SpikeSourcePoissonRefractory,
)
from .connectors import (
    AllToAllConnector,
    ArrayConnector,
    CloneConnector,
    CSAConnector,
    DisplacementDependentProbabilityConnector,
    DistanceDependentProbabilityConnector,
    FixedNumberPostConnector,
    FixedNumberPreConnector,
    FixedProbabilityConnector,
    FixedTotalNumberConnector,
    FromFileConnector,
    FromListConnector,
    IndexBasedProbabilityConnector,
    OneToOneConnector,
    SmallWorldConnector,
)
from .control import (
    end,
    get_current_time,
    get_max_delay,
    get_min_delay,
    get_time_step,
    initialize,
    losses,
    num_processes,
    rank,
    reset,
    run,
    run_for,
    run_until,
    setup,
)
from .electrodes import ACSource, DCSource, NoisyCurrentSource, StepCurrentSource
from .native import (
    NativeCellType,
    native,
    native_cell_type,
    native_synapse,
    native_synapse_type,
)
from .native_rng import NativeRNG
from .populations import Assembly, Population, PopulationView
from .procedural_api import connect, create, record, record_gsyn, record_v, set  # noqa: A004
from .projections import Connection, Projection
from .simulator import state
from .synapses import (
    AdditivePotentiationMultiplicativeDepression,
    AdditiveWeightDependence,
    ElectricalSynapse,
    GutigWeightDependence,
    MultiplicativeWeightDependence,
    MultiQuantalSynapse,
    SimpleStochasticSynapse,
    SpikePairRule,
    StaticSynapse,
    STDPMechanism,
    StochasticTsodyksMarkramSynapse,
    TsodyksMarkramSynapse,
    Vogels2011Rule,
)


def list_standard_models() -> list[str]:
    """List the names of the available standard cells."""
    refused = (StandardCellType, MultiCompartmentNeuron)
    return [
        name
        for name, value in globals().items()
        if isinstance(value, type) and issubclass(value, StandardCellType) and value not in refused
    ]
