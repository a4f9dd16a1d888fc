"""Writes what other libraries encode, which the encoders are compared with.

Run in an environment with torch, snntorch, spikingjelly and scipy:
python tools/python/encoder_vectors.py > plugins/encoders/test/references/peers.json
"""

import json
import sys
from importlib.metadata import version

import numpy
import scipy.signal
import torch
from snntorch import spikegen
from spikingjelly.activation_based import encoding

rng = numpy.random.default_rng(20)
packages = ["torch", "snntorch", "spikingjelly", "scipy", "numpy"]


def snntorch_latency(linear):
    values = torch.tensor([0.02, 0.11, 0.25, 0.4, 0.5, 0.75, 0.9, 1.0], dtype=torch.float64)
    times, _ = spikegen.latency_code(
        values, num_steps=1000, threshold=0.01, tau=20, linear=linear, epsilon=0
    )
    return {"tau": 20, "threshold": 0.01, "values": values.tolist(), "times": times.tolist()}


def snntorch_delta():
    signal = numpy.round(numpy.cumsum(rng.normal(0, 0.1, (60, 3)), axis=0), 3)
    spikes = spikegen.delta(torch.tensor(signal), threshold=0.1, off_spike=True)
    return {"threshold": 0.1, "signal": signal.tolist(), "spikes": spikes.int().tolist()}


def spikingjelly_phase():
    values = numpy.floor(rng.uniform(0, 1, 12) * 256) / 256
    encoder = encoding.WeightedPhaseEncoder(8)
    tensor = torch.tensor(values, dtype=torch.float64)
    spikes = [encoder(tensor).int().tolist() for _ in range(8)]
    return {"phases": 8, "values": values.tolist(), "spikes": spikes}


def spikingjelly_latency():
    values = numpy.round(rng.uniform(0.01, 1, 12), 3)
    encoder = encoding.LatencyEncoder(101, enc_function="linear")
    tensor = torch.tensor(values, dtype=torch.float64)
    steps = numpy.array([encoder(tensor).numpy() for _ in range(101)]).argmax(axis=0)
    return {"steps": 101, "values": values.tolist(), "times": steps.tolist()}


def scipy_gammatone():
    rows = []
    for centre in [200, 1000, 3000]:
        numerator, denominator = scipy.signal.gammatone(centre, "iir", fs=16000)
        frequencies = centre * numpy.array([0.8, 0.9, 0.95, 1, 1.05, 1.1, 1.25])
        _, response = scipy.signal.freqz(numerator, denominator, worN=frequencies, fs=16000)
        gain = numpy.abs(response).tolist()
        rows.append({"centre": centre, "frequencies": frequencies.tolist(), "gain": gain})
    return {"rate": 16000, "rows": rows}


json.dump(
    {
        "versions": {name: version(name) for name in packages},
        "snntorchLatency": snntorch_latency(False),
        "snntorchLatencyLinear": snntorch_latency(True),
        "snntorchDelta": snntorch_delta(),
        "spikingjellyPhase": spikingjelly_phase(),
        "spikingjellyLatencyLinear": spikingjelly_latency(),
        "scipyGammatone": scipy_gammatone(),
    },
    sys.stdout,
)
print()
