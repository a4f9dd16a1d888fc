"""Write bptt.json: a small recurrent network differentiated by JAX, which knows nothing of ours.

Usage: python bptt.py > bptt.json, with jax 0.10 and numpy.
"""
import json
import math

import jax
import numpy

jax.config.update("jax_enable_x64", True)
import jax.numpy as np

SIZES = dict(input=5, hidden=6, output=3)
STEPS, BATCH, BETA, SLOPE = 22, 3, 0.9, 10.0


@jax.custom_jvp
def spike(excess):
    return (excess >= 0).astype(excess.dtype)


@spike.defjvp
def _(primals, tangents):
    (excess,), (move,) = primals, tangents
    return spike(excess), move / (1 + SLOPE * np.abs(excess)) ** 2


def neurons(v, current):
    v = BETA * v + current
    z = spike(v - 1)
    return np.where(jax.lax.stop_gradient(z) > 0, 0.0, v), z


def loss(weights, spikes, labels):
    w_in, w_rec, w_out = weights

    def step(carry, x):
        before, h, z, o = carry
        hidden, hz = neurons(h, before @ w_in + z @ w_rec)
        output, oz = neurons(o, z @ w_out)
        return (x, hidden, hz, output), oz

    zero = lambda name: np.zeros((BATCH, SIZES[name]))
    start = (zero("input"), zero("hidden"), zero("hidden"), zero("output"))
    _, out = jax.lax.scan(step, start, spikes)
    counts = out.sum(0)
    shares = jax.nn.log_softmax(counts)
    return -shares[np.arange(BATCH), labels].mean(), counts


rng = numpy.random.default_rng(5)
draw = lambda rows, columns, gain: rng.uniform(-0.4, 0.8, (rows, columns)) * gain
weights = [draw(5, 6, 1.0), draw(6, 6, 0.5), draw(6, 3, 1.0)]
spikes = (rng.random((STEPS, BATCH, 5)) < 0.3).astype(float)
labels = numpy.array([0, 1, 2])
(value, counts), gradients = jax.value_and_grad(loss, has_aux=True)(weights, spikes, labels)
print(json.dumps(dict(
    name="bptt", made_with=f"jax {jax.__version__}",
    tau_m=-1 / math.log(BETA), slope=SLOPE, steps=STEPS,
    weights=[w.ravel().tolist() for w in weights],
    spikes=[[[n for n in range(5) if spikes[t, e, n]] for t in range(STEPS)] for e in range(BATCH)],
    labels=labels.tolist(), loss=float(value), counts=numpy.asarray(counts).ravel().tolist(),
    gradients=[numpy.asarray(g).ravel().tolist() for g in gradients],
)))
