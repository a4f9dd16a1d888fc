import type { NetworkRecord } from "@spikeloom/kernel";
import type { Recording, Result, SynapseSet } from "@spikeloom/simulate";

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
  projections: [
    { name: "a/b", from: "E", to: "E", connector: { kind: "all-to-all" }, weight: "1 nA" },
    { from: "E", to: "L23-exc", connector: { kind: "all-to-all" }, weight: "1 nA" },
  ],
  recordSynapses: [
    { projection: "a/b", variables: ["weight", "c"], every: "10 ms" },
    { projection: "E->L23-exc" },
    { projection: "a/b" },
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
  // The third lies between two steps.
  times: Float64Array.of(0.3, 0.7, 0.72, 999.9),
  neurons: Uint32Array.of(2, 1, 2, 1),
};
const sampling = { times: Float64Array.of(0, 0.1, 0.2), neurons: Uint32Array.of(1, 2) };

function synapseSet(
  since: number,
  sources: readonly number[],
  variables: Readonly<
    Record<string, { unit: string; times: readonly number[]; values: readonly number[] }>
  >,
): SynapseSet {
  const entries = Object.entries(variables).map(([name, { unit, times, values }]) => {
    const arrays = { times: Float64Array.from(times), values: Float64Array.from(values) };
    return [name, { unit, ...arrays }] as const;
  });
  return {
    since,
    sources: Uint32Array.from(sources),
    targets: Uint32Array.from(sources, (_, k) => k),
    delays: Float64Array.from(sources, () => 1.5),
    snapshots: new Map(entries),
  };
}

/** Everything that a result can contain. */
export const result: Result = {
  network,
  dt: 0.1,
  steps: 10_000,
  duration: 1000,
  asked: 1000,
  interrupted: false,
  warnings: [],
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
  synapseRecordings: [
    {
      projection: "a/b",
      from: "E",
      to: "E",
      sets: [
        synapseSet(0, [0, 0, 4], {
          weight: { unit: "nA", times: [0, 10], values: [1, 2, 3, 1, 2, 1 / 3] },
          c: { unit: "1", times: [0], values: [0.5, NaN, -0] },
        }),
        // A synapse is gone, then all of them.
        synapseSet(20, [0, 4], {
          weight: { unit: "nA", times: [20], values: [5, 6] },
          c: { unit: "1", times: [20], values: [7, 8] },
        }),
        synapseSet(30, [], {
          weight: { unit: "nA", times: [30, 40], values: [] },
          c: { unit: "1", times: [30], values: [] },
        }),
      ],
    },
    {
      projection: "E->L23-exc",
      from: "E",
      to: "L23-exc",
      sets: [synapseSet(0, [1, 2], { weight: { unit: "nA", times: [0], values: [1, 2] } })],
    },
    { projection: "a/b", from: "E", to: "E", sets: [] },
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
