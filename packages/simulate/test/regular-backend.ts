import {
  type BackendRecord,
  createStack,
  defineBackend,
  defineNeuron,
  type NetworkRecord,
  type ProfileEntry,
  type ProgramRecord,
  type Simulation,
  type SimulationJob,
  type Stack,
} from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import type { NetworkProgram } from "@spikeloom/program";
import { plainEstimate } from "../../../tools/test/plain-estimate.ts";
import { spikeHash } from "../src/index.ts";
import { exact } from "./exact.ts";

/** A neuron whose spikes and values are known in advance. */
const metronome = defineNeuron({
  name: "metronome",
  about: "Spikes at equal intervals.",
  parameters: {
    tau: { default: "10 ms", about: "time constant" },
    i_bias: { default: "0 nA", about: "current without meaning" },
  },
  state: {
    v: { initial: "0 mV", unit: "mV", about: "steps so far, as a potential" },
    i_out: { initial: "i_bias", unit: "nA", about: "250 pA for each step" },
  },
  dynamics: { v: "-v / tau", i_out: "-i_out / tau" },
  spike: { when: "v > 1 * mV", reset: { v: "0 * mV" } },
});

export interface RegularOptions {
  /** Wall time of a step, in ms. */
  readonly stepTime?: number;
  readonly provides?: readonly string[];
  /** Receives the sizes of the chunks. */
  readonly chunks?: number[];
  readonly closed?: () => void;
  /** Its reported profile. */
  readonly profile?: readonly ProfileEntry[];
}

/** Neuron k of a population spikes at every (k + 2)-th step; `v` is the step, `i_out` 250 pA times it. */
export function regularBackend(options: RegularOptions = {}): BackendRecord {
  const provides = options.provides ?? ["delays"];
  return defineBackend({
    name: "regular",
    about: "Equal intervals.",
    provides,
    check: () => [],
    estimate: plainEstimate,
    prepare: async (program, job) => simulationOf(program, job, options),
  });
}

export const stack: Stack = createStack({ plugins: [...connectors, exact, metronome] });

export function metronomes(extra: Partial<NetworkRecord> = {}): NetworkRecord {
  return {
    format: "spikeloom-network",
    version: 1,
    dt: "0.1 ms",
    duration: "10 ms",
    populations: { A: { model: "metronome", size: 3 }, B: { model: "metronome", size: 2 } },
    record: [
      { population: "A", variables: ["spikes", "v", "i_out"] },
      { population: "B", variables: ["spikes"], neurons: { indices: [1] } },
    ],
    ...extra,
  };
}

function simulationOf(
  program: ProgramRecord,
  job: SimulationJob,
  options: RegularOptions,
): Simulation {
  const { sink } = job;
  const { profile } = options;
  const { dt, recorders, ...lowered } = program as NetworkProgram;
  const populations = [...lowered.populations];
  const hash = spikeHash();
  const counts = new Map(populations.map(([name]) => [name, 0]));
  let step = 0;
  const spiking = (size: number): number[] =>
    Array.from({ length: size }, (_, k) => k).filter((k) => step % (k + 2) === 0);
  const record = (): void => {
    for (const { index: recorder, chosen, spikes, variables } of recorders) {
      if (spikes) {
        const own = spiking(chosen.of).filter((k) => chosen.index(k) >= 0);
        sink.spikes({
          recorder,
          steps: new Int32Array(own.length).fill(step),
          neurons: Uint32Array.from(own),
        });
      }
      for (const variable of variables) {
        const value = variable === "v" ? step : 250 * step;
        const values = new Float64Array(chosen.size).fill(value);
        sink.samples({ recorder, variable, steps: Int32Array.of(step), values });
      }
    }
  };
  return {
    get step() {
      return step;
    },
    dt,
    summary: { neurons: 5, synapses: 0, bytes: 40, notes: [] },
    advance(steps) {
      options.chunks?.push(steps);
      const until = performance.now() + steps * (options.stepTime ?? 0);
      for (let k = 0; k < steps; k++) {
        step += 1;
        let offset = 0;
        for (const [name, { size }] of populations) {
          const own = spiking(size);
          hash.add(step, own, offset);
          counts.set(name, (counts.get(name) ?? 0) + own.length);
          offset += size;
        }
        record();
      }
      while (performance.now() < until);
    },
    state: async (name) => new Float64Array(lowered.populations.get(name)?.size ?? 0),
    spikeHash: async () => hash.digest(),
    spikeCount: async (name) => counts.get(name) ?? 0,
    ...(profile !== undefined && { profile: async () => (job.profile ? profile : undefined) }),
    close: () => options.closed?.(),
  };
}
