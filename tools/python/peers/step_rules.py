"""Step the layers of training frameworks on random inputs, in 64 bits, for comparison with our records of them.

``python step_rules.py OUT`` writes ``OUT/<library>.json.gz``: for each case the model and its parameters here, how the
input was drawn, the steps in which each neuron spiked, and potentials in some steps (in all with ``--all``).
Lava has no package for this Python: its source is taken from the folder ``LAVA_SOURCE``.
"""

import dataclasses
import gzip
import importlib.metadata
import json
import os
import sys
from pathlib import Path

STEPS, NEURONS, EVERY = 1000, 6, 25


def drawn(seed, low, high, whole=False):
    """Inputs of all steps: a hash of the step and the neuron, the same in any language."""
    import numpy as np

    k, t = np.arange(NEURONS, dtype=np.uint64), np.arange(STEPS, dtype=np.uint64)[:, None]
    mask = np.uint64(0xFFFFFFFF)
    h = (t * np.uint64(374761393) + k * np.uint64(668265263) + np.uint64(seed) * np.uint64(2246822519)) & mask
    h = ((h ^ (h >> np.uint64(13))) * np.uint64(1274126177)) & mask
    h = ((h ^ (h >> np.uint64(16))) * np.uint64(2246822519)) & mask
    h = h ^ (h >> np.uint64(13))
    x = low + (high - low) * (h.astype(np.float64) / 2**32)
    return np.floor(x) if whole else x


def snntorch(kind, parameters, **options):
    def run(xs):
        import snntorch as lib
        import torch

        tensors = {name: torch.tensor(value, dtype=torch.float64) for name, value in parameters.items()}
        layer = getattr(lib, kind)(**tensors, **options).double()
        n_states = {"Leaky": 1, "Synaptic": 2, "Alpha": 3}[kind]
        states = [torch.zeros(1, NEURONS, dtype=torch.float64) for _ in range(n_states)]
        for x in xs:
            spikes, *states = layer(torch.from_numpy(x)[None], *states)
            yield spikes[0].numpy(), states[-1][0].numpy()

    return run


def norse(kind, parameters):
    def run(xs):
        import norse.torch as lib
        import torch

        types = {"LIFCell": lib.LIFParameters, "LIFBoxCell": lib.LIFBoxParameters}
        types |= {"LSNNCell": lib.LSNNParameters, "IAFCell": lib.IAFParameters}
        given = {name: torch.tensor(value, dtype=torch.float64) for name, value in parameters.items()}
        cell = getattr(lib, kind)(types[kind](**given), dt=1e-3)
        state = None
        for x in xs:
            spikes, state = cell(torch.from_numpy(x), state)
            yield spikes.numpy(), state.v.numpy()

    return run


def spikingjelly(kind, **options):
    def run(xs):
        import torch
        from spikingjelly.activation_based import neuron

        layer = getattr(neuron, kind)(**options).double()
        for x in xs:
            spikes = layer(torch.from_numpy(x))
            yield spikes.numpy(), layer.v.numpy().copy()

    return run


def sinabs(kind, **options):
    def run(xs):
        import sinabs.layers as layers
        import torch
        from sinabs.activation import SingleSpike

        made = {k: torch.tensor(v, dtype=torch.float64) if isinstance(v, float) else v for k, v in options.items()}
        layer = getattr(layers, kind)(**made, spike_fn=SingleSpike).double()
        for x in xs:
            spikes = layer(torch.from_numpy(x)[None, None])
            yield spikes[0, 0].numpy(), layer.v_mem[0].numpy().copy()

    return run


def spyx(kind, **options):
    def run(xs):
        import jax
        import numpy as np
        from flax import nnx

        jax.config.update("jax_enable_x64", True)
        import spyx.nn as nn

        layer = getattr(nn, kind)((NEURONS,), **options, rngs=nnx.Rngs(0))
        for path, parameter in nnx.state(layer, nnx.Param).flat_state():
            assert parameter[...].dtype == np.float64, path
        state = layer.initial_state(1)
        previous = None
        for x in [*xs, xs[-1]]:
            spikes, state = layer(x[None], state)
            # Spikes belong to the potential of the previous step.
            if previous is not None:
                yield np.array(spikes[0]), previous
            previous = np.array(state[0][:NEURONS])

    return run


