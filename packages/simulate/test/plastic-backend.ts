import {
  type BackendRecord,
  createStack,
  defineBackend,
  defineNeuron,
  type NetworkRecord,
  type ProgramRecord,
  type SavedState,
  type Simulation,
  type SimulationJob,
  type Stack,
  type SynapseEnds,
} from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import type { NetworkProgram } from "@spikeloom/program";
import { plainEstimate } from "../../../tools/test/plain-estimate.ts";
import { spikeHash } from "../src/index.ts";
import { exact } from "./exact.ts";

/** A neuron that counts; the backend below determines its state. */
const counter = defineNeuron({
  name: "counter",
  about: "Counts.",
  parameters: {
    tau: { default: "10 ms", about: "time constant" },
    r_m: { default: "1 Mohm", about: "resistance" },
    v_threshold: { default: "1 mV", about: "threshold" },
  },
  receptors: { current: { unit: "nA", about: "current", on: { i_syn: "i_syn + weight" } } },
  inputs: { i_inj: { unit: "nA", about: "injected current" } },
  state: {
    v: { initial: "0 mV", unit: "mV", about: "a sum over everything so far, as a potential" },
    i_syn: { initial: "0 nA", unit: "nA", about: "current" },
  },
  dynamics: { v: "(r_m * (i_syn + i_inj) - v) / tau", i_syn: "-i_syn / tau" },
  spike: { when: "v > v_threshold", reset: { v: "v_threshold - v_threshold" } },
});

const sender = defineNeuron({
  name: "sender",
  about: "Sends the spikes that it is given.",
  parameters: {},
  source: { process: "times", times: "times" },
});

export const stack: Stack = createStack({ plugins: [...connectors, exact, counter, sender] });

/** Two populations, and all-to-all synapses from A to B. */
export function counters(extra: Partial<NetworkRecord> = {}): NetworkRecord {
  return {
    format: "spikeloom-network",
    version: 1,
    dt: "0.1 ms",
    duration: "10 ms",
    populations: { A: { model: "counter", size: 3 }, B: { model: "counter", size: 2 } },
    projections: [
      {
        from: "A",
        to: "B",
        connector: { kind: "all-to-all" },
        weight: "1 nA",
        receptor: "current",
      },
    ],
    record: [
      { population: "A", variables: ["spikes", "v"] },
      { population: "B", variables: ["spikes"] },
    ],
    ...extra,
  };
}

export interface PlasticOptions {
  /** Values set between steps. */
  readonly told?: unknown[];
  /** Remove these capabilities. */
  readonly without?: readonly (keyof Simulation)[];
  readonly name?: string;
  /** Remove a part of the saved state. */
  readonly forgets?: boolean;
  /** Remove the last synapse from this step on. */
  readonly losesAt?: number;
}

/**
 * A backend whose every spike depends on all earlier events, in 32-bit integers.
 *
 * Weights change only at every tenth step.
 */
export function plasticBackend(options: PlasticOptions = {}): BackendRecord {
  return defineBackend({
    name: options.name ?? "plastic",
    about: "Everything depends on everything before.",
    check: () => [],
    estimate: plainEstimate,
    provides: [
      ...["delays", "zero-delay", "sources"],
      ...(options.without?.includes("save") ? [] : ["checkpoint"]),
      ...(options.without?.includes("synapses") ? [] : ["synapse-recorders"]),
    ],
    options: {
      precision: { about: "the width of numbers", type: "text", choices: ["f64", "f32"] },
    },
    prepare: async (program, job) =>
      without(simulationOf(program, job, options), options.without ?? []),
  });
}

function without(simulation: Simulation, names: readonly (keyof Simulation)[]): Simulation {
  for (const name of names)
    delete (simulation as { -readonly [K in keyof Simulation]?: unknown })[name];
  return simulation;
}

