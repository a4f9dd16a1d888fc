"""Plasticity rules that NEST has too: a draw's parameters in both."""

from collections.abc import Callable
from dataclasses import dataclass

from oracle import pair_sums
from oracle.draws import STEP_MS

# Parameters that NEST stores in the target.
OF_TARGET = ("tau_minus", "tau_minus_triplet")


@dataclass(frozen=True)
class Rule:
    """A rule by our name, with NEST's model and the names of its parameters."""

    ours: str
    nest: str
    draw: Callable
    sums: tuple
    translate: Callable
    """Our parameters, given NEST's; weights are in ``unit``, numbers are the same."""
    unit: str = "pA"
    weights: tuple = (20, 80)
    shares_weight: bool = False
    begin: int | None = None
    """A step before all others in which sources send.

    NEST assumes that the last spike before the first one was at time zero; so nothing pairs with that.
    """
    has_pool: bool = False
    third: Callable | None = None
    """Effect of a pool of neurons on a projection, given its name."""

    def expect(self, pairing):
        """Return the learning results of a draw, as sums over pairs."""
        return pair_sums.learn(self.sums, pairing)

    def learns(self, pairing, pool):
        """Return the settings that make a projection learn by this rule."""
        third = self.third(pool) if self.has_pool else {}
        plasticity = {"model": self.ours, "parameters": self.translate(pairing.parameters)}
        return {"plasticity": plasticity, **third}


def windows(chance):
    """Draw the two time constants of a window."""
    return {"tau_plus": chance.between(8, 40), "tau_minus": chance.between(8, 40)}


def pair(mu_plus=None, mu_minus=None):
    """Return a function that draws a pair rule of given exponents, or of exponents between 0 and 1."""

    def draw(chance):
        plus, minus = chance.between(0.1, 0.9), chance.between(0.1, 0.9)
        return {
            **windows(chance),
            "lambda": chance.between(0.005, 0.06, digits=4),
            "alpha": chance.between(0.6, 1.4),
            "mu_plus": plus if mu_plus is None else mu_plus,
            "mu_minus": minus if mu_minus is None else mu_minus,
            "Wmax": chance.between(90, 120),
        }

    return draw


def power_law(chance):
    """Draw the power-law rule, whose weight is in pA and has no upper bound."""
    return {
        **windows(chance),
        "lambda": chance.between(0.02, 0.1),
        "alpha": chance.between(0.05, 1.0),
        "mu": chance.between(0.2, 0.8),
    }


def triplet(chance):
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


def inhibitory(chance):
    """Draw the rule of inhibitory synapses; both ends have one time constant."""
    tau = chance.between(8, 40)
    return {
        "tau": tau,
        "tau_minus": tau,
        "eta": chance.between(0.2, 2.0),
        "alpha": chance.between(0.5, 2.0),
        "Wmax": chance.between(90, 120),
    }


def unbounded_inhibitory(chance):
    """Draw it with an unreachable upper bound.

    NEST applies the bound between the two parts of a source's spike, the paper after both.
    """
    return {**inhibitory(chance), "Wmax": 1000.0}


def rewarded(chance):
    """Draw the rule with a third factor; bounds are unreachable, because the simulators apply them differently."""
    return {
        **windows(chance),
        "tau_c": chance.between(50, 500),
        "tau_n": chance.between(20, 200),
        "A_plus": chance.between(0.05, 0.2),
        "A_minus": chance.between(0.05, 0.2),
        "b": chance.between(0.0, 0.05),
        "Wmin": -2000.0,
        "Wmax": 2000.0,
    }


def _ms(value):
    return f"{value!r} ms"


def _windows(p):
    return {name: _ms(p[name]) for name in ("tau_plus", "tau_minus")}


def as_nest(p):
    """Use NEST's form of a pair rule."""
    return {
        **_windows(p),
        "lambda_0": p["lambda"],
        "alpha": p["alpha"],
        "mu_plus": p["mu_plus"],
        "mu_minus": p["mu_minus"],
        "w_max": f"{p['Wmax']!r} pA",
    }


def as_amplitudes(p):
    """Write a pair rule by the steps of a pair, as fractions."""
    return {
        **_windows(p),
        "a_plus": p["lambda"],
        "a_minus": p["alpha"] * p["lambda"],
        "w_min": "0 pA",
        "w_max": f"{p['Wmax']!r} pA",
    }


def as_guetig(p):
    """Write a pair rule by steps and exponents."""
    return {**as_amplitudes(p), "mu_plus": p["mu_plus"], "mu_minus": p["mu_minus"]}


