"""Layers of netx files for Loihi, run by Lava's fixed-point process models: vectors for the reader of such files.

    lava-nc==0.10.0 h5py

    python netx_vectors.py drawn packages/cli/test/netx/netx.json.gz
    python netx_vectors.py run NETWORK.net INPUT.npy OUT.json [STEPS]

The first draws small networks, writes them as lava-dl does, and runs them. The second runs a given file: INPUT has a row of
zeros and ones per step, or one row of values of an input layer.
"""

import base64
import gzip
import importlib.metadata
import io
import json
import sys

import h5py
import numpy as np

STEPS, CASES = 48, 24


class Port:
    """Passes arrays on."""

    def __init__(self, recv=None):
        self.sent, self.recv = None, recv

    def send(self, data):
        # Processes change what they have sent.
        self.sent = np.array(data)


def scalar(group, name, usual=None):
    if name not in group:
        return usual
    value = np.asarray(group[name][()]).reshape(-1)[0]
    return value.decode() if isinstance(value, bytes) else value


def optimised(weights):
    """Mantissas, bits and exponent with which netx stores whole weights of a dense layer; all weights are kept exactly."""
    low, high = weights.min(), weights.max()
    # Where no weight is above 0 and one is 0, netx asks for 9 bits, which shifts mantissas by -1: not so here.
    signed = 1 if low < 0 < high else 0
    if signed:
        scale = min(127 / high, -128 / low)
    else:
        scale = 255 / -low if low < 0 else 255 / high
    shift = int(np.floor(np.log2(scale))) + signed
    zeros = next(n for n in range(8, -1, -1) if not (weights % 2**n).any()) - signed
    return weights << shift, 8 - shift - zeros, -shift


def dense(weights, delays, given, graded):
    from lava.proc.dense.models import PyDelayDenseModelBitAcc, PyDenseModelBitAcc

    mantissas, bits, exponent = optimised(weights)
    model = PyDenseModelBitAcc if delays is None else PyDelayDenseModelBitAcc
    made = model({"weight_exp": exponent, "num_weight_bits": bits})
    made.weights, made.num_message_bits = mantissas.astype(np.int32), np.array([16 if graded else 0])
    made.s_in, made.a_out = Port(given), Port()
    if delays is None:
        made.a_buff = np.zeros(len(weights), np.int32)
    else:
        made.delays, made.a_buff = delays, np.zeros((len(weights), 63), np.int32)
    return made


def conv(layer, shape, given, graded):
    from lava.proc.conv.models import PyConvModelFixed

    weight = layer["weight"][()].astype(int)
    weight = weight.reshape(weight.shape[:4])[:, :, ::-1, ::-1].transpose((0, 3, 2, 1))
    both = lambda name: np.broadcast_to(layer[name][()], (2,))[::-1].astype(int)  # noqa: E731
    made = PyConvModelFixed({})
    made.weight, made.kernel_size = weight.astype(np.int32), np.array(weight.shape[1:3])
    made.stride, made.padding, made.dilation = both("stride"), both("padding"), both("dilation")
    made.groups, made.num_message_bits = np.array([scalar(layer, "groups")]), np.array([16 if graded else 0])
    made.s_in, made.a_out = Port(lambda: given().reshape(shape).transpose((2, 1, 0))), Port()
    made.a_buf = np.zeros([int(n) for n in layer["shape"][()][::-1]], np.int32)
    return made


