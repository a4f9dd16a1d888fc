"""Run forward passes of snnTorch and norse for the tests of NIR: graphs, and the output of each layer in each step.

``python tools/python/make_nir_vectors.py FOLDER`` creates an environment with both libraries in FOLDER (5 GB) and
writes to packages/interop/test/nir/vectors. Weights are drawn from a fixed seed; a draw in which a potential comes
so close to its threshold that rounding decides is repeated.
"""

import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parents[2] / "packages/interop/test/nir/vectors"
PINNED = ["torch==2.15.0", "snntorch==1.0.0", "norse==1.1.0", "nir==1.0.8", "nirtorch==2.6"]
STEPS, SEED = 40, 20261128
# Potentials closer to a threshold than this, relative to it, may be on either side in 32 and in 64 bits.
MARGIN = 2e-4


def enter(folder):
    """Run again in an environment with both libraries."""
    python = Path(folder) / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PINNED], check=True)
    os.execv(python, [str(python), __file__, "--made"])


def main():
    import warnings

    warnings.filterwarnings("ignore")
    import numpy as np
    import torch

    torch.set_grad_enabled(False)
    OUT.mkdir(exist_ok=True)
    for name, (library, make, options) in cases().items():
        for attempt in range(100):
            rng = np.random.default_rng([SEED, attempt, *name.encode()])
            graph, shape = make(rng)
            given = inputs(rng, shape, options)
            found, margin = runs[library](graph, given, options)
            spikes = sum(sum(map(len, layer["spikes"])) for layer in found.values())
            if margin > MARGIN and spikes > STEPS / 4:
                break
        else:
            raise RuntimeError(f"{name}: each draw comes too close to a threshold")
        write(name, graph, {"library": library, **options}, given, found)
        print(name, "attempt", attempt, "spikes", spikes)


def inputs(rng, shape, options):
    import numpy as np

    if options.get("input") == "values":
        return rng.standard_normal((STEPS, *shape)).astype(np.float32).round(3)
    return (rng.random((STEPS, *shape)) < 0.4).astype(np.float32)


def write(name, graph, options, given, found):
    import nir

    file = io.BytesIO()
    nir.write(file, graph, compression=None)
    (OUT / f"{name}.nir.gz").write_bytes(gzip.compress(file.getvalue(), mtime=0))
    flat = given.reshape(STEPS, -1)
    is_values = options.get("input") == "values"
    listed = flat.tolist() if is_values else [[int(k) for k in row.nonzero()[0]] for row in flat]
    text = json.dumps({"made with": PINNED, **options, "given": listed, "layers": found})
    # 32-bit numbers have 7 digits.
    (OUT / f"{name}.json").write_text(text + "\n")


def note(layer, spikes, v):
    """Store the output of a layer in a step."""
    layer["spikes"].append([int(k) for k in spikes.flatten().nonzero()[:, 0]])
    layer["v"].append([float(f"{x:.7g}") for x in v.flatten()[:12]])


# snnTorch


def run_snntorch(graph, given, options):
    import nir
    import numpy as np
    import torch
    from snntorch import Leaky, Synaptic
    from snntorch.import_nir import _nir_to_snntorch_module, import_from_nir

    spiking = dict(spiking_nodes(graph))
    if any(isinstance(node, nir.NIRGraph) for node in graph.nodes.values()):
        net = import_from_nir(graph)
        state = {"of": None}
        layers = {name: net.get_submodule(name) for name in spiking}
        advance = lambda x: state.update(of=net(x, state["of"])[1])  # noqa: E731
    else:
        modules = {
            name: _nir_to_snntorch_module(node, init_hidden=name in spiking)
            for name, node in graph.nodes.items()
            if not isinstance(node, (nir.Input, nir.Output))
        }
        layers = {name: modules[name] for name in spiking}
        for made in layers.values():
            # The layer IF also returns its state, which no other layer accepts.
            made.init_hidden = True

        def advance(x):
            values = {"input": x}
            for name, made in modules.items():
                values[name] = made(sum(values[a] for a, b in graph.edges if b == name))

    found, gaps = {name: {"spikes": [], "v": []} for name in layers}, []
    for name, made in layers.items():
        assert isinstance(made, (Leaky, Synaptic))
        made.register_forward_hook(lambda _, __, out, name=name: spikes.update({name: out}))
        watch(made, gaps)
    for step in range(STEPS):
        spikes = {}
        advance(torch.from_numpy(given[step][None]))
        for name, made in layers.items():
            note(found[name], spikes[name], made.mem * scale_of(spiking[name]))
    return found, min(gaps)


def spiking_nodes(graph, prefix=""):
    """Neurons of a graph and of its nested graphs, by name."""
    import nir

    for name, node in graph.nodes.items():
        if isinstance(node, nir.NIRGraph):
            yield from spiking_nodes(node, f"{prefix}{name}.")
        elif isinstance(node, (nir.LIF, nir.CubaLIF, nir.IF)):
            yield f"{prefix}{name}", node


