"""Run a network of fully connected layers with Lava or NengoLoihi, and print its CPU time and spikes as JSON.

    python loihi_speed.py lava NETWORK.json
    python loihi_speed.py nengo-loihi NETWORK.json

``tools/bench/run-loihi.ts`` writes the network and runs both, each in an environment of its own (``loihi_vectors.py``).
"""

import json
import sys
import time

import numpy as np


def run_lava(network):
    """Lava's process models, called directly: its runtime with a process for each of them is slower."""
    from lava.proc.dense.models import PyDenseModelBitAcc
    from lava.proc.lif.models import PyLifModelBitAcc
    from lava.utils.weightutils import SignMode

    class Port:
        def __init__(self, recv=None):
            self.sent, self.recv = None, recv

        def send(self, data):
            self.sent = data

    given = np.zeros((network["steps"], len(network["inputs"])), bool)
    for source, steps in enumerate(network["inputs"]):
        given[steps, source] = True
    now = [0]
    before, layers = (lambda: given[now[0]]), []
    for weights in network["weights"]:
        matrix = np.array(weights, np.int32).T
        dense = PyDenseModelBitAcc({"weight_exp": 0, "num_weight_bits": 8, "sign_mode": SignMode.MIXED})
        dense.weights, dense.a_buff = matrix, np.zeros(len(matrix), np.int32)
        dense.num_message_bits, dense.s_in, dense.a_out = np.array([0]), Port(before), Port()
        lif = PyLifModelBitAcc({})
        lif.u, lif.v = np.zeros(len(matrix), np.int32), np.zeros(len(matrix), np.int32)
        lif.du, lif.dv, lif.vth = network["du"], network["dv"], network["v_threshold"]
        lif.bias_mant, lif.bias_exp = np.zeros(len(matrix), np.int32), np.zeros(len(matrix), np.int32)
        lif.a_in, lif.s_out = Port(lambda port=dense.a_out: port.sent.astype(np.int32)), Port()
        layers.append((dense, lif))
        before = lambda port=lif.s_out: port.sent  # noqa: E731
    counts = np.zeros(len(layers), int)

    def advance():
        for now[0] in range(network["steps"]):
            for layer, (dense, lif) in enumerate(layers):
                dense.run_spk()
                lif.run_spk()
                counts[layer] += lif.s_out_buff.sum()

    return advance, counts


def run_nengo_loihi(network):
    """NengoLoihi's emulator, with a block for each layer."""
    import warnings

    from nengo_loihi.block import Axon, LoihiBlock, Synapse, SynapseConfig
    from nengo_loihi.builder.builder import Model
    from nengo_loihi.builder.discretize import discretize_weights
    from nengo_loihi.emulator import EmulatorInterface
    from nengo_loihi.inputs import SpikeInput

    warnings.simplefilter("ignore")
    model = Model()
    size = len(network["inputs"])
    before = SpikeInput(size)
    by_step = [[] for _ in range(network["steps"])]
    for source, steps in enumerate(network["inputs"]):
        for step in steps:
            by_step[step].append(source)
    for step, sources in enumerate(by_step):
        before.add_spikes(step + 1, np.array(sources, int))
    model.add_input(before)
    for weights in network["weights"]:
        count = len(weights[0])
        block = LoihiBlock(count)
        part = block.compartment
        whole = lambda value: np.full(count, value, np.int32)  # noqa: E731, B023
        part.decay_u, part.decay_v = whole(network["du"]), whole(network["dv"])
        part.scale_u = part.scale_v = False
        part.vth = whole(64 * network["v_threshold"])
        part.bias = whole(0)
        part.refract_delay = whole(1)
        part.vmin, part.vmax = 1 - 2**23, 2**23 - 1
        part.noise_exp, part.noise_offset = 0, 0
        synapse = Synapse(size)
        synapse.set_weights(np.array(weights, np.float32))
        synapse.format(weight_exp=0, weight_bits=SynapseConfig.WEIGHT_BITS_MAP.index(8), fanout_type=1)
        synapse.weights = [discretize_weights(synapse.synapse_cfg, one, check_result=False) for one in synapse.weights]
        block.add_synapse(synapse)
        axon = Axon(size)
        axon.target = synapse
        axon.set_compartment_axon_map(np.arange(size))
        before.add_axon(axon)
        model.add_block(block)
        before, size = block, count
    emulator = EmulatorInterface(model, seed=0)
    emulator.strict = False
    counts = np.zeros(len(network["weights"]), int)
    ends = np.cumsum([len(one[0]) for one in network["weights"]])[:-1]

    def advance():
        for _ in range(network["steps"]):
            emulator.step()
            for layer, own in enumerate(np.split(emulator.compartment.spiked, ends)):
                counts[layer] += own.sum()

    return advance, counts


def main(library, file):
    network = json.loads(open(file, encoding="utf-8").read())
    begun = time.process_time()
    advance, counts = {"lava": run_lava, "nengo-loihi": run_nengo_loihi}[library](network)
    built = time.process_time()
    advance()
    done = time.process_time()
    print(json.dumps({"build_s": built - begun, "run_s": done - built, "spikes": counts.tolist()}))


main(*sys.argv[1:])