def neurons(layer, size, is_input, spike_exp=6):
    """A process model, and the names of its state."""
    from lava.proc.lif.models import PyLifModelBitAcc
    from lava.proc.sdn.models import PySigmaDeltaModelFixed, PySigmaModelFixed
    from lava.proc.sdn.process import ActivationMode

    neuron = layer["neuron"]
    bias = np.zeros(size, np.int32)
    if "bias" in layer and not is_input:
        given = layer["bias"][()].astype(int).reshape(-1)
        bias = np.repeat(given, size // len(given))
    zeros = lambda: np.zeros(size, np.int32)  # noqa: E731
    if scalar(neuron, "type") in ("LOIHI", "CUBA"):
        made = PyLifModelBitAcc({})
        made.u, made.v = zeros(), zeros()
        made.du, made.dv = int(scalar(neuron, "iDecay")) - 1, int(scalar(neuron, "vDecay"))
        made.vth = int(scalar(neuron, "vThMant"))
        made.bias_mant, made.bias_exp = bias, np.full(size, 6)
        return made, ["u", "v"]
    if "sigma_output" in neuron:
        made = PySigmaModelFixed({})
        made.sigma = zeros()
        return made, ["sigma"]
    made = PySigmaDeltaModelFixed({"act_mode": ActivationMode.RELU})
    made.sigma, made.act, made.residue, made.error = zeros(), zeros(), zeros(), zeros()
    made.spike_exp, made.state_exp, made.cum_error = spike_exp, 6, np.array([False])
    unit = 1 << (spike_exp + 6)
    made.vth, made.bias = int(scalar(neuron, "vThMant")) * unit, bias * unit
    return made, ["sigma", "act", "residue"]


def run(file, given, steps):
    """States and spikes of each layer; neurons are in the order channel, row, column."""
    layers, now = [], [0]
    before, shape, graded = (lambda: given[now[0]]), None, False
    with h5py.File(file, "r") as h:
        for index in range(len(h["layer"])):
            layer = h[f"layer/{index}"]
            kind = scalar(layer, "type")
            if kind == "flatten":
                shape = None
                continue
            size = int(np.prod(layer["shape"][()]))
            neuron, names = neurons(layer, size, kind == "input")
            inputs = []
            if kind == "input":
                values = given[0] * int(scalar(layer, "weight", 64)) + int(scalar(layer, "bias", 0))
                neuron.bias_mant = np.trunc(values).astype(np.int32)
            elif kind == "conv":
                inputs.append(conv(layer, shape, before, graded))
            else:
                weights = layer["weight"][()].astype(int).reshape(size, -1)
                delays = layer["delay"][()] if "delay" in layer else None
                if delays is not None:
                    of_targets = np.ndim(delays) == 0 or len(delays) == size
                    column = np.reshape(delays, (-1, 1) if of_targets else (1, -1))
                    delays = np.broadcast_to(column, weights.shape).astype(int)
                inputs.append(dense(weights, delays, before, graded))
            recurrent = None
            if kind == "dense_rec":
                # Weights are exact in any format, so that each matrix may have its own.
                own = layer["weight_rec"][()].astype(int).reshape(size, -1)
                recurrent = dense(own, None, None, graded)
            layers.append(wired(neuron, names, inputs, recurrent, size))
            before, shape = layers[-1]["sent"], layer["shape"][()]
            graded = "sigma" in names
        for now[0] in range(steps):
            for one in layers:
                one["step"]()
    return [{key: one[key] for key in ("names", "spikes", "states")} for one in layers]


def wired(neuron, names, inputs, recurrent, size):
    """A layer that records its states and spikes."""
    spikes, states = [], []

    def flat(model):
        # Convolutions send columns, rows and channels.
        return model.a_out.sent.transpose((2, 1, 0)).reshape(-1) if model.a_out.sent.ndim == 3 else model.a_out.sent

    def arriving():
        sent = [flat(one) for one in ([*inputs, recurrent] if recurrent else inputs)]
        return np.sum(sent, axis=0).astype(np.int32) if sent else np.zeros(size, np.int32)

    neuron.a_in, neuron.s_out = Port(arriving), Port()

    def fired():
        neuron.run_spk()
        return neuron.s_out.sent

    if recurrent:
        recurrent.s_in = Port(fired)

    def step():
        for one in inputs:
            one.run_spk()
        if recurrent:
            recurrent.run_spk()
        else:
            fired()
        sent = neuron.s_out.sent.astype(int)
        spikes.append([[int(k), int(sent[k])] for k in sent.nonzero()[0]])
        states.append([int(value) for name in names for value in getattr(neuron, name)])

    return {"names": names, "spikes": spikes, "states": states, "step": step, "sent": lambda: neuron.s_out.sent}


def hashed(values):
    code = 0
    for value in values:
        code = (31 * code + value) % 2147483647
    return code


def summary(layer):
    return {
        "states": layer["names"],
        "spikes": [[step, *one] for step, row in enumerate(layer["spikes"]) for one in row],
        "hash": hashed(value for row in layer["states"] for value in row),
        "last": layer["states"][-1],
    }


def write_neuron(group, rng, kind):
    neuron = group.create_group("neuron")
    if kind == "SDNN":
        neuron["type"], neuron["vThMant"], neuron["activation"] = "SDNN", int(rng.integers(0, 6)), "relu"
        return
    neuron["type"], neuron["refDelay"], neuron["gradedSpike"] = kind, 1, False
    neuron["iDecay"], neuron["vDecay"] = int(rng.integers(1, 4097)), int(rng.integers(0, 2048))
    neuron["vThMant"] = int(rng.integers(20, 300))


def write_layer(layers, kind, shape):
    group = layers.create_group(str(len(layers)))
    group["type"], group["shape"] = np.array([kind], "S10"), np.array(shape)
    return group


def drawn_weights(rng, shape):
    """Even weights of both signs, odd ones, or those of one sign."""
    low, high, unit = [(-127, 128, 2), (-127, 128, 1), (0, 256, 1), (-255, 1, 1)][rng.integers(0, 4)]
    return (unit * rng.integers(low, high, shape)).astype(np.float32)


def drawn_file(which):
    rng = np.random.default_rng(which)
    held = io.BytesIO()
    with h5py.File(held, "w") as h:
        layers = h.create_group("layer")
        form = which % 4
        kind = "SDNN" if form == 3 else ["LOIHI", "CUBA"][which % 2]
        if form == 2:
            shape = (2, int(rng.integers(4, 7)), int(rng.integers(4, 8)))
            first = write_layer(layers, "input", shape)
            write_neuron(first, rng, "CUBA")
            first["weight"], first["bias"] = np.float32(rng.integers(10, 60)), np.float32(rng.integers(0, 40))
            stride, padding = rng.integers(1, 3, 2), rng.integers(0, 2, 2)
            groups, kernel = int(rng.integers(1, 3)), rng.integers(2, 4, 2)
            out = [(n + 2 * p - k) // s + 1 for n, p, k, s in zip(shape[1:], padding, kernel, stride)]
            second = write_layer(layers, "conv", (4, *out))
            write_neuron(second, rng, "CUBA")
            second["weight"] = drawn_weights(rng, (4, 2 // groups, *kernel))
            second["stride"], second["padding"], second["dilation"] = stride, padding, np.array([1, 1])
            second["groups"], second["bias"] = groups, rng.integers(-9, 30, 4).astype(np.float32)
            write_layer(layers, "flatten", (1, 1, 4 * out[0] * out[1]))
            sources, given = 4 * out[0] * out[1], rng.integers(0, 30, (1, int(np.prod(shape)))).astype(float)
        else:
            sources = int(rng.integers(2, 9))
            given = (rng.random((STEPS - 1, sources)) < 0.3).astype(float)
        for depth in range(2):
            size = int(rng.integers(2, 9))
            recurrent = form == 1 and depth == 0
            layer = write_layer(layers, "dense_rec" if recurrent else "dense", (size,))
            write_neuron(layer, rng, kind)
            layer["weight"] = drawn_weights(rng, (size, sources))
            if recurrent:
                layer["weight_rec"] = drawn_weights(rng, (size, size))
            if depth == 1 and form == 3:
                layer["neuron"]["sigma_output"] = True
            elif rng.random() < 0.7:
                layer["bias"] = rng.integers(-20, 60, size).astype(np.float32)
            if form == 0:
                number = [(), (size,), (sources,)][rng.integers(0, 3)]
                layer["delay"] = rng.integers(0, 12, number)
            sources = size
    return held.getvalue(), given


def main(task, *rest):
    if task == "run":
        file, given, out, *steps = rest
        values = np.load(given)
        layers = run(file, values, int(steps[0]) if steps else len(values))
        with open(out, "w", encoding="utf-8") as written:
            json.dump([summary(layer) for layer in layers], written)
        return
    cases = []
    for which in range(CASES):
        data, given = drawn_file(which)
        padded = given if which % 4 == 2 else np.vstack([given, np.zeros((1, given.shape[1]))])
        layers = [summary(layer) for layer in run(io.BytesIO(data), padded, STEPS)]
        file = base64.b64encode(data).decode()
        cases.append({"file": file, "input": given.astype(int).tolist(), "layers": layers})
    made = {"lava-nc": importlib.metadata.version("lava-nc"), "steps": STEPS, "cases": cases}
    with gzip.GzipFile(rest[0], "wb", mtime=0) as out:
        out.write(json.dumps(made, separators=(",", ":")).encode())


main(*sys.argv[1:])