def scale_of(node):
    """The factor that snnTorch moves from the input to the threshold."""
    import nir

    if isinstance(node, nir.IF):
        return 1.0
    is_lif = isinstance(node, nir.LIF)
    return float(((node.r / node.tau if is_lif else node.w_in / node.tau_syn) * 1e-4).flat[0])


def watch(made, gaps):
    """Record the distance of potentials from the threshold, before the reset."""
    fire = made.fire

    def watched(mem):
        gaps.append(float(((mem - made.threshold).abs() / made.threshold.abs()).min()))
        return fire(mem)

    made.fire = watched


# norse


def run_norse(graph, given, options):
    import norse.torch.functional.iaf as iaf
    import norse.torch.functional.lif_box as lif_box
    import torch
    from norse.torch import from_nir

    gaps = []
    for owner in (iaf, lif_box):
        plain = getattr(owner, "plain", owner.threshold)
        owner.plain = plain

        def watch(x, method, alpha, plain=plain):
            gaps.append(float(x.abs().min()))
            return plain(x, method, alpha)

        owner.threshold = watch
    net = from_nir(graph, dt=options["dt"], ignore_warnings=True)
    spiking = [name for name, _ in spiking_nodes(graph)]
    found = {name: {"spikes": [], "v": []} for name in spiking}
    state = None
    for step in range(STEPS):
        _, state = net(torch.from_numpy(given[step][None]), state)
        for name in spiking:
            inner = state.state[name]
            while not hasattr(inner, "v"):
                inner = inner[-1]
            note(found[name], state.cache[name], inner.v)
    return found, min(gaps)


runs = {"snntorch": run_snntorch, "norse": run_norse}


# Graphs


def chain(nodes, shape, out, more=()):
    """Nodes in a chain, and additional edges."""
    import nir
    import numpy as np

    named = {"input": nir.Input(np.array(shape)), **nodes, "output": nir.Output(np.array(out))}
    names = list(named)
    return nir.NIRGraph(nodes=named, edges=[*zip(names, names[1:]), *more], type_check=False), shape


def affine(rng, n_out, n_in, gain=1.0):
    import nir
    import numpy as np

    weight = rng.standard_normal((n_out, n_in)) * gain / np.sqrt(n_in)
    return nir.Affine(weight.astype(np.float32), (0.1 * gain * rng.standard_normal(n_out)).astype(np.float32))


def full(value, *shape):
    import numpy as np

    return np.full(shape, value, np.float32)


def lif(n, tau=1e-3, dt=1e-4, threshold=1.0, **more):
    import nir

    shape = n if isinstance(n, tuple) else (n,)
    given = {"tau": full(tau, *shape), "r": full(tau / dt, *shape), "v_leak": full(0, *shape)}
    return nir.LIF(**{**given, "v_threshold": full(threshold, *shape), "v_reset": full(0, *shape), **more})


def cuba(n, tau_syn=5e-4, tau_mem=1e-3, dt=1e-4, **more):
    import nir

    given = {"tau_syn": full(tau_syn, n), "tau_mem": full(tau_mem, n), "r": full(tau_mem / dt, n)}
    given |= {"v_leak": full(0, n), "v_threshold": full(1, n), "v_reset": full(0, n)}
    return nir.CubaLIF(**{**given, "w_in": full(tau_syn / dt, n), **more})


def drawn(rng, low, high, *shape):
    import numpy as np

    return rng.uniform(low, high, shape).astype(np.float32)


