"""Mappings of ten networks by sPyNNaker on a virtual board: places of neurons, keys, and compressed routing tables.

sPyNNaker needs an environment of its own, and a folder with this file spynnaker.cfg:

    pip install 'sPyNNaker==1!7.4.1'

    [Machine]
    virtual_board = True
    version = 5

It maps one network in a process:

    for k in 0 1 2 3 4 5 6 7 8 9; do python spynnaker_maps.py map $k map$k.json; done
    python spynnaker_maps.py join map?.json plugins/hardware-spinnaker/test/vectors/spynnaker-maps.json
"""

import json
import sys

ALL, ONE = {"kind": "all"}, {"kind": "one"}


def random_pairs(chance):
    return {"kind": "random", "chance": chance}


def network(populations, projections):
    """Populations with a size each, the first of sources; projections from and to numbers of them."""
    return {
        "populations": [
            {"name": f"p{k}", "size": size, "rate": 0.01, "isInput": k == 0} for k, size in enumerate(populations)
        ],
        "projections": [
            {"name": f"p{a}->p{b}", "from": a, "to": b, "pattern": pattern, "delay": [1, 1]}
            for a, b, pattern in projections
        ],
    }


NETWORKS = [
    network([784, 128, 10], [(0, 1, ALL), (1, 2, ALL)]),
    network([784, 512, 10], [(0, 1, ALL), (1, 2, ALL)]),
    network(
        [200, 1600, 400],
        [(a, b, random_pairs(0.1)) for a, b in ((0, 1), (1, 1), (1, 2), (2, 1), (2, 2))],
    ),
    network([500] + [256] * 8, [(k, k + 1, random_pairs(0.2)) for k in range(8)]),
    network([100] * 13, [(0, 1, ONE)] + [(1 + k, 1 + (k + 1) % 12, ALL) for k in range(12)]),
    network([1000, 3000], [(0, 1, random_pairs(0.05)), (1, 1, random_pairs(0.05))]),
    network(
        [256] + [512] * 4,
        [(0, 1 + k, random_pairs(0.1)) for k in range(4)]
        + [(1 + k, 1 + j, random_pairs(0.05)) for k in range(4) for j in range(4)],
    ),
    network([300, 1000, 1000, 50], [(0, 1, random_pairs(0.1)), (1, 2, ONE), (2, 3, ALL)]),
    network(
        [64, 2048, 1024, 512, 10],
        [(0, 1, ALL), (1, 2, random_pairs(0.1)), (2, 3, random_pairs(0.1)), (3, 4, ALL)],
    ),
    network(
        [400, 827, 233, 876, 219, 194, 43, 576, 118],
        [(0, 1 + k, random_pairs(0.1)) for k in range(8)]
        + [(1 + a, 1 + b, random_pairs(0.08)) for a in range(8) for b in range(8)],
    ),
]


def mapped(net):
    """Map a network; places are x, y and core, and routes have a bit for each link and core."""
    import pyNN.spiNNaker as sim
    from pacman.data import PacmanDataView
    from pacman.operations.router_compressors.pair_compressor import pair_compressor

    sim.setup(timestep=1.0)
    populations = [
        sim.Population(
            one["size"], sim.SpikeSourcePoisson(rate=10.0) if one["isInput"] else sim.IF_curr_exp(), label=one["name"]
        )
        for one in net["populations"]
    ]
    for one in net["projections"]:
        pattern = one["pattern"]
        connector = {
            "all": sim.AllToAllConnector,
            "one": sim.OneToOneConnector,
            "random": lambda: sim.FixedProbabilityConnector(pattern["chance"]),
        }[pattern["kind"]]()
        synapse = sim.StaticSynapse(weight=0.1, delay=1.0)
        sim.Projection(populations[one["from"]], populations[one["to"]], connector, synapse)
    sim.run(1)
    numbers = {one["name"]: k for k, one in enumerate(net["populations"])}

    def slice_of(vertex):
        label = getattr(getattr(vertex, "app_vertex", None), "label", None)
        if label not in numbers:
            return None
        return [numbers[label], vertex.vertex_slice.lo_atom, vertex.vertex_slice.hi_atom + 1]

    places = [(slice_of(one.vertex), one) for one in PacmanDataView.iterate_placemements()]
    keys = [(slice_of(one.vertex), one) for one in PacmanDataView.get_routing_infos()]
    result = {
        "cores": [[*own, one.x, one.y, one.p] for own, one in places if own],
        "keys": [[*own, int(one.key)] for own, one in keys if own],
        "tables": [
            [
                table.x,
                table.y,
                [[int(e.key), int(e.mask), int(e.spinnaker_route)] for e in table.multicast_routing_entries],
            ]
            for table in pair_compressor().routing_tables
        ],
    }
    sim.end()
    return {"network": net, **result}


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    if command == "map":
        which, file = arguments
        with open(file, "w") as written:
            json.dump(mapped(NETWORKS[int(which)]), written)
    else:
        *files, joined = arguments
        with open(joined, "w") as written:
            maps = [json.dumps(json.load(open(file)), separators=(",", ":")) for file in files]
            written.write('{\n  "maps": [\n    ' + ",\n    ".join(maps) + "\n  ]\n}\n")
