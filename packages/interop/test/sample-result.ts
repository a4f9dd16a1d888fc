import type { NetworkRecord } from "@spikeloom/kernel";
import type { Recording, Result } from "@spikeloom/simulate";

const network: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  name: "zwei Populationen: µ",
  dt: "0.1 ms",
  duration: "1 s",
  populations: {
    E: { model: "lif", size: 5 },
    "L23-exc": { model: "lif", size: 3 },
  },
  record: [
    { population: "E", variables: ["spikes", "v", "i_syn"], neurons: { from: 1, until: 3 } },
    { population: "L23-exc", variables: ["spikes"] },
    { population: "E", variables: ["spikes"] },
    { population: "E", variables: ["v"], neurons: { indices: [4] } },
  ],
};

export function recording(index: number, parts: Partial<Recording> = {}): Recording {
  const recorder = network.record?.[index];
  const population = recorder?.population ?? "";
  const size = network.populations[population]?.size ?? 0;
  const neurons = Uint32Array.from({ length: size }, (_, k) => k);
  return { population, size, neurons, spikes: undefined, samples: new Map(), ...parts };
}

const spikes = {
  steps: Int32Array.of(3, 7, 7, 9999),
  times: Float64Array.of(0.3, 0.7, 0.7, 999.9),
  neurons: Uint32Array.of(2, 1, 2, 1),
};
const sampling = { times: Float64Array.of(0, 0.1, 0.2), neurons: Uint32Array.of(1, 2) };

/** Everything that a result can hold. */
export const result: Result = {
  network,
  dt: 0.1,
  steps: 10_000,
  duration: 1000,
  asked: 1000,
  interrupted: false,
  recordings: [
    recording(0, {
      neurons: sampling.neurons,
      spikes,
      samples: new Map([
        [
          "v",
          { ...sampling, unit: "mV", values: Float64Array.of(-70, -69.5, -70, NaN, -68, 1 / 3) },
        ],
        ["i_syn", { ...sampling, unit: "nA", values: Float64Array.of(0, 1, 2, 3, 4, -0) }],
      ]),
    }),
    recording(1, {
      spikes: { steps: new Int32Array(0), times: new Float64Array(0), neurons: new Uint32Array(0) },
    }),
    recording(2, { spikes }),
    recording(3, {
      neurons: Uint32Array.of(4),
      samples: new Map([
        [
          "v",
          {
            unit: "mV",
            times: Float64Array.of(0.1),
            neurons: Uint32Array.of(4),
            values: Float64Array.of(-61.25),
          },
        ],
      ]),
    }),
  ],
  spikeHash: "0123456789abcdef",
  spikeCounts: { E: 4, "L23-exc": 0 },
  summary: { neurons: 8, synapses: 0, bytes: 64, notes: ["E: 5 × lif", "no synapses"] },
  timing: { prepare: 0.01, simulate: 0.25 },
  provenance: {
    spikeloom: "0.1.0",
    backend: "clock",
    convention: "nest",
    seed: Number.MAX_SAFE_INTEGER,
    precision: "f64",
    tier: "exact",
    runtime: "node v26.10.0",
  },
};
