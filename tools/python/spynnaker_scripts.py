"""Run exported scripts by sPyNNaker on a virtual board: slices, shifts, words of parameters and of synapses.

sPyNNaker needs an environment of its own (see spynnaker_maps.py), with the same lines in ~/.spynnaker.cfg. It runs one script
in a process:

    node --conditions=@spikeloom/source tools/python/write-spynnaker-scripts.ts scripts
    for k in scripts/*/; do python spynnaker_scripts.py map $k; done
    python spynnaker_scripts.py join scripts plugins/hardware-spinnaker/test/vectors/spynnaker-scripts.json
"""

import importlib.util
import json
import sys
from pathlib import Path

import numpy as np

PARAMETERS = ["cm", "tau_m", "v_rest", "v_reset", "v_thresh", "tau_refrac", "i_offset", "tau_syn_E", "tau_syn_I"]


def fnv(words):
    """FNV-1a over words of 32 bits."""
    value = 0x811C9DC5
    for word in words:
        value = ((value ^ (int(word) & 0xFFFFFFFF)) * 0x01000193) & 0xFFFFFFFF
    return value


def parameter_words(population, encode):
    """Words of the parameters and of the initial potential, for three neurons."""
    vertex = population._vertex
    chosen = sorted({0, population.size // 2, population.size - 1})

    def words(values):
        return [int(encode(float(values[neuron]))) for neuron in chosen]

    return {
        "neurons": chosen,
        **{name: words(list(vertex.get_parameter_values([name])[name])) for name in PARAMETERS},
        "v": words(list(vertex.get_initial_state_values(["v"])["v"])),
    }


def mapped(folder):
    """Run a script, and describe what sPyNNaker made of it."""
    import pyNN.spiNNaker as sim
    from spinn_front_end_common.interface.ds import DataType
    from spynnaker.pyNN.data import SpynnakerDataView
    from spynnaker.pyNN.models.utility_models.delays import DelayExtensionVertex

    spec = importlib.util.spec_from_file_location("network", folder / "network.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    populations, projections = script.build()
    # Read before the run: afterwards, sPyNNaker reads them from the machine.
    words = {
        name: parameter_words(one, DataType.S1615.encode_as_int)
        for name, one in populations.items()
        if hasattr(one._vertex, "get_ring_buffer_shifts")
    }
    sim.run(1)

    def cores(vertex):
        # Below 1 ms, neurons and their synapses have cores of their own with the same slice.
        return sorted({(one.vertex_slice.lo_atom, one.vertex_slice.hi_atom + 1) for one in vertex.machine_vertices})

    result = {
        "digest": (folder / "digest").read_text(),
        "cores": {name: cores(one._vertex) for name, one in populations.items()},
        "all": sum(len(list(one._vertex.machine_vertices)) for one in populations.values()),
        "extensions": {
            vertex.source_vertex.label: [vertex.delay_per_stage, vertex.n_delay_stages, len(cores(vertex))]
            for vertex in SpynnakerDataView.iterate_vertices()
            if isinstance(vertex, DelayExtensionVertex)
        },
        "shifts": {},
        "words": words,
        "synapses": {},
    }
    for name, population in populations.items():
        vertex = population._vertex
        if not hasattr(vertex, "get_ring_buffer_shifts"):
            continue
        result["shifts"][name] = [int(shift) for shift in vertex.get_ring_buffer_shifts()]
    for name, projection in projections.items():
        info = projection._synapse_information
        vertex = projection._projection_edge.post_vertex
        slices = vertex.splitter.get_in_coming_slices()
        scale = vertex.get_weight_scales(vertex.get_ring_buffer_shifts())[info.synapse_type]
        rows = []
        for own in slices:
            block = info.connector.create_synaptic_block(slices, own, info.synapse_type, info)
            # As rows are written: synapse_dynamics_static.py and synapse_io.py.
            stored = np.rint(np.abs(block["weight"] * scale)).astype(np.uint32) & 0xFFFF
            delays = np.rint(block["delay"] * SpynnakerDataView.get_simulation_time_step_per_ms()).astype(int)
            rows += zip(block["source"], block["target"], stored, delays, strict=True)
        rows = sorted(tuple(int(value) for value in row) for row in rows)
        result["synapses"][name] = [info.synapse_type, len(rows), fnv(value for row in rows for value in row)]
    sim.end()
    return result


if __name__ == "__main__":
    command, given, *joined = sys.argv[1:]
    folder = Path(given)
    if command == "map":
        (folder / "map.json").write_text(json.dumps(mapped(folder.resolve())))
    else:
        files = sorted(folder.glob("*/map.json"), key=lambda file: int(file.parent.name))
        lines = [json.dumps(json.loads(file.read_text()), separators=(",", ":")) for file in files]
        Path(joined[0]).write_text('{\n  "scripts": [\n    ' + ",\n    ".join(lines) + "\n  ]\n}\n")
