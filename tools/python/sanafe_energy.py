"""Print the energy that SANA-FE counts for two connected groups on its model of Loihi.

Needs `pip install sanafe==2.2.9`. `packages/mapping/test/energy.test.ts` holds its output.
"""

import json

import sanafe


def energy_of(case):
    """Let every source spike in each step, and no target in any."""
    architecture = sanafe.load_loihi()
    network = sanafe.Network()
    sources = network.create_neuron_group(
        "sources",
        case["sources"],
        model_attributes={"threshold": 0.5, "bias": 1.0, "reset": 0.0, "leak_decay": 1.0},
    )
    targets = network.create_neuron_group(
        "targets", case["targets"], model_attributes={"threshold": 1e9, "leak_decay": 1.0}
    )
    for i in range(case["sources"]):
        for j in range(case["targets"]):
            sources[i].connect_to_neuron(targets[j], {"weight": 1.0})
    for i in range(case["sources"]):
        sources[i].map_to_core(architecture.tiles[case["from"]].cores[0])
    for j in range(case["targets"]):
        targets[j].map_to_core(architecture.tiles[case["to"]].cores[0])
    chip = sanafe.SpikingChip(architecture)
    chip.load(network)
    result = chip.sim(case["steps"], timing_model="simple", perf_trace=True)
    return {
        **case,
        "spikes": result["neurons_fired"],
        "synapticOperations": result["spikes"],
        "packets": result["packets_sent"],
        "hops": sum(result["perf_trace"]["hops"]),
        "pJ": round(1e12 * result["energy"]["total"], 3),
    }


CASES = [
    {"sources": 100, "targets": 50, "steps": 10, "from": 0, "to": 5},
    {"sources": 200, "targets": 64, "steps": 25, "from": 0, "to": 31},
    {"sources": 60, "targets": 120, "steps": 7, "from": 3, "to": 12},
    {"sources": 30, "targets": 3, "steps": 40, "from": 8, "to": 9},
]

if __name__ == "__main__":
    for one in CASES:
        print(json.dumps(energy_of(one)))
