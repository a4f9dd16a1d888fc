import type { Simulation, SimulationSummary } from "@spikeloom/kernel";
import { spikeHash } from "@spikeloom/simulate";
import { NOT_RECORDED } from "./errors.ts";
import type { Machine } from "./machine.ts";
import { type LaidPopulation, slotView } from "./populations.ts";
import type { Recorder } from "./recorders.ts";
import type { SpikeTrain } from "./source-trains.ts";
import { countAddress, listAddress, type SpikeRing } from "./spike-rings.ts";
import type { Stimulate } from "./stimulate.ts";

/** Everything that the loop over steps calls. */
export interface LoopParts {
  readonly machine: Machine;
  readonly dt: number;
  readonly zeroDelay: boolean;
  readonly sampleAt: "start" | "end";
  readonly populations: readonly LaidPopulation[];
  readonly rings: readonly SpikeRing[];
  readonly precision: "f64" | "f32";
  /** The trains of source populations; undefined for the others. */
  readonly trains: readonly (SpikeTrain | undefined)[];
  readonly inputs: readonly Stimulate[];
  readonly drives: readonly Stimulate[];
  readonly draws: readonly Stimulate[];
  readonly recorders: readonly Recorder[];
  readonly summary: SimulationSummary;
}

/** Make a simulation of its parts. */
export function stepLoop(parts: LoopParts): Simulation {
  const { dt, populations, recorders } = parts;
  const hash = spikeHash();
  const counts = populations.map(() => 0);
  const once = stepOnce(parts, (p, step, neurons) => {
    hash.add(step, neurons, populations[p]?.first ?? 0);
    counts[p] = (counts[p] ?? 0) + neurons.length;
  });
  let step = 0;
  return {
    get step() {
      return step;
    },
    dt,
    summary: parts.summary,
    advance(steps) {
      for (let k = 0; k < steps; k++) once(step++);
      for (const recorder of recorders) recorder.flush();
    },
    state: (name, variable) => stateOf(parts, name, variable),
    spikeHash: () => hash.digest(),
    spikeCount: (name) => counts[populations.indexOf(findPopulation(parts, name))] ?? 0,
    close() {
      // All memory belongs to the parts and goes with them.
    },
  };
}

type Sent = (p: number, step: number, neurons: Uint32Array) => void;

/** The phases of one step; `sent` sees the spikes of each population. */
function stepOnce(parts: LoopParts, sent: Sent): (step: number) => void {
  const { machine, dt, populations, rings, recorders, trains } = parts;
  const words = new Uint32Array(machine.buffer);
  const recordersOf = populations.map(({ name }) =>
    recorders.filter((recorder) => recorder.population === name),
  );
  const send = (p: number, step: number): void => {
    const ring = rings[p];
    if (ring === undefined) return;
    const list = listAddress(ring, step);
    const train = trains[p];
    const count =
      train === undefined
        ? (machine.kernels[p]?.[0]?.(step * dt, list) ?? 0)
        : copyTrain(train.at(step), words, list);
    words[countAddress(ring, step) >>> 2] = count;
    if (count === 0) return;
    const neurons = words.subarray(list >>> 2, (list >>> 2) + count);
    sent(p, step, neurons);
    for (const recorder of recordersOf[p] ?? []) recorder.spikes(step, neurons);
  };
  const arrive = (step: number): void => {
    for (const drive of parts.drives) drive(step);
    for (const deliver of machine.deliver) deliver(step);
  };
  const sources = trains.flatMap((train, p) => (train === undefined ? [] : [p]));
  const neurons = trains.flatMap((train, p) => (train === undefined ? [p] : []));
  const sample = (step: number, when: "start" | "end"): void => {
    if (parts.sampleAt !== when) return;
    const t = (when === "start" ? step : step + 1) * dt;
    for (const observe of machine.observe) observe?.(t, 0);
    for (const recorder of recorders) recorder.sample(step, when);
  };
  return (step) => {
    for (const input of parts.inputs) input(step);
    for (const draw of parts.draws) draw(step);
    sample(step, "start");
    for (const p of sources) send(p, step);
    if (!parts.zeroDelay) arrive(step);
    for (const p of neurons) send(p, step);
    if (parts.zeroDelay) {
      arrive(step);
      for (const p of neurons) machine.kernels[p]?.[1]?.(step * dt, 0);
    }
    sample(step, "end");
  };
}

function findPopulation({ populations }: LoopParts, name: string): LaidPopulation {
  const population = populations.find((candidate) => candidate.name === name);
  if (population !== undefined) return population;
  throw NOT_RECORDED({
    place: name,
    message: `There is no population "${name}".`,
    expected: populations.map((candidate) => candidate.name).join(", "),
  });
}

function stateOf(parts: LoopParts, name: string, variable: string): Float64Array {
  const population = findPopulation(parts, name);
  const address = population.slots.get(variable);
  if (address === undefined) {
    throw NOT_RECORDED({
      place: `${name}.${variable}`,
      message: `The population "${name}" has no variable "${variable}".`,
      expected: [...population.slots.keys()].join(", "),
    });
  }
  const { size } = population.resolved;
  const { precision, machine } = parts;
  return Float64Array.from(slotView(machine.buffer, { address, size, precision }));
}

function copyTrain(neurons: readonly number[], words: Uint32Array, list: number): number {
  for (let k = 0; k < neurons.length; k++) words[(list >>> 2) + k] = neurons[k] ?? 0;
  return neurons.length;
}