def lava(**parameters):
    def run(xs):
        import numpy as np

        open_lava()
        from lava.proc.lif.models import PyLifModelBitAcc

        model = PyLifModelBitAcc({})
        model.u, model.v = np.zeros(NEURONS, np.int32), np.zeros(NEURONS, np.int32)
        model.du, model.dv, model.vth = parameters["du"], parameters["dv"], parameters["vth"]
        model.bias_mant, model.bias_exp = np.full(NEURONS, parameters["bias"]), np.zeros(NEURONS, int)
        model.scale_bias()
        model.scale_threshold()
        for x in xs:
            model.subthr_dynamics(activation_in=x.astype(np.int32))
            spikes = model.spiking_activation()
            model.reset_voltage(spike_vector=spikes)
            yield spikes.astype(float), model.v.astype(float)

    return run


def open_lava():
    """Make Lava importable: it has unhashable defaults of data classes, which Python refuses since 3.11."""
    sys.path.insert(0, str(Path(os.environ["LAVA_SOURCE"]) / "src"))
    plain = dataclasses.dataclass

    def hashable(cls=None, **options):
        made = plain(**{"unsafe_hash": True, **options})
        return made if cls is None else made(cls)

    dataclasses.dataclass = hashable


def cases():
    """By name: the model here, its parameters, the library's layer, and bounds of the input."""
    leaky, synaptic = {"beta": 0.85, "threshold": 1.1}, {"alpha": 0.7, "beta": 0.85, "threshold": 1.3}
    alpha = {"alpha": 0.9, "beta": 0.75, "threshold": 1.0}
    lif = {"tau_mem_inv": 80.0, "v_leak": 0.1, "v_th": 0.9, "v_reset": -0.2}
    norse_lif = {**lif, "tau_syn_inv": 150.0}
    adapting = {**norse_lif, "tau_adapt_inv": 20.0, "beta": 0.3}
    hz = lambda p: {k: f"{v} Hz" if k.endswith("_inv") else v for k, v in p.items()}  # noqa: E731
    hard = {"v_threshold": 1.1, "v_reset": -0.1}
    soft = {"v_threshold": 1.1}
    jelly = lambda kind, p, **o: spikingjelly(kind, **p, **({} if "v_reset" in p else {"v_reset": None}), **o)  # noqa: E731
    mem, adapt = {"tau_mem": 12.0}, {"tau_mem": 12.0, "tau_adapt": 30.0, "adapt_scale": 1.5}
    loihi = {"du": 400, "dv": 200, "bias": 37, "vth": 150}
    return {
        "snntorch-leaky": (leaky, snntorch("Leaky", leaky), -0.5, 1),
        "snntorch-leaky-zero": (leaky, snntorch("Leaky", leaky, reset_mechanism="zero"), -0.5, 1),
        "snntorch-leaky-none": (leaky, snntorch("Leaky", leaky, reset_mechanism="none"), -0.6, 0.8),
        "snntorch-synaptic": (synaptic, snntorch("Synaptic", synaptic), -0.5, 0.7),
        "snntorch-synaptic-zero": (synaptic, snntorch("Synaptic", synaptic, reset_mechanism="zero"), -0.5, 0.7),
        "snntorch-synaptic-none": (synaptic, snntorch("Synaptic", synaptic, reset_mechanism="none"), -0.5, 0.6),
        "snntorch-alpha": (alpha, snntorch("Alpha", alpha), -0.5, 0.9),
        "norse-lif": (hz(norse_lif), norse("LIFCell", norse_lif), -1, 1.6),
        "norse-lif-box": (hz(lif), norse("LIFBoxCell", lif), -2, 6),
        "norse-iaf": ({"v_th": 0.9, "v_reset": -0.2}, norse("IAFCell", {"v_th": 0.9, "v_reset": -0.2}), -0.5, 0.7),
        "norse-lsnn": (hz(adapting), norse("LSNNCell", adapting), -1, 2),
        "spikingjelly-if": (hard, jelly("IFNode", hard), -0.5, 0.7),
        "spikingjelly-if-soft": (soft, jelly("IFNode", soft), -0.5, 0.7),
        "spikingjelly-lif": ({"tau": 3.0, **hard}, jelly("LIFNode", {"tau": 3.0, **hard}), -1, 3),
        "spikingjelly-lif-soft": ({"tau": 3.0, **soft}, jelly("LIFNode", {"tau": 3.0, **soft}), -1, 3),
        "spikingjelly-lif-full": ({"tau": 3.0, **hard}, jelly("LIFNode", {"tau": 3.0, **hard}, decay_input=False), -0.5, 1),
        "spikingjelly-lif-full-soft": ({"tau": 3.0, **soft}, jelly("LIFNode", {"tau": 3.0, **soft}, decay_input=False), -0.5, 1),
        "spikingjelly-plif": ({"w": 0.0, **hard}, jelly("ParametricLIFNode", hard), -1, 2),
        "spikingjelly-plif-soft": ({"w": 0.0, **soft}, jelly("ParametricLIFNode", soft), -1, 2),
        "sinabs-iaf": ({"spike_threshold": 0.7}, sinabs("IAF", spike_threshold=0.7), -1, 1.5),
        "sinabs-lif": ({**mem, "spike_threshold": 0.3}, sinabs("LIF", **mem, spike_threshold=0.3), -8, 12),
        "sinabs-lif-full": ({**mem, "spike_threshold": 0.7}, sinabs("LIF", **mem, spike_threshold=0.7, norm_input=False), -1, 1.5),
        "sinabs-lif-current": ({**mem, "tau_syn": 4.0, "spike_threshold": 0.3}, sinabs("LIF", **mem, tau_syn=4.0, spike_threshold=0.3), -2, 4),
        "sinabs-alif": ({**adapt, "b0": 0.5}, sinabs("ALIF", **adapt, spike_threshold=0.5), -6, 14),
        "spyx-if": ({"threshold": 1.1}, spyx("IF", threshold=1.1), -0.5, 0.7),
        "spyx-lif": (leaky, spyx("LIF", **leaky), -0.5, 1),
        "spyx-cubalif": (synaptic, spyx("CuBaLIF", **synaptic), -0.5, 0.7),
        "spyx-alif": ({"beta": 0.85, "gamma": 0.9, "threshold": 1.1}, spyx("ALIF", beta=0.85, gamma=0.9, threshold=1.1), -0.5, 1),
        "lava-lif": (loihi, lava(**loihi), -20, 40),
    }  # fmt: skip


