"""Vectors of Loihi's public models: the same drawn networks, run by Lava and by NengoLoihi.

Each library needs an environment of its own with Python 3.10, because they need different versions of NumPy:

    lava-nc==0.10.0
    nengo-loihi==1.1.0 nengo==3.2.0 numpy==1.23.5

    python loihi_vectors.py lava lava.json
    python loihi_vectors.py nengo-loihi nengo.json
    python loihi_vectors.py join lava.json nengo.json plugins/hardware-loihi/test/vectors/public-models.json.gz
    python loihi_vectors.py loihi-2 plugins/hardware-loihi/test/vectors/loihi-2.json.gz
    python loihi_vectors.py learning plugins/hardware-loihi/test/vectors/learning.json.gz
    python loihi_vectors.py learning-formats plugins/hardware-loihi/test/vectors/learning-formats.json.gz

The last three, of neurons of Loihi 2 and of the learning engine, need Lava alone.
"""

import gzip
import importlib.metadata
import itertools
import json
import random
import sys

CASES, STEPS, NEURONS, INPUTS, EVERY = 200, 64, 2, 4, 8


LEARNING_CASES, SOURCES, TARGETS = 40, 3, 2
TERMS = [
    "x1 * y0", "y1 * x0", "x2 * y0", "y2 * x0", "x1 * y1 * u0", "y3 * x0 * (w + 3)", "u0 * w", "x0 * sgn(w) * (y1 - 5)",
    "y0 * (x1 + 7) * (w - 20)", "u0 * t", "u0", "x0 * y0", "u0 * y1 * t", "u0 * (d - 9)",
]


def drawn_learning(which):
    """A learning rule, the initial weights of three sources and two targets, and the spikes of both."""
    rng = random.Random(f"learning {which}")

    def rule(count):
        text = ""
        for k in range(count):
            sign = rng.choice("+-")
            scale = f"{rng.choice([1, 2, 3, 5, 7])} * 2^{rng.randint(-7, 1)}"
            text += (f" {sign} " if k or sign == "-" else "") + f"{scale} * {rng.choice(TERMS)}"
        return text.strip()

    def spikes(count):
        return [[int(rng.random() < rate) for _ in range(count)] for _ in range(STEPS)]

    signs = rng.choice(["excitatory", "inhibitory", "mixed"])
    low, high = {"excitatory": (0, 255), "inhibitory": (-255, 0), "mixed": (-128, 127)}[signs]
    rate = rng.choice([0.1, 0.3, 0.6])
    return {
        "dw": rule(rng.randint(1, 3)),
        "dt": rule(1),
        "dd": rule(1),
        "epoch": rng.choice([1, 1, 2, 3, 4, 8]),
        "signs": signs,
        "traces": {
            name: {"impulse": rng.randint(1, 127), "tau": rng.choice([0, 2, 5.5, 10, 40])}
            for name in ["x1", "x2", "y1", "y2", "y3"]
        },
        "weights": [[rng.randint(low, high) for _ in range(SOURCES)] for _ in range(TARGETS)],
        "pre": spikes(SOURCES),
        # The emulator's targets are driven, so that they cannot spike in the first step.
        "post": [[0] * TARGETS, *spikes(TARGETS)[1:]],
    }