function simulationOf(
  program: ProgramRecord,
  job: SimulationJob,
  options: PlasticOptions,
): Simulation {
  const { sink } = job;
  const { told = [] } = options;
  const { dt, recorders, populations, projections: all, seed } = program as NetworkProgram;
  const names = [...populations.keys()];
  const sizes = names.map((name) => populations.get(name)?.size ?? 0);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const projections = all.map(({ name }) => name);
  const endsOf = (name: string): SynapseEnds => {
    const found = all[projections.indexOf(name)];
    const [from, to] = [found?.from ?? "", found?.to ?? ""].map(
      (one) => populations.get(one)?.size ?? 0,
    ) as [number, number];
    const lost = step >= (options.losesAt ?? Number.POSITIVE_INFINITY) ? 1 : 0;
    const count = from * to - lost;
    return {
      sources: Uint32Array.from({ length: count }, (_, k) => Math.floor(k / to)),
      targets: Uint32Array.from({ length: count }, (_, k) => k % to),
      delays: new Int32Array(count).fill(15),
    };
  };
  const { state } = job;
  let step = state?.step ?? 0;
  let hash = spikeHash(state === undefined ? undefined : String(state.header["hash"]));
  const memory = new Int32Array(total);
  const counts = new Int32Array(names.length);
  const weights = new Map(
    projections.map((name) => [name, new Float64Array(endsOf(name).sources.length).fill(1000)]),
  );
  const parts = (): [string, Int32Array | Float64Array][] => [
    ["memory", memory],
    ["counts", counts],
    ...[...weights].map(([name, values]) => [`weights ${name}`, values] as [string, Float64Array]),
  ];
  if (state !== undefined) {
    for (const [name, values] of parts()) {
      const bytes = state.parts.get(name) ?? new Uint8Array(values.byteLength);
      new Uint8Array(values.buffer).set(bytes);
    }
    if (options.forgets === true) hash = spikeHash();
  } else {
    for (const k of memory.keys()) memory[k] = k * 7919 + seed;
  }
  const offsetOf = (name: string): number =>
    sizes.slice(0, names.indexOf(name)).reduce((sum, size) => sum + size, 0);
  const one = (): void => {
    step += 1;
    let before = step;
    const spiking: number[] = [];
    for (let k = 0; k < total; k++) {
      before = (Math.imul((memory[k] ?? 0) ^ before, 0x9e3779b1) + 12345) | 0;
      memory[k] = before;
      if (before >>> 28 === 0) spiking.push(k);
    }
    hash.add(step, spiking, 0);
    if (step % 10 === 0) {
      for (const values of weights.values()) {
        for (const [k, value] of values.entries()) {
          values[k] = value + ((memory[k % total] ?? 0) >>> 24);
        }
      }
    }
    for (const [index, name] of names.entries()) {
      const offset = offsetOf(name);
      const own = spiking.map((k) => k - offset).filter((k) => k >= 0 && k < (sizes[index] ?? 0));
      counts[index] = (counts[index] ?? 0) + own.length;
      for (const { index: recorder, population, spikes, variables } of recorders) {
        if (population !== name) continue;
        if (spikes) {
          const steps = new Int32Array(own.length).fill(step);
          sink.spikes({ recorder, steps, neurons: Uint32Array.from(own) });
        }
        for (const variable of variables) {
          const values = Float64Array.from(
            { length: sizes[index] ?? 0 },
            (_, k) => memory[offset + k] ?? 0,
          );
          sink.samples({ recorder, variable, steps: Int32Array.of(step), values });
        }
      }
    }
  };
  const tell = (what: string, ...details: readonly unknown[]): void => {
    told.push([what, ...details]);
    memory[0] = Math.imul((memory[0] ?? 0) + told.length, 31);
  };
  return {
    get step() {
      return step;
    },
    dt,
    summary: { neurons: total, synapses: 6, bytes: 40, notes: [] },
    advance(steps) {
      for (let k = 0; k < steps; k++) one();
    },
    async state(population) {
      const offset = offsetOf(population);
      const size = populations.get(population)?.size ?? 0;
      return Float64Array.from({ length: size }, (_, k) => memory[offset + k] ?? 0);
    },
    spikeHash: async () => hash.digest(),
    spikeCount: async (name) => counts[names.indexOf(name)] ?? 0,
    synapses: async (name) => endsOf(name),
    async synapseState(name) {
      const { sources } = endsOf(name);
      return weights.get(name)?.slice(0, sources.length) ?? new Float64Array(0);
    },
    async setState(population, variable, values) {
      memory.set(values, offsetOf(population));
      tell("setState", population, variable, [...values]);
    },
    async setSynapseState(name, variable, values) {
      weights.get(name)?.set(values);
      tell("setSynapseState", name, variable, [...values]);
    },
    sendSpikes: async (population, neurons) => tell("sendSpikes", population, [...neurons]),
    setInput: async (population, input, values) => tell("setInput", population, input, [...values]),
    setModulator: async (name, modulator, value) => tell("setModulator", name, modulator, value),
    trigger: async (name, event) => tell("trigger", name, event),
    async save(): Promise<SavedState> {
      const copies = parts().map(([name, values]): [string, Uint8Array] => [
        name,
        new Uint8Array(values.slice().buffer),
      ]);
      const header = { hash: hash.digest() };
      return { backend: options.name ?? "plastic", step, header, parts: new Map(copies) };
    },
    close: () => undefined,
  };
}
