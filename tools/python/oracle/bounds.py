"""How far two correct simulations may be apart, derived from the parameters of a draw.

Both follow the same recursion v' = P v + ... with 0 < P < 1, so that an error of one step fades by
P a step, and errors of ``delta`` a step come to at most ``delta / (1 - P)``, which is less than
``delta * (1 + tau / dt)``.
"""

import numpy as np

from oracle.draws import STEP_MS

ULP = float(np.spacing(1.0))
# Potentials and what makes them up stay below 128 mV.
LARGEST_MV = 127.0


def gathered(per_step, tau):
    """Bound the sum of an error that comes anew in each step and fades with a time constant."""
    return per_step * (1 + tau / STEP_MS)


def exact_current(draw):
    """Bound V of a linear model that both advance by its exact propagator.

    A step of either sums at most six products: twelve roundings of half an ulp of the largest value.
    Coefficients are right to two ulp each, which adds two ulp a step for the largest of them. Both
    together are ten ulp, twice since there are two simulators.
    """
    rounding = gathered(20 * np.spacing(LARGEST_MV), draw.parameters["tau_m"])
    # Synaptic currents gather roundings of their own: one ulp a step of what they lift V by.
    longest = max(draw.parameters.get(name, 0) for name in ("tau_syn_exc", "tau_syn_inh"))
    return rounding + gathered(ULP * LARGEST_MV, longest)


def exact_alpha(draw):
    """Bound V for alpha-shaped currents, where NEST's propagator cancels near equal time constants.

    With beta = tau_m tau_s / |tau_m - tau_s| NEST forms beta expm1(h / beta) - h exp(h / beta), which
    is about h^2 / (2 beta): a relative error of 2 beta / h roundings. Where that would be worse it
    takes the limit of equal time constants, which is off by h / beta. The coefficient is the share
    h / tau_s of what the current adds to V.
    """
    p = draw.parameters
    lost = 0.0
    for name in ("tau_syn_exc", "tau_syn_inh"):
        gap = abs(p["tau_m"] - p[name])
        if gap == 0:
            continue
        beta = p["tau_m"] * p[name] / gap
        relative = min(2 * beta / STEP_MS * ULP, STEP_MS / beta)
        lost += relative * STEP_MS / p[name] * LARGEST_MV
    return exact_current(draw) + gathered(lost, 0) * 2