def main(out, everything):
    import numpy as np
    import torch

    torch.set_grad_enabled(False)
    # Layers write spikes as 32-bit numbers, which would round everything that they are combined with.
    torch.set_default_dtype(torch.float64)
    torch.Tensor.float = torch.Tensor.double

    libraries = {}
    for seed, (model, (parameters, run, low, high)) in enumerate(cases().items()):
        library = model.split("-")[0]
        if library == "lava" and "LAVA_SOURCE" not in os.environ:
            print("lava: no LAVA_SOURCE, omitted")
            continue
        xs = drawn(seed, low, high, whole=library == "lava")
        fired, potentials = [], []
        for spikes, v in run(xs):
            fired.append(np.asarray(spikes))
            potentials.append(np.asarray(v, dtype=np.float64))
        counts = np.array(fired).astype(int)
        assert counts.shape == (STEPS, NEURONS) and (counts == np.array(fired)).all(), model
        total = int(counts.sum())
        assert STEPS / 5 < total < 4 * STEPS * NEURONS, (model, total)
        steps = [np.repeat(np.arange(STEPS), counts[:, k]).tolist() for k in range(NEURONS)]
        kept = range(0 if everything else EVERY - 1, STEPS, 1 if everything else EVERY)
        libraries.setdefault(library, []).append({
            "model": model, "parameters": parameters, "seed": seed, "low": low, "high": high,
            "whole": library == "lava", "spikes": steps, "every": 1 if everything else EVERY,
            "v": [[float(f"{x:.13g}") for x in potentials[t]] for t in kept],
        })  # fmt: skip
        print(model, "spikes", total, "most in a step", int(counts.max()))
    for library, found in libraries.items():
        version = "0.11.0.dev0 b6822fbc" if library == "lava" else importlib.metadata.version(library)
        text = json.dumps({"library": library, "version": version, "cases": found}, separators=(",", ":"))
        (Path(out) / f"{library}.json.gz").write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main(sys.argv[1], "--all" in sys.argv)
