"""Plasticity rules that NEST has, with how their parameters are drawn."""

from collections.abc import Callable
from dataclasses import dataclass

from oracle import pair_sums

# Parameters that NEST keeps in the target.
OF_TARGET = ("tau_minus", "tau_minus_triplet")


@dataclass(frozen=True)
class Rule:
    """A rule: NEST's model, its parameters of a draw, and the rule as sums over pairs."""

    nest: str
    draw: Callable
    sums: tuple
    weights: tuple = (20, 80)
    homogeneous: bool = False
    """All synapses of a model share the parameters."""
    from_zero: bool = False
    """NEST takes a source's last spike to have been at time zero before its first."""


def windows(chance):
    """Draw the two time constants of a window."""
    return {"tau_plus": chance.between(8, 40), "tau_minus": chance.between(8, 40)}


def pair(chance, seed):
    """Draw a pair rule; each dependence on the weight comes for every fifth seed."""
    mu = chance.between(0.1, 0.9)
    exponents = [(0.0, 0.0), (1.0, 1.0), (0.0, 1.0), (mu, mu), (mu, chance.between(0.1, 0.9))]
    mu_plus, mu_minus = exponents[seed % len(exponents)]
    return {
        **windows(chance),
        "lambda": chance.between(0.005, 0.06, digits=4),
        "alpha": chance.between(0.6, 1.4),
        "mu_plus": mu_plus,
        "mu_minus": mu_minus,
        "Wmax": chance.between(90, 120),
    }


def power_law(chance, _seed):
    """Draw the power-law rule, whose weight is in pA and has no upper bound."""
    return {
        **windows(chance),
        "lambda": chance.between(0.02, 0.1),
        "alpha": chance.between(0.05, 1.0),
        "mu": chance.between(0.2, 0.8),
    }


def triplet(chance, _seed):
    """Draw the triplet rule."""
    return {
        **windows(chance),
        "tau_plus_triplet": chance.between(60, 150),
        "tau_minus_triplet": chance.between(60, 150),
        "Aplus": chance.between(0.05, 0.6),
        "Aminus": chance.between(0.1, 0.8),
        "Aplus_triplet": chance.between(0.05, 0.6),
        "Aminus_triplet": chance.between(0.01, 0.2),
        "Wmax": chance.between(90, 120),
    }


def inhibitory(chance, _seed):
    """Draw the rule of inhibitory synapses; both ends have one time constant."""
    tau = chance.between(8, 40)
    return {
        "tau": tau,
        "tau_minus": tau,
        "eta": chance.between(0.2, 2.0),
        "alpha": chance.between(0.5, 2.0),
        "Wmax": chance.between(90, 120),
    }


RULES = {
    rule.nest: rule
    for rule in [
        Rule("stdp_synapse", pair, pair_sums.PAIR),
        Rule("stdp_synapse_hom", pair, pair_sums.PAIR, homogeneous=True),
        Rule("stdp_pl_synapse_hom", power_law, pair_sums.POWER_LAW, homogeneous=True),
        Rule("stdp_nn_symm_synapse", pair, pair_sums.NEAREST_SYMMETRIC, from_zero=True),
        Rule("stdp_nn_pre_centered_synapse", pair, pair_sums.NEAREST_PRE_CENTRED),
        Rule("stdp_nn_restr_synapse", pair, pair_sums.NEAREST_RESTRICTED, from_zero=True),
        Rule("stdp_triplet_synapse", triplet, pair_sums.TRIPLET),
        Rule("vogels_sprekeler_synapse", inhibitory, pair_sums.INHIBITORY),
    ]
}
