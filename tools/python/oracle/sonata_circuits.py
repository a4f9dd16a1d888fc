"""Circuits of SONATA that the Brain Modeling Toolkit builds and runs on NEST."""

import contextlib
import json

import h5py
import numpy as np
from bmtk.builder import NetworkBuilder
from bmtk.simulator import pointnet

STEP_MS = 0.1


def write_json(path, content):
    """Write a file of JSON, with its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content))


def circuit(folder, templates, seed, tstop=300.0, sources=40):
    """Build a population with nodes of each template, and a virtual one that drives it.

    ``templates`` has lists of parameters by name of the template: one node type each. ``weights`` gives the
    excitatory and inhibitory weights of edges within and from outside.
    """
    chance = np.random.default_rng(seed)
    inner, outer = NetworkBuilder("inner"), NetworkBuilder("outer")
    for template, (types, _) in templates.items():
        for k, parameters in enumerate(types):
            name = f"{template}_{k}.json"
            write_json(folder / "models" / name, parameters)
            inner.add_nodes(
                N=12,
                model_type="point_neuron",
                model_template=f"nest:{template}",
                dynamics_params=name,
                template=template,
                x=chance.uniform(-50, 50, 12),
            )
    outer.add_nodes(N=sources, model_type="virtual")
    write_json(folder / "synapses" / "static.json", {})
    common = {"dynamics_params": "static.json", "model_template": "static_synapse"}
    for template, (_, (drive, excite, inhibit)) in templates.items():
        target = {"template": template}
        drawn = inner.add_edges(source=outer.nodes(), target=inner.nodes(**target), connection_rule=lambda *_: int(chance.random() < 0.5), delay=1.2, **common)  # fmt: skip
        drawn.add_properties("syn_weight", rule=lambda *_: round(drive * chance.uniform(0.5, 1.5), 3), dtypes=float)  # fmt: skip
        for weight, share in ((excite, 0.1), (inhibit, 0.1)):
            drawn = inner.add_edges(source=inner.nodes(), target=inner.nodes(**target), connection_rule=lambda *_, share=share: int(chance.random() < share), syn_weight=weight, nsyns=2, **common)  # fmt: skip
            drawn.add_properties("delay", rule=lambda *_: round(chance.integers(5, 40) * STEP_MS, 1), dtypes=float)  # fmt: skip
    for network in (inner, outer):
        network.build()
        network.save(output_dir=str(folder / "network"))
    spikes(folder / "inputs" / "spikes.h5", sources, tstop, chance)
    configure(folder, tstop)


def spikes(path, sources, tstop, chance):
    """Write spikes that lie between the steps."""
    path.parent.mkdir(parents=True, exist_ok=True)
    counts = chance.poisson(tstop * 0.05, sources)
    times = [np.round(np.sort(chance.uniform(1, tstop, count)), 3) for count in counts]
    with h5py.File(path, "w") as file:
        group = file.create_group("spikes/outer")
        group.create_dataset("timestamps", data=np.concatenate(times)).attrs["units"] = "milliseconds"
        group["node_ids"] = np.repeat(np.arange(sources, dtype=np.uint64), counts)


def configure(folder, tstop):
    """Write the configurations of circuit and simulation."""
    names = sorted(path.name for path in (folder / "network").iterdir())
    files = {
        kind: [
            {
                f"{kind}s_file": f"$NET/{name}",
                f"{kind}_types_file": f"$NET/{name.replace('s.h5', '_types.csv')}",
            }
            for name in names
            if name.endswith(f"{kind}s.h5")
        ]
        for kind in ("node", "edge")
    }
    write_json(
        folder / "circuit_config.json",
        {
            "manifest": {"$BASE": ".", "$NET": "$BASE/network"},
            "target_simulator": "NEST",
            "components": {
                "point_neuron_models_dir": "$BASE/models",
                "synaptic_models_dir": "$BASE/synapses",
            },
            "networks": {"nodes": files["node"], "edges": files["edge"]},
        },
    )
    write_json(
        folder / "simulation_config.json",
        {
            "manifest": {"$BASE": "."},
            "network": "$BASE/circuit_config.json",
            "run": {"tstop": tstop, "dt": STEP_MS},
            "target_simulator": "NEST",
            "node_sets": {"few": {"population": "inner", "node_id": [0, 3, 5]}},
            "inputs": {
                "spikes": {
                    "input_type": "spikes",
                    "module": "h5",
                    "input_file": "$BASE/inputs/spikes.h5",
                    "node_set": {"population": "outer"},
                },
                "clamp": {
                    "input_type": "current_clamp",
                    "module": "IClamp",
                    "node_set": "few",
                    "amp": [250.0, 500.0],
                    "delay": [40.0, 120.0],
                    "duration": [50.0, 60.0],
                },
            },
            "reports": {
                "potential": {
                    "cells": "few",
                    "variable_name": "V_m",
                    "module": "multimeter_report",
                    "sections": "soma",
                }
            },
            "output": {"output_dir": "$BASE/output", "spikes_file": "spikes.h5"},
        },
    )


def run_bmtk(config):
    """Run a configuration with PointNet; return its result folder, the sibling folder ``output``."""
    # Its paths are relative to the working directory.
    with contextlib.chdir(config.parent):
        configured = pointnet.Config.from_json(config.name)
        configured.build_env(force=True)
        network = pointnet.PointNetwork.from_config(configured)
        pointnet.PointSimulator.from_config(configured, network).run()
    return config.parent / "output"


def read_spikes(path, population):
    """Return (step, node) of each spike in a SONATA file, ascending."""
    with h5py.File(path) as file:
        group = file["spikes"].get(population)
        if group is None:
            return np.empty((0, 2), int)
        steps = np.rint(group["timestamps"][:] / STEP_MS).astype(int)
        pairs = np.column_stack([steps, group["node_ids"][:].astype(int)])
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
