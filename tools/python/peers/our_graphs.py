"""Run graphs written by SpikeLoom in snnTorch and SpikingJelly, with their own readers.

``python our_graphs.py IN OUT``: IN contains the graphs and inputs written by ``write-our-graphs.ts``, OUT the steps
in which each neuron of each layer spikes.
"""

import json
import sys
from pathlib import Path


def spikes_in(net, given, names):
    """Spikes of layers in each step."""
    state, kept, spikes = None, {name: [] for name in names}, {}
    for name, inner in names.items():
        module = net.get_submodule(inner)
        module.register_forward_hook(lambda _, __, out, name=name: spikes.update({name: out}))
    for x in given:
        _, state = net(x[None], state)
        for name in names:
            found = spikes[name]
            kept[name].append((found[0] if isinstance(found, tuple) else found)[0])
    return kept


def in_snntorch(graph, given):
    from snntorch.import_nir import import_from_nir

    return spikes_in(import_from_nir(graph), given, {"hidden": "hidden.lif", "last": "last"})


def in_spikingjelly(graph, given):
    from spikingjelly.activation_based.nir_exchange.from_nir import import_from_nir

    return spikes_in(import_from_nir(graph, dt=1e-4), given, {"hidden": "hidden", "last": "last"})


def main(folder, out):
    import importlib.metadata

    import nir
    import torch

    torch.set_grad_enabled(False)
    steps = json.loads((folder / "ours-given.json").read_text())
    given = torch.zeros(len(steps), 12)
    for step, neurons in enumerate(steps):
        given[step, neurons] = 1
    for library, run in {"snntorch": in_snntorch, "spikingjelly": in_spikingjelly}.items():
        graph = nir.read(folder / f"ours-in-{library}.nir")
        layers = run(graph, given)
        found = {name: [[int(k) for k in row.nonzero()[:, 0]] for row in rows] for name, rows in layers.items()}
        print(library, {name: sum(map(len, rows)) for name, rows in found.items()})
        text = json.dumps({"version": importlib.metadata.version(library), "layers": found})
        (out / f"ours-in-{library}.spikes.json").write_text(text + "\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
