"""Run forward passes of SpikingJelly, sinabs, Rockpool, spyx and Lava, and of a trained snnTorch network.

``python nir_passes.py OUT [LIBRARY ...]`` writes graphs and the output of each layer in each step, as
``make_nir_vectors.py`` does for snnTorch and norse. Every pass runs in 32 and in 64 bits; a draw in which their
spikes differ is repeated. Lava has no package for this Python: its source is taken from the folder ``LAVA_SOURCE``.
"""

import os
import sys
from collections import OrderedDict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import make_nir_vectors as base  # noqa: E402

PINNED = (Path(__file__).parent / "requirements.txt").read_text().split()
rounded = None


def step_of(dtype):
    """Let layers compute in 32 or in 64 bits throughout."""
    global rounded
    import torch

    rounded = rounded or torch.Tensor.float
    torch.set_default_dtype(dtype)
    torch.Tensor.float = torch.Tensor.double if dtype == torch.float64 else rounded


def layer_modules(graph, made, advance, potential):
    """Run nodes in sequence, each on the sum of those before it; return the outputs of layers in each step."""

    def run(given, dtype):
        import numpy as np
        import torch

        step_of(dtype)
        modules = {name: made(node) for name, node in graph.nodes.items() if type(node).__name__ not in ("Input", "Output")}
        for module in modules.values():
            module.to(dtype) if hasattr(module, "to") else None
        spiking = [name for name, _ in base.spiking_nodes(graph)]
        found = {name: {"spikes": [], "v": []} for name in spiking}
        for x in given:
            values = {"input": torch.from_numpy(x.astype(np.float64)).to(dtype)[None]}
            for name, module in modules.items():
                fed = sum(values[a] for a, b in graph.edges if b == name)
                values[name] = advance(module, fed)
            for name in spiking:
                assert values[name].max() <= 1, "several spikes in a step"
                base.note(found[name], values[name], potential(modules[name]))
        return found

    return run


def spikingjelly(graph, options):
    from spikingjelly.activation_based.nir_exchange.from_nir import _NIRStatefulModule, _NodeMapper

    mapper = _NodeMapper(options["dt"])
    states = {}

    def advance(module, x):
        if not isinstance(module, _NIRStatefulModule):
            return module(x)
        # Single precision would refuse 64-bit numbers.
        spikes, states[module] = module(x, states.get(module))
        return spikes

    def potential(module):
        names = list(module.module._memories)
        return states[module][names.index("v")]

    return layer_modules(graph, lambda node: mapper.map_dict[type(node)](node), advance, potential)


def sinabs(graph, options):
    import torch
    from sinabs.nir import _import_sinabs_module

    def made(node):
        module = _import_sinabs_module(node, batch_size=1, num_timesteps=None)
        for name in ("spike_threshold", "min_v_mem"):
            given = getattr(module, name, None)
            if given is not None and not isinstance(given, torch.nn.Parameter):
                setattr(module, name, torch.as_tensor(given, dtype=torch.get_default_dtype()))
        return module

    return layer_modules(graph, made, lambda module, x: module(x), lambda module: module.v_mem[0])


def rockpool(graph, options):
    # It would make pip look for a package of hardware drivers.
    os.environ |= {"PIP_NO_INDEX": "1", "PIP_RETRIES": "0"}
    from rockpool.nn.modules.torch.nir import _convert_nir_to_rockpool

    def advance(module, x):
        return module(x[None])[0][0].detach()

    return layer_modules(graph, _convert_nir_to_rockpool, advance, lambda module: module.vmem[0])


def plainly(graph, made):
    """Run layers in NumPy: ``made`` gives the output of a node in a step, and its potential after it."""

    def run(given, dtype):
        import numpy as np
        import torch

        kind = np.float64 if dtype == torch.float64 else np.float32
        nodes = {name: node for name, node in graph.nodes.items() if type(node).__name__ not in ("Input", "Output")}
        steps = {name: made(node, kind) for name, node in nodes.items()}
        spiking = [name for name, _ in base.spiking_nodes(graph)]
        found = {name: {"spikes": [], "v": []} for name in spiking}
        for x in given:
            values = {"input": x.astype(kind)}
            for name, step in steps.items():
                values[name], *seen = step(sum(values[a] for a, b in graph.edges if b == name))
                if name in found:
                    base.note(found[name], *(torch.from_numpy(np.array(one)) for one in seen))
        return found

    return run


def affine_step(node, kind):
    return lambda x: (node.weight.astype(kind) @ x + node.bias.astype(kind),)