def run_learning(case):
    """Call Lava's learning model step by step, with random numbers that never round up."""
    import numpy as np
    from lava.magma.core.learning.learning_rule import Loihi2FLearningRule
    from lava.magma.core.model.py.connection import LearningConnectionModelBitApproximate
    from lava.utils.weightutils import SignMode

    class Down:
        random_trace_decay, random_impulse_addition, random_stochastic_round = 1.0, 10**6, 1.0

        def advance(self):
            """Keep the numbers."""

    class Model(LearningConnectionModelBitApproximate):
        def run_spk(self):
            """Deliver nothing."""

    traces = {f"{name}_{key}": trace[key] for name, trace in case["traces"].items() for key in ("impulse", "tau")}
    rules = {name: case[name] for name in ("dw", "dt", "dd")}
    model = Model.__new__(Model)
    model._shape = (TARGETS, SOURCES)
    model._learning_rule = Loihi2FLearningRule(t_epoch=case["epoch"], **rules, **traces)
    model._graded_spike_cfg = 0
    model.sign_mode = SignMode[case["signs"].upper()]
    model.weights = np.array(case["weights"])
    model.tag_1, model.tag_2 = np.zeros(model._shape, int), np.zeros(model._shape, int)
    for name in ("tx", "x1", "x2", "ty", "y1", "y2", "y3"):
        setattr(model, name, np.zeros(SOURCES if "x" in name else TARGETS, int))
    model.x0, model.y0 = np.zeros(SOURCES, bool), np.zeros(TARGETS, bool)
    model._store_impulses_and_taus()
    model._build_learning_rule_appliers()
    model._x_random = model._y_random = model._conn_var_random = Down()
    after = {"weight": [], "tag": [], "delay_tag": []}
    for step in range(STEPS):
        model.time_step = step + 1
        model._process_pre_spikes(np.array(case["pre"][step]))
        model._process_post_spikes(np.array(case["post"][step]).astype(bool))
        if model.lrn_guard():
            model.run_lrn()
        for name, values in (("weight", model.weights), ("tag", model.tag_1), ("delay_tag", model.tag_2)):
            after[name].append(values.T.ravel().tolist())
    return {**case, "after": after}


FORMATS_THAT_LEARN = [
    (8, 2, "excitatory"), (4, 0, "excitatory"), (5, 3, "inhibitory"), (6, -2, "mixed"),
    (3, -3, "inhibitory"), (8, -1, "mixed"), (1, 1, "excitatory"), (2, 5, "mixed"),
]


def run_learning_format(which):
    """Sums that Lava's learning connection sends, with few bits at the start and an exponent."""
    import numpy as np
    from lava.magma.core.learning.learning_rule import Loihi2FLearningRule
    from lava.proc.dense.models import PyLearningDenseModelBitApproximate
    from lava.utils.weightutils import SignMode

    class Down:
        random_trace_decay, random_impulse_addition, random_stochastic_round = 1.0, 10**6, 1.0

        def advance(self):
            """Keep the numbers."""

    class Port:
        def __init__(self, recv=None):
            self.sent, self.recv = None, recv

        def send(self, data):
            self.sent = np.array(data)

    steps = 24
    bits, exponent, signs = FORMATS_THAT_LEARN[which]
    rng = random.Random(f"learning formats {which}")
    low, high = {"excitatory": (0, 255), "inhibitory": (-255, 0), "mixed": (-128, 127)}[signs]
    case = {
        "bits": bits,
        "exponent": exponent,
        "signs": signs,
        "epoch": rng.choice([1, 1, 2]),
        "dw": f"{rng.choice(['', '-'])}2^-{rng.randint(1, 3)} * x1 * u0 - 2^-2 * x1 * x0",
        "traces": {"x1": {"impulse": rng.randint(30, 100), "tau": rng.choice([2, 5.5, 10])}},
        "weights": [[rng.randint(low, high) for _ in range(SOURCES)] for _ in range(TARGETS)],
        "pre": [[int(rng.random() < 0.4) for _ in range(SOURCES)] for _ in range(steps)],
    }
    trace = case["traces"]["x1"]
    model = PyLearningDenseModelBitApproximate.__new__(PyLearningDenseModelBitApproximate)
    model._shape = (TARGETS, SOURCES)
    model.proc_params = {"num_weight_bits": bits, "weight_exp": exponent}
    model.num_weight_bits, model.weights_set = bits, False
    model._learning_rule = Loihi2FLearningRule(
        t_epoch=case["epoch"], dw=case["dw"], x1_impulse=trace["impulse"], x1_tau=trace["tau"]
    )
    model._graded_spike_cfg = 0
    model.sign_mode = SignMode[signs.upper()]
    model.weights = np.array(case["weights"])
    model.tag_1, model.tag_2 = np.zeros(model._shape, int), np.zeros(model._shape, int)
    for name in ("tx", "x1", "x2", "ty", "y1", "y2", "y3"):
        setattr(model, name, np.zeros(SOURCES if "x" in name else TARGETS, int))
    model.x0, model.y0 = np.zeros(SOURCES, bool), np.zeros(TARGETS, bool)
    model._store_impulses_and_taus()
    model._build_learning_rule_appliers()
    model._x_random = model._y_random = model._conn_var_random = Down()
    model.num_message_bits, model.a_buff, model.a_out = np.array([0]), np.zeros(TARGETS, int), Port()
    now = [0]
    model.s_in = Port(lambda: np.array(case["pre"][now[0]]))
    for name in ("s_in_bap", "s_in_y1", "s_in_y2", "s_in_y3"):
        setattr(model, name, Port(lambda: np.zeros(TARGETS, int)))
    sums = []
    for now[0] in range(steps):
        model.time_step = now[0] + 1
        model.run_spk()
        sums.append(model.a_out.sent.tolist())
        if model.lrn_guard():
            model.run_lrn()
    return {**case, "sums": sums}