def conv(rng, outputs, inputs, size, kernel, **more):
    import nir
    import numpy as np

    settings = {"stride": (1, 1), "padding": (0, 0), "dilation": (1, 1), "groups": 1, **more}
    weight = rng.standard_normal((outputs, inputs // settings["groups"], *kernel)).astype(np.float32)
    return nir.Conv2d(size, weight, bias=(0.1 * rng.standard_normal(outputs)).astype(np.float32), **settings)


def recurrent(layer, w):
    import nir
    import numpy as np

    shape = np.array([w.weight.shape[0]])
    return nir.NIRGraph(
        nodes={"in": nir.Input(shape), "lif": layer, "w_rec": w, "out": nir.Output(shape)},
        edges=[("in", "lif"), ("lif", "w_rec"), ("w_rec", "lif"), ("lif", "out")],
        type_check=False,
    )


def around(made, name, w):
    """Feed the output of a layer back to it."""
    graph, shape = made
    graph.nodes["w"] = w
    graph.edges += [(name, "w"), ("w", name)]
    return graph, shape


def cases():
    """A run: the library, the graph and options."""
    import nir
    import numpy as np

    torch_dt, norse_dt = {"dt": 1e-4}, {"dt": 1e-3}
    pool = {"kernel_size": np.array([2, 2]), "stride": np.array([2, 2]), "padding": np.array([0, 0])}
    s, n = "snntorch", "norse"
    return {
        "snntorch-lif": (s, lambda r: chain({"fc": affine(r, 8, 5), "lif": lif(8)}, [5], [8]), torch_dt),
        "snntorch-layers": (s, lambda r: chain({"a": affine(r, 10, 6, 2), "l1": lif(10), "b": affine(r, 7, 10, 2), "l2": lif(7, tau=4e-4), "c": affine(r, 4, 7, 3), "l3": lif(4, threshold=0.7)}, [6], [4]), torch_dt),
        "snntorch-gain": (s, lambda r: chain({"fc": affine(r, 8, 5, 4), "lif": lif(8, r=full(4.0, 8))}, [5], [8]), torch_dt),
        "snntorch-cuba": (s, lambda r: chain({"fc": affine(r, 8, 5), "lif": cuba(8), "fc2": affine(r, 5, 8, 2), "lif2": cuba(5, 2e-4, 6e-4)}, [5], [5]), torch_dt),
        "snntorch-if": (s, lambda r: chain({"fc": affine(r, 8, 5), "if": nir.IF(full(1, 8), full(0.8, 8), full(0, 8))}, [5], [8]), torch_dt),
        "snntorch-recurrent": (s, lambda r: chain({"fc": affine(r, 6, 4), "rnn": recurrent(cuba(6), affine(r, 6, 6, 0.7)), "fc2": affine(r, 3, 6, 2), "out": lif(3)}, [4], [3]), torch_dt),
        "snntorch-recurrent-lif": (s, lambda r: chain({"fc": affine(r, 6, 4), "rnn": recurrent(lif(6), affine(r, 6, 6, 0.7))}, [4], [6]), torch_dt),
        "snntorch-conv": (s, lambda r: chain({"c1": conv(r, 3, 2, (8, 8), (3, 3), padding=(1, 1), stride=(2, 1)), "l1": lif((3, 4, 8)), "p": nir.AvgPool2d(**pool), "flat": nir.Flatten(np.array([3, 2, 4]), 0, -1), "fc": affine(r, 5, 24, 3), "l2": lif(5)}, [2, 8, 8], [5]), torch_dt),
        "norse-lif": (n, lambda r: chain({"fc": affine(r, 8, 5, 4), "lif": nir.LIF(tau=drawn(r, 2e-3, 9e-3, 8), r=full(1, 8), v_leak=drawn(r, -0.4, 0.4, 8), v_threshold=drawn(r, 0.5, 1, 8), v_reset=full(0, 8))}, [5], [8]), norse_dt),
        "norse-cuba": (n, lambda r: chain({"fc": affine(r, 8, 5, 4), "lif": nir.CubaLIF(tau_syn=drawn(r, 2e-3, 9e-3, 8), tau_mem=drawn(r, 2e-3, 9e-3, 8), r=drawn(r, 1, 3, 8), v_leak=drawn(r, -0.2, 0.2, 8), v_threshold=drawn(r, 0.5, 1, 8), v_reset=full(0, 8), w_in=drawn(r, 0.5, 2, 8)), "fc2": affine(r, 4, 8, 9), "lif2": lif(4, 2e-3, 2e-3)}, [5], [4]), norse_dt),
        "norse-if": (n, lambda r: chain({"fc": affine(r, 8, 5), "if": nir.IF(full(1, 8), drawn(r, 0.5, 1, 8), full(0, 8))}, [5], [8]), norse_dt),
        "norse-conv": (n, lambda r: chain({"c1": conv(r, 4, 4, (9, 7), (3, 2), padding=(2, 1), stride=(2, 1), dilation=(2, 1), groups=2), "l1": nir.IF(full(1, 4, 5, 8), full(1.5, 4, 5, 8), full(0, 4, 5, 8)), "p": nir.SumPool2d(**pool), "c2": conv(r, 3, 4, (2, 4), (2, 3), padding="same"), "l2": nir.IF(full(1, 3, 2, 4), full(2, 3, 2, 4), full(0, 3, 2, 4))}, [4, 9, 7], [3, 2, 4]), norse_dt),
        "norse-recurrent": (n, lambda r: around(chain({"fc": affine(r, 6, 4, 3), "lif": cuba(6, 3e-3, 4e-3, 1e-3), "fc2": affine(r, 3, 6, 3), "last": lif(3, 2e-3, 2e-3)}, [4], [3]), "lif", affine(r, 6, 6)), norse_dt),
        "norse-values": (n, lambda r: chain({"fc": affine(r, 8, 5, 4), "lif": lif(8, 4e-3, 4e-3)}, [5], [8]), {**norse_dt, "input": "values"}),
        "norse-skip": (n, lambda r: chain({"a": affine(r, 6, 5, 3), "l1": lif(6, 3e-3, 3e-3), "b": affine(r, 6, 6, 3), "l2": lif(6, 2e-3, 2e-3), "c": affine(r, 4, 6, 3), "l3": lif(4, 2e-3, 2e-3)}, [5], [4], [("l1", "c")]), norse_dt),
    }


if __name__ == "__main__":
    main() if sys.argv[1:] == ["--made"] else enter(sys.argv[1])