def spyx(graph, options):
    """By spyx's own reading of a graph with one neuron, whose spikes belong to the potential of the previous step."""

    def made(node, kind):
        import jax
        import nir
        import numpy as np
        from flax import nnx

        if isinstance(node, nir.Affine):
            return affine_step(node, kind)
        jax.config.update("jax_enable_x64", True)
        from spyx.nir import _build_model

        n = node.v_threshold.size
        alone = {"input": nir.Input({"input": np.array([n])}), "n": node, "output": nir.Output({"output": np.array([n])})}
        model = _build_model(nir.NIRGraph(alone, [("input", "n"), ("n", "output")]), options["dt"], nnx.Rngs(0))
        [layer] = model.layers
        for name in ("alpha", "beta"):
            if hasattr(layer, name):
                tau = {"alpha": "tau_syn", "beta": "tau_mem" if hasattr(node, "tau_mem") else "tau"}[name]
                # It uses 32 bits: for 64 the fraction is taken from the same numbers.
                getattr(layer, name)[...] = jax.numpy.asarray(1 - options["dt"] / getattr(node, tau).astype(kind), kind)
        kept = {"state": layer.initial_state(1).astype(kind)}

        def step(x):
            sent, state = layer(x[None], kept["state"])
            kept["state"] = state.astype(kind)
            v = np.array(kept["state"][0, :n])
            return np.array(sent[0], kind), v > np.asarray(node.v_threshold, kind), v

        return step

    return plainly(graph, made)


def lava(graph, options):
    """By nir_to_lava.py of the NIR repository, in floating point; common delays of its processes are removed."""

    def made(node, kind):
        import nir
        import numpy as np
        from step_rules import open_lava

        if isinstance(node, nir.Affine):
            return affine_step(node, kind)
        open_lava()
        from lava.proc.lif.models import PyLifModelFloat

        model = PyLifModelFloat({})
        share = (options["dt"] / node.tau).astype(kind)
        model.u, model.v = (np.zeros(node.tau.shape, kind) for _ in range(2))
        model.du, model.dv, model.vth, model.bias_mant = 1.0, share, node.v_threshold.astype(kind), 0

        def step(x):
            model.subthr_dynamics(activation_in=share * x)
            spikes = model.spiking_activation()
            model.reset_voltage(spike_vector=spikes)
            return spikes.astype(kind), spikes, model.v.copy()

        return step

    return plainly(graph, made)


runs = {"spikingjelly": spikingjelly, "sinabs": sinabs, "rockpool": rockpool, "spyx": spyx, "lava": lava}


def cases():
    import nir

    chain, affine, full, lif, cuba = base.chain, base.affine, base.full, base.lif, base.cuba
    jelly, steps, pool_dt = {"dt": 1e-4}, {"dt": 1.0}, {"dt": 1e-3}

    def iff(n, r, threshold=0.9, reset=0.0):
        return nir.IF(full(r, n), full(threshold, n), full(reset, n))

    def jelly_lif(n, **more):
        return lif(n, v_leak=full(-0.1, n), v_reset=full(-0.1, n), **more)

    def pool(n, tau_mem=6e-3, tau_syn=4e-3):
        made = cuba(n, tau_syn, tau_mem, 1e-3)
        return nir.CubaLIF(**{**vars_of(made), "r": full(tau_mem / 1e-3 - 1, n), "w_in": full(1, n)})

    def vars_of(node):
        return {name: getattr(node, name) for name in ("tau_syn", "tau_mem", "r", "v_leak", "v_threshold", "v_reset", "w_in")}

    def slow(n, tau):
        return nir.LIF(full(tau, n), full(1, n), full(0, n), full(1, n), full(0, n))

    def current(n, tau_syn, tau_mem):
        return nir.CubaLIF(**{**vars_of(cuba(n, tau_syn, tau_mem, 1.0)), "r": full(1, n), "w_in": full(1, n)})

    s, n, r, x, la = "spikingjelly", "sinabs", "rockpool", "spyx", "lava"
    return {
        "spikingjelly-lif": (s, lambda d: chain({"fc": affine(d, 8, 5), "lif": jelly_lif(8), "fc2": affine(d, 5, 8, 6), "lif2": lif(5, r=full(1, 5))}, [5], [5]), jelly),
        "spikingjelly-if": (s, lambda d: chain({"fc": affine(d, 8, 5), "if": iff(8, 1e4, reset=-0.2)}, [5], [8]), jelly),
        "spikingjelly-cuba": (s, lambda d: chain({"fc": affine(d, 8, 5), "lif": cuba(8), "fc2": affine(d, 5, 8, 2), "lif2": cuba(5, 2e-4, 6e-4)}, [5], [5]), jelly),
        "sinabs-lif": (n, lambda d: chain({"fc": affine(d, 8, 5, 0.6), "lif": slow(8, 7), "fc2": affine(d, 5, 8, 0.8), "lif2": slow(5, 12)}, [5], [5]), steps),
        "sinabs-if": (n, lambda d: chain({"fc": affine(d, 8, 5, 0.6), "if": iff(8, 1)}, [5], [8]), steps),
        "rockpool-cuba": (r, lambda d: chain({"fc": affine(d, 8, 5, 0.4), "lif": pool(8), "fc2": affine(d, 5, 8, 0.4), "lif2": pool(5, 9e-3, 3e-3)}, [5], [5]), pool_dt),
        "spyx-lif": (x, lambda d: chain({"fc": affine(d, 8, 5, 0.8), "lif": slow(8, 7), "fc2": affine(d, 5, 8, 2), "lif2": slow(5, 12)}, [5], [5]), steps),
        "spyx-if": (x, lambda d: chain({"fc": affine(d, 8, 5, 0.6), "if": iff(8, 1)}, [5], [8]), steps),
        "spyx-cuba": (x, lambda d: chain({"fc": affine(d, 8, 5, 0.4), "lif": current(8, 4, 6), "fc2": affine(d, 5, 8, 0.8), "lif2": current(5, 3, 9)}, [5], [5]), steps),
        "lava-lif": (la, lambda d: chain({"fc": unbiased(d, 8, 5, 8), "lif": lif(8, r=full(1, 8)), "fc2": unbiased(d, 5, 8, 14), "lif2": lif(5, r=full(1, 5))}, [5], [5]), jelly),
    }  # fmt: skip