def drawn_case(which):
    """Two neurons that drive each other and are driven from outside.

    In a quarter of the cases all models agree: weights that can be stored, without negative exponents. In another quarter
    sums leave their registers.
    """
    rng = random.Random(f"loihi {which}")
    calm, wild = which % 4 == 0, which % 4 == 3

    def projection(sources):
        bits, mixed, sign = rng.choice([1, 2, 3, 4, 5, 6, 8, 8, 8]), rng.randint(0, 1), rng.choice([-1, 1])
        cut = 2 ** (8 - bits + mixed)
        low, high = (-256, 255) if mixed else (0, 255)
        drawn = [[rng.randint(low, high) for _ in range(NEURONS)] for _ in range(sources)]
        if calm:
            most = 2 ** (bits - mixed) - 1
            drawn = [[cut * max(-most, min(most, weight // cut)) for weight in row] for row in drawn]
        exponent = rng.randint(0, 3) if calm else rng.randint(3, 7) if wild else rng.randint(-3, 3)
        weights = drawn if mixed else [[sign * weight for weight in row] for row in drawn]
        return {"bits": bits, "exponent": exponent, "mixed": mixed, "weights": weights}

    return {
        "du": rng.choice([0, 4095, rng.randint(0, 4095), rng.randint(0, 4095)]),
        "dv": rng.choice([0, rng.randint(0, 4095), rng.randint(0, 4095)]),
        "v_threshold": rng.randint(1, 131071 if wild else 1000),
        "bias": [rng.randint(-4095, 4095) if rng.random() < 0.5 else 0 for _ in range(NEURONS)],
        "bias_exp": rng.randint(0, 7 if wild else 3),
        "refractory_steps": 1 if which % 2 == 0 or which % 8 == 3 else rng.randint(2, 9),
        "inputs": [[k for k in range(STEPS - 1) if rng.random() < 0.3] for _ in range(INPUTS)],
        "outside": projection(INPUTS),
        "recurrent": projection(NEURONS),
    }


def run_lava(case):
    """Lava's fixed-point process models, with ports that pass arrays on. It has no refractoriness."""
    if case["refractory_steps"] != 1:
        return None
    import numpy as np
    from lava.proc.dense.models import PyDenseModelBitAcc
    from lava.proc.lif.models import PyLifModelBitAcc
    from lava.utils.weightutils import SignMode

    class Port:
        def __init__(self, recv=None):
            self.sent, self.recv = None, recv

        def send(self, data):
            self.sent = data

    def dense(projection, recv):
        matrix = np.array(projection["weights"], np.int32).T
        signed = SignMode.INHIBITORY if matrix.min() < 0 else SignMode.EXCITATORY
        sign_mode = SignMode.MIXED if projection["mixed"] else signed
        made = PyDenseModelBitAcc(
            {"weight_exp": projection["exponent"], "num_weight_bits": projection["bits"], "sign_mode": sign_mode}
        )
        made.weights, made.a_buff, made.num_message_bits = matrix, np.zeros(NEURONS, np.int32), np.array([0])
        made.s_in, made.a_out = Port(recv), Port()
        return made

    now = [0]
    outside = dense(case["outside"], lambda: np.array([now[0] in own for own in case["inputs"]]))
    lif = PyLifModelBitAcc({})
    lif.u, lif.v = np.zeros(NEURONS, np.int32), np.zeros(NEURONS, np.int32)
    lif.du, lif.dv, lif.vth = case["du"], case["dv"], case["v_threshold"]
    lif.bias_mant, lif.bias_exp = np.array(case["bias"]), np.full(NEURONS, case["bias_exp"])

    def spikes():
        lif.run_spk()
        return lif.s_out_buff

    recurrent = dense(case["recurrent"], spikes)
    lif.a_in = Port(lambda: (outside.a_out.sent + recurrent.a_out.sent).astype(np.int32))
    lif.s_out = Port()
    rows = []
    for now[0] in range(STEPS):
        outside.run_spk()
        # It sends the sum of the step before, and then waits for the spikes of this one.
        recurrent.run_spk()
        rows.append((lif.u.tolist(), lif.v.tolist(), lif.s_out_buff.nonzero()[0].tolist()))
    return rows


def run_nengo_loihi(case):
    """NengoLoihi's emulator of the chip, with discretised blocks."""
    import warnings

    import numpy as np
    from nengo_loihi.block import Axon, LoihiBlock, Synapse, SynapseConfig
    from nengo_loihi.builder.builder import Model
    from nengo_loihi.builder.discretize import discretize_weights
    from nengo_loihi.inputs import SpikeInput
    from nengo_loihi.emulator import EmulatorInterface

    warnings.simplefilter("ignore")
    model = Model()
    block = LoihiBlock(NEURONS)
    part = block.compartment
    whole = lambda values: np.array(values, np.int32)  # noqa: E731
    part.decay_u, part.decay_v = whole([case["du"]] * NEURONS), whole([case["dv"]] * NEURONS)
    part.scale_u = part.scale_v = False
    part.vth = whole([64 * case["v_threshold"]] * NEURONS)
    part.bias = whole(case["bias"]) * 2 ** case["bias_exp"]
    part.refract_delay = whole([case["refractory_steps"]] * NEURONS)
    part.vmin, part.vmax = 1 - 2**23, 2**23 - 1
    part.noise_exp, part.noise_offset = 0, 0

    def synapse(projection, sources):
        made = Synapse(sources)
        made.set_weights(np.array(projection["weights"], np.float32))
        made.format(
            weight_exp=projection["exponent"],
            weight_bits=SynapseConfig.WEIGHT_BITS_MAP.index(projection["bits"]),
            fanout_type=projection["mixed"],
        )
        # Weights beyond the range of a positive exponent are those of the chip all the same.
        made.weights = [discretize_weights(made.synapse_cfg, w, check_result=False) for w in made.weights]
        block.add_synapse(made)
        return made

    outside, recurrent = synapse(case["outside"], INPUTS), synapse(case["recurrent"], NEURONS)
    axon = Axon(NEURONS)
    axon.target = recurrent
    axon.set_compartment_axon_map(np.arange(NEURONS))
    block.add_axon(axon)
    model.add_block(block)
    source = SpikeInput(INPUTS)
    given = Axon(INPUTS)
    given.target = outside
    given.set_compartment_axon_map(np.arange(INPUTS))
    source.add_axon(given)
    for step in range(STEPS):
        source.add_spikes(step + 1, np.array([k for k, own in enumerate(case["inputs"]) if step in own], int))
    model.add_input(source)
    rows = []
    with EmulatorInterface(model, seed=0) as emulator:
        emulator.strict = False
        state = emulator.compartment
        for _ in range(STEPS):
            emulator.step()
            rows.append((state.current.tolist(), state.voltage.tolist(), state.spiked.nonzero()[0].tolist()))
    return rows


# Bits, whether signs are mixed, the sign otherwise, and the exponent.
FORMATS = [
    (bits, mixed, sign, exponent)
    for bits in [1, 2, 3, 4, 5, 6, 8]
    for mixed, sign in [(0, 1), (0, -1), (1, 1)]
    for exponent in range(-7, 8)
]


def mantissas(mixed, sign):
    return list(range(-256, 256)) if mixed else [sign * k for k in range(256)]


def lava_weights(bits, mixed, sign, exponent):
    """What one spike adds to the accumulator, for each mantissa."""
    import numpy as np
    from lava.utils.weightutils import SignMode, clip_weights, truncate_weights

    mode = SignMode.MIXED if mixed else SignMode.EXCITATORY if sign > 0 else SignMode.INHIBITORY
    weights = clip_weights(np.array(mantissas(mixed, sign)), mode, num_bits=8)
    weights = truncate_weights(weights, mode, bits)
    return (64 * (weights << exponent if exponent > 0 else weights >> -exponent)).tolist()


def nengo_weights(bits, mixed, sign, exponent):
    import warnings

    import numpy as np
    from nengo_loihi.block import SynapseConfig
    from nengo_loihi.builder.discretize import discretize_weights

    warnings.simplefilter("ignore")
    index = SynapseConfig.WEIGHT_BITS_MAP.index(bits)
    config = SynapseConfig(weight_exp=exponent, weight_bits=index, fanout_type=mixed)
    weights = np.array(mantissas(mixed, sign), np.float32)
    return discretize_weights(config, weights, check_result=False).tolist()


def hashed(values):
    code = 0
    for value in values:
        code = (31 * code + value) % 2147483647
    return code


def summary(rows):
    """Spikes, a hash of the registers in all steps, and the registers themselves in some of them."""
    if rows is None:
        return None
    return {
        "spikes": [[step, neuron] for step, row in enumerate(rows) for neuron in row[2]],
        "hash": hashed(value for u, v, _ in rows for value in [*u, *v]),
        "u": [row[0] for row in rows[::EVERY]],
        "v": [row[1] for row in rows[::EVERY]],
    }


# Neurons of Loihi 2: networks for each model, two neurons that drive each other and are driven from outside.
SECOND_CASES = 40


def second_projection(rng, sources, largest, exponents):
    mixed, bits = rng.randint(0, 1), rng.choice([4, 6, 8, 8])
    sign = rng.choice([-1, 1])
    low = -largest if mixed else 0
    drawn = [[rng.randint(low, largest) for _ in range(NEURONS)] for _ in range(sources)]
    weights = drawn if mixed else [[sign * weight for weight in row] for row in drawn]
    return {"bits": bits, "mixed": mixed, "exponent": rng.randint(*exponents), "weights": weights}


def resonator_parameters(rng):
    import math

    bits, period, alpha = rng.randint(8, 12), rng.uniform(2.5, 30), rng.uniform(0, 0.3)
    angle = 2 * math.pi / period
    return {
        "decay_bits": bits,
        "sin_decay": int((1 - alpha) * math.sin(angle) * 2**bits),
        "cos_decay": int((1 - alpha) * math.cos(angle) * 2**bits),
        "state_exp": rng.randint(0, 6),
        "v_threshold": rng.randint(1, 400),
    }


def delta_parameters(rng):
    return {
        "v_threshold": rng.randint(0, 60),
        "spike_exp": rng.randint(0, 3),
        "state_exp": rng.randint(0, 4),
        "cumulative": rng.randint(0, 1),
    }


SECOND_PARAMETERS = {
    "loihi-sigma-delta": lambda rng: {
        **delta_parameters(rng),
        "bias": rng.randint(-200, 200),
        "rectified": rng.randint(0, 1),
    },
    "loihi-delta": delta_parameters,
    "loihi-graded": lambda rng: {"v_threshold": rng.randint(0, 100)},
    "loihi-ternary": lambda rng: {
        "du": rng.choice([0, 4095, rng.randint(0, 4095)]),
        "dv": rng.choice([0, rng.randint(0, 4095)]),
        "v_high": rng.randint(-100, 1000),
        "v_low": rng.randint(-1000, 100),
        "bias": rng.randint(-4095, 4095),
        "bias_exp": rng.randint(0, 3),
    },
    "loihi-resonate-fire": resonator_parameters,
    "loihi-resonate-fire-izhikevich": resonator_parameters,
}

SECOND_STATES = {
    "loihi-sigma-delta": ["sigma", "act", "residue", "error"],
    "loihi-delta": ["act", "residue", "error"],
    "loihi-graded": [],
    "loihi-ternary": ["u", "v"],
    "loihi-resonate-fire": ["re", "im"],
    "loihi-resonate-fire-izhikevich": ["re", "im"],
}


def second_case(model, which):
    rng = random.Random(f"{model} {which}")
    parameters = SECOND_PARAMETERS[model](rng)
    is_resonator = model.startswith("loihi-resonate")
    # Payloads pass a loop with a gain of at most 1, so that they stay small.
    feedback = (31, (-6, -5)) if model in ("loihi-sigma-delta", "loihi-delta", "loihi-graded") else (255, (-3, 3))
    case = {
        "model": model,
        "parameters": parameters,
        "inputs": [[k for k in range(STEPS - 1) if rng.random() < 0.3] for _ in range(INPUTS)],
        "outside": second_projection(rng, INPUTS, 255, (-3, 3)),
        "recurrent": second_projection(rng, NEURONS, *feedback),
    }
    if is_resonator:
        case["imaginary"] = second_projection(rng, INPUTS, 255, (-3, 3))
    return case


def run_second(case):
    """Lava's fixed-point process models of Loihi 2, with ports that pass arrays on; None where 24 bits do not hold a number."""
    import numpy as np
    from lava.proc.dense.models import PyDenseModelBitAcc
    from lava.proc.graded.models import PyGradedVecModelFixed
    from lava.proc.lif.models import PyTernLifModelFixed
    from lava.proc.rf.models import PyRFModelFixed
    from lava.proc.rf_iz.models import PyRF_IZModelFixed
    from lava.proc.sdn.models import PyDeltaModelFixed, PySigmaDeltaModelFixed
    from lava.proc.sdn.process import ActivationMode
    from lava.utils.weightutils import SignMode

    class Port:
        def __init__(self, recv=None):
            self.sent, self.recv = None, recv

        def send(self, data):
            self.sent = np.asarray(data)

    def dense(projection, recv, message_bits):
        matrix = np.array(projection["weights"], np.int32).T
        signed = SignMode.INHIBITORY if matrix.min() < 0 else SignMode.EXCITATORY
        sign_mode = SignMode.MIXED if projection["mixed"] else signed
        made = PyDenseModelBitAcc(
            {"weight_exp": projection["exponent"], "num_weight_bits": projection["bits"], "sign_mode": sign_mode}
        )
        made.weights, made.a_buff = matrix, np.zeros(NEURONS, np.int32)
        made.num_message_bits = np.array([message_bits])
        made.s_in, made.a_out = Port(recv), Port()
        return made

    one, model = case["parameters"], case["model"]
    zeros = lambda: np.zeros(NEURONS, np.int32)  # noqa: E731
    is_resonator = model.startswith("loihi-resonate")
    if is_resonator:
        neuron = (PyRFModelFixed if model == "loihi-resonate-fire" else PyRF_IZModelFixed)({})
        neuron.real, neuron.imag = zeros(), zeros()
        neuron.sin_decay, neuron.cos_decay = one["sin_decay"], one["cos_decay"]
        neuron.decay_bits, neuron.state_exp = one["decay_bits"], one["state_exp"]
        neuron.vth = one["v_threshold"] << one["state_exp"]
        names = ["real", "imag"]
    elif model == "loihi-ternary":
        neuron = PyTernLifModelFixed({})
        neuron.u, neuron.v = zeros(), zeros()
        neuron.du, neuron.dv, neuron.vth_hi, neuron.vth_lo = one["du"], one["dv"], one["v_high"], one["v_low"]
        neuron.bias_mant, neuron.bias_exp = np.full(NEURONS, one["bias"]), np.full(NEURONS, one["bias_exp"])
        names = ["u", "v"]
    elif model == "loihi-graded":
        neuron = PyGradedVecModelFixed({})
        neuron.v, neuron.vth, neuron.exp = zeros(), one["v_threshold"], 0
        names = []
    else:
        is_sigma = model == "loihi-sigma-delta"
        mode = ActivationMode.RELU if one.get("rectified") else ActivationMode.UNIT
        neuron = PySigmaDeltaModelFixed({"act_mode": mode}) if is_sigma else PyDeltaModelFixed({})
        scale = one["spike_exp"] + one["state_exp"]
        neuron.sigma, neuron.act, neuron.residue, neuron.error = zeros(), zeros(), zeros(), zeros()
        neuron.vth, neuron.bias = one["v_threshold"] << scale, one.get("bias", 0) << scale
        neuron.spike_exp, neuron.state_exp, neuron.cum_error = one["spike_exp"], one["state_exp"], bool(one["cumulative"])
        names = ["sigma", "act", "residue", "error"] if is_sigma else ["act", "residue", "error"]

    now = [0]
    given = lambda: np.array([now[0] in own for own in case["inputs"]])  # noqa: E731
    outside = dense(case["outside"], given, 0)
    imaginary = dense(case["imaginary"], given, 0) if is_resonator else None

    def spikes():
        neuron.run_spk()
        return neuron.s_out.sent

    recurrent = dense(case["recurrent"], spikes, 0 if is_resonator else 24)
    summed = lambda: (outside.a_out.sent + recurrent.a_out.sent).astype(np.int32)  # noqa: E731
    neuron.s_out = Port()
    if is_resonator:
        neuron.a_real_in, neuron.a_imag_in = Port(summed), Port(lambda: imaginary.a_out.sent.astype(np.int32))
    else:
        neuron.a_in = Port(summed)
    rows = []
    for now[0] in range(STEPS):
        outside.run_spk()
        if imaginary is not None:
            imaginary.run_spk()
        recurrent.run_spk()
        states = [[int(value) for value in getattr(neuron, name)] for name in names]
        payload = [int(value) for value in neuron.s_out.sent]
        if any(abs(value) >= 2**23 for row in [*states, payload] for value in row):
            return None
        rows.append([*states, payload])
    return rows


def second_summary(case, rows):
    variables = [*SECOND_STATES[case["model"]], "payload"]
    return {
        **case,
        "spikes": [[step, k] for step, row in enumerate(rows) for k, sent in enumerate(row[-1]) if sent != 0],
        "values": {name: [row[k] for row in rows] for k, name in enumerate(variables)},
    }


def write_second(file):
    cases = []
    for model in SECOND_PARAMETERS:
        drawn = (second_case(model, which) for which in itertools.count())
        held = ((case, rows) for case in drawn if (rows := run_second(case)) is not None)
        cases += [second_summary(*one) for one in itertools.islice(held, SECOND_CASES)]
    made = {"versions": {"lava-nc": importlib.metadata.version("lava-nc")}, "steps": STEPS, "cases": cases}
    with open(file, "wb") as out:
        out.write(gzip.compress(json.dumps(made, separators=(",", ":")).encode(), mtime=0))
    print({model: sum(len(one["spikes"]) for one in made["cases"] if one["model"] == model) for model in SECOND_PARAMETERS})


def main(what, *files):
    if what == "loihi-2":
        write_second(files[0])
        return
    if what in ("learning", "learning-formats"):
        if what == "learning":
            cases = [run_learning(drawn_learning(which)) for which in range(LEARNING_CASES)]
        else:
            cases = [run_learning_format(which) for which in range(len(FORMATS_THAT_LEARN))]
        made = {"versions": {"lava-nc": importlib.metadata.version("lava-nc")}, "cases": cases}
        with open(files[0], "wb") as out:
            out.write(gzip.compress(json.dumps(made, separators=(",", ":")).encode(), mtime=0))
        return
    if what == "join":
        lava, nengo = (json.loads(open(name, encoding="utf-8").read()) for name in files[:2])
        cases = [
            {**drawn_case(which), "lava": a, "nengo-loihi": b}
            for which, (a, b) in enumerate(zip(lava["cases"], nengo["cases"]))
        ]
        versions = {**lava["versions"], **nengo["versions"]}
        formats = [
            {"bits": bits, "mixed": mixed, "sign": sign, "exponent": exponent, "lava": a, "nengo-loihi": b}
            for (bits, mixed, sign, exponent), a, b in zip(FORMATS, lava["weights"], nengo["weights"])
        ]
        joined = {"versions": versions, "steps": STEPS, "every": EVERY, "formats": formats, "cases": cases}
        with open(files[2], "wb") as out:
            out.write(gzip.compress(json.dumps(joined, separators=(",", ":")).encode(), mtime=0))
        same = sum(case["lava"] == case["nengo-loihi"] for case in cases)
        print(f"{len(cases)} cases, {sum(case['lava'] is not None for case in cases)} of both, {same} the same")
        return
    run = {"lava": run_lava, "nengo-loihi": run_nengo_loihi}[what]
    stored = {"lava": lava_weights, "nengo-loihi": nengo_weights}[what]
    name = {"lava": "lava-nc"}.get(what, what)
    cases = [summary(run(drawn_case(which))) for which in range(CASES)]
    with open(files[0], "w", encoding="utf-8") as out:
        weights = [hashed(stored(*one)) for one in FORMATS]
        versions = {name: importlib.metadata.version(name)}
        json.dump({"versions": versions, "weights": weights, "cases": cases}, out)


main(*sys.argv[1:])