def as_power_law(p):
    """Write the power-law rule relative to a weight of 1 pA."""
    return {
        **_windows(p),
        "lambda_0": p["lambda"],
        "alpha": p["alpha"],
        "mu": p["mu"],
        "w_ref": "1 pA",
    }


def as_triplet(p):
    """Write the triplet rule with the time constants named as in its paper."""
    return {
        **_windows(p),
        "tau_x": _ms(p["tau_plus_triplet"]),
        "tau_y": _ms(p["tau_minus_triplet"]),
        "a2_plus": f"{p['Aplus']!r} pA",
        "a2_minus": f"{p['Aminus']!r} pA",
        "a3_plus": f"{p['Aplus_triplet']!r} pA",
        "a3_minus": f"{p['Aminus_triplet']!r} pA",
        "w_max": f"{p['Wmax']!r} pA",
    }


def as_vogels(p):
    """Write the depression of each spike as a target rate."""
    return {
        "tau": _ms(p["tau"]),
        "rate_target": f"{p['alpha'] / (2 * p['tau'])!r} kHz",
        "eta": f"{p['eta']!r} nS",
        "w_max": f"{p['Wmax']!r} nS",
    }


def as_vogels_sprekeler(p):
    """Use NEST's form of the inhibitory rule."""
    return {
        "tau": _ms(p["tau"]),
        "eta": f"{p['eta']!r} pA",
        "alpha": p["alpha"],
        "w_max": f"{p['Wmax']!r} pA",
    }


def as_stdp_dopamine(p):
    """Write the rule whose third factor arrives as events."""
    return {
        **_windows(p),
        "tau_c": _ms(p["tau_c"]),
        "tau_n": _ms(p["tau_n"]),
        "a_plus": f"{p['A_plus']!r} pA",
        "a_minus": f"{p['A_minus']!r} pA",
        "baseline": f"{p['b']!r} 1/ms",
        "w_min": f"{p['Wmin']!r} pA",
        "w_max": f"{p['Wmax']!r} pA",
    }


def in_events(pool):
    """Let each spike of a population be an event; it is given a step before it reaches the synapses."""
    return {"events": {"dopamine": {"from": pool, "delay": f"{STEP_MS} ms"}}}


_PAIR, _NEAREST = pair_sums.PAIR, pair_sums.NEAREST_SYMMETRIC
_CENTRED, _RESTRICTED = pair_sums.NEAREST_PRE_CENTRED, pair_sums.NEAREST_RESTRICTED
_INHIBITORY = pair_sums.INHIBITORY

RULES = {
    f"{rule.ours}, {rule.nest}": rule
    for rule in [
        Rule("stdp-nest", "stdp_synapse", pair(), _PAIR, as_nest),
        Rule("stdp-nest", "stdp_synapse_hom", pair(), _PAIR, as_nest),
        Rule("stdp-pair", "stdp_synapse", pair(0.0, 0.0), _PAIR, as_amplitudes),
        Rule("stdp-multiplicative", "stdp_synapse", pair(1.0, 1.0), _PAIR, as_amplitudes),
        Rule("stdp-additive-multiplicative", "stdp_synapse", pair(0.0, 1.0), _PAIR, as_amplitudes),
        Rule("stdp-guetig", "stdp_synapse", pair(), _PAIR, as_guetig),
        Rule("stdp-power-law", "stdp_pl_synapse_hom", power_law, pair_sums.POWER_LAW, as_power_law),
        Rule("stdp-nearest-symmetric", "stdp_nn_symm_synapse", pair(), _NEAREST, as_nest, begin=2),
        Rule("stdp-presynaptic-centred", "stdp_nn_pre_centered_synapse", pair(), _CENTRED, as_nest),
        Rule("stdp-restricted-symmetric", "stdp_nn_restr_synapse", pair(), _RESTRICTED, as_nest,
             begin=2),
        Rule("stdp-triplet", "stdp_triplet_synapse", triplet, pair_sums.TRIPLET, as_triplet),
        Rule("vogels-sprekeler", "vogels_sprekeler_synapse", inhibitory, _INHIBITORY, as_vogels_sprekeler),
        Rule("stdp-dopamine", "stdp_dopamine_synapse", rewarded, pair_sums.REWARDED, as_stdp_dopamine,
             weights=(90, 110), has_pool=True, third=in_events),
        Rule("vogels", "vogels_sprekeler_synapse", unbounded_inhibitory, _INHIBITORY, as_vogels, "nS"),
    ]
}  # fmt: skip