def unbiased(rng, *sizes):
    """Weights of an affine node, which Lava accepts only without a bias."""
    import nir

    node = base.affine(rng, *sizes)
    return nir.Affine(node.weight, 0 * node.bias)


def main(wanted=()):
    import numpy as np
    import torch

    torch.set_grad_enabled(False)
    for name, (library, make, options) in cases().items():
        if wanted and library not in wanted:
            continue
        for attempt in range(200):
            rng = np.random.default_rng([base.SEED, attempt, *name.encode()])
            graph, shape = make(rng)
            given = base.inputs(rng, shape, options)
            try:
                single, found = (runs[library](graph, options)(given, dtype) for dtype in (torch.float32, torch.float64))
            except AssertionError:
                continue
            agree = all(single[layer]["spikes"] == found[layer]["spikes"] for layer in found)
            counts = [sum(map(len, layer["spikes"])) for layer in found.values()]
            if agree and min(counts) > base.STEPS / 4:
                break
        else:
            raise RuntimeError(f"{name}: no draw is suitable")
        base.write(name, graph, {"library": library, **options}, given, found)
        print(name, "attempt", attempt, "spikes", counts)


def train():
    """Train a snnTorch network on digits; return the network, its graph, and unseen images."""
    import numpy as np
    import snntorch as snn
    import torch
    from sklearn.datasets import load_digits
    from snntorch.export_nir import export_to_nir

    step_of(torch.float32)
    torch.manual_seed(base.SEED)
    torch.set_grad_enabled(True)
    images, labels = load_digits(return_X_y=True)
    images = torch.tensor(images / 16, dtype=torch.float32)
    labels = torch.tensor(labels)
    layers = {
        "a": torch.nn.Linear(64, 32),
        "hidden": snn.Leaky(torch.full((32,), 0.9), threshold=torch.ones(32), init_hidden=True),
        "b": torch.nn.Linear(32, 10),
        "last": snn.Leaky(torch.full((10,), 0.8), threshold=torch.ones(10), init_hidden=True, output=True),
    }
    net = torch.nn.Sequential(OrderedDict(layers))
    rule = torch.optim.Adam(net.parameters(), 5e-3)
    for _ in range(12):
        for some in torch.randperm(1500).split(50):
            for layer in (net.hidden, net.last):
                layer.reset_mem()
            counts = sum(net(images[some])[0] for _ in range(LENGTH))
            loss = torch.nn.functional.cross_entropy(counts / 2, labels[some])
            rule.zero_grad()
            loss.backward()
            rule.step()
    torch.set_grad_enabled(False)
    for layer in (net.hidden, net.last):
        layer.reset_mem()
    counts = sum(net(images[1500:])[0] for _ in range(LENGTH))
    print("unseen digits:", float((counts.argmax(1) == labels[1500:]).float().mean()))
    graph = export_to_nir(net, images[0])
    return net, graph, np.repeat(images[1500:1505].numpy(), LENGTH, axis=0)


# Number of steps for which an image is shown.
LENGTH = 20


def trained():
    """The network's output for five images, one after the other without a reset in between."""
    import torch

    net, graph, given = train()
    found = {}
    for dtype in (torch.float32, torch.float64):
        step_of(dtype)
        net.to(dtype)
        found[dtype] = {name: {"spikes": [], "v": []} for name in ("hidden", "last")}
        for layer in (net.hidden, net.last):
            layer.reset_mem()
        for x in given:
            hidden = net.hidden(net.a(torch.from_numpy(x).to(dtype)[None]))
            spikes, v = net.last(net.b(hidden))
            base.note(found[dtype]["hidden"], hidden, net.hidden.mem)
            base.note(found[dtype]["last"], spikes, v)
    single, double = found.values()
    assert all(single[name]["spikes"] == double[name]["spikes"] for name in double), "rounding decides"
    print("spikes", [sum(map(len, layer["spikes"])) for layer in double.values()], list(graph.nodes))
    base.STEPS = len(given)
    options = {"library": "snntorch", "dt": 1e-4, "reset": "subtract-later", "input": "values"}
    base.write("snntorch-trained", graph, options, given, double)


if __name__ == "__main__":
    base.OUT, base.PINNED = Path(sys.argv[1]), PINNED
    main(sys.argv[2:])
    if len(sys.argv) == 2:
        trained()
