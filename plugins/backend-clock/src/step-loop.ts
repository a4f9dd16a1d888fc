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
  const { machine, dt, populations, rings, precision, recorders } = parts;
  const words = new Uint32Array(machine.buffer);
  const hash = spikeHash();
  const counts = populations.map(() => 0);
  const recordersOf = populations.map(({ name }) =>
    recorders.filter((recorder) => recorder.population === name),
  );
  let step = 0;

  const send = (p: number, kernel: number): void => {
    const ring = rings[p];
    const population = populations[p];
    if (ring === undefined || population === undefined) return;
    const list = listAddress(ring, step);
    const train = parts.trains[p];
    const count =
      train === undefined
        ? (machine.kernels[p]?.[kernel]?.(step * dt, list) ?? 0)
        : copyTrain(train(step), words, list);
    words[countAddress(ring, step) >>> 2] = count;
    if (count === 0) return;
    const neurons = words.subarray(list >>> 2, (list >>> 2) + count);
    hash.add(step, neurons, population.first);
    counts[p] = (counts[p] ?? 0) + count;
    for (const recorder of recordersOf[p] ?? []) recorder.spikes(step, neurons);
  };
  const arrive = (): void => {
    for (const drive of parts.drives) drive(step);
    for (const deliver of machine.deliver) deliver(step);
  };
  const sources = parts.trains.flatMap((train, p) => (train === undefined ? [] : [p]));
  const neurons = parts.trains.flatMap((train, p) => (train === undefined ? [p] : []));
  const once = (): void => {
    for (const recorder of recorders) recorder.sample(step, "start");
    for (const input of parts.inputs) input(step);
    for (const draw of parts.draws) draw(step);
    for (const p of sources) send(p, 0);
    if (parts.zeroDelay) {
      for (const p of neurons) send(p, 0);
      arrive();
      for (const p of neurons) machine.kernels[p]?.[1]?.(step * dt, 0);
    } else {
      arrive();
      for (const p of neurons) send(p, 0);
    }
    for (const recorder of recorders) recorder.sample(step, "end");
    step++;
  };
  const find = (name: string): number => {
    const p = populations.findIndex((population) => population.name === name);
    if (p >= 0) return p;
    throw NOT_RECORDED({
      place: name,
      message: `There is no population "${name}".`,
      expected: populations.map((population) => population.name).join(", "),
    });
  };
  return {
    get step() {
      return step;
    },
    dt,
    summary: parts.summary,
    advance(steps) {
      for (let k = 0; k < steps; k++) once();
      for (const recorder of recorders) recorder.flush();
    },
    state(name, variable) {
      const population = populations[find(name)];
      const address = population?.slots.get(variable);
      if (population === undefined || address === undefined) {
        throw NOT_RECORDED({
          place: `${name}.${variable}`,
          message: `The population "${name}" has no variable "${variable}".`,
          expected: [...(population?.slots.keys() ?? [])].join(", "),
        });
      }
      const { size } = population.resolved;
      return Float64Array.from(slotView(machine.buffer, { address, size, precision }));
    },
    spikeHash: () => hash.digest(),
    spikeCount: (name) => counts[find(name)] ?? 0,
    close() {},
  };
}

function copyTrain(neurons: readonly number[], words: Uint32Array, list: number): number {
  for (let k = 0; k < neurons.length; k++) words[(list >>> 2) + k] = neurons[k] ?? 0;
  return neurons.length;
}
