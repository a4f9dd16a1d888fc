import { type Expression, evaluate } from "@spikeloom/equations";
import { hostFunctions as functions } from "@spikeloom/equations/functions";
import {
  type BackendRecord,
  defineBackend,
  type RecordingSink,
  type SimulationJob,
} from "@spikeloom/kernel";
import { delaySteps, drawnRows } from "@spikeloom/network";
import {
  arrivalShift,
  comesBefore,
  estimateByCounts,
  findObserved,
  givenStep,
  initialSlots,
  isLoop,
  type Kernel,
  type NetworkProgram,
  type OpenProjection,
  openProjections,
  type PopulationProgram,
  RULE,
  recordSamples,
  recordSpikes,
  type StepProgram,
  slotName,
} from "@spikeloom/program";
import { type SpikeHash, spikeHash } from "@spikeloom/simulate";

/** A population: one array per slot of its step. */
interface Neurons extends Pick<PopulationProgram, "name" | "size" | "first" | "source"> {
  readonly step: StepProgram;
  readonly slots: ReadonlyMap<string, Float64Array>;
  /** Spikes sent so far. */
  count: number;
}

/** Weights in transit to a receptor: one row of the target population per step, used as a ring. */
interface DelayLine {
  readonly rows: Float64Array[];
  readonly into: Float64Array;
}

/** The synapses of one source neuron. */
interface Fan {
  readonly line: DelayLine;
  readonly targets: number[];
  readonly delays: number[];
  readonly weights: number[];
}

/** Everything that changes during a run. */
interface State {
  readonly program: NetworkProgram;
  readonly populations: ReadonlyMap<string, Neurons>;
  readonly lines: readonly DelayLine[];
  /** By population, then by neuron. */
  readonly fans: ReadonlyMap<string, readonly Fan[][]>;
  readonly hash: SpikeHash;
  step: number;
}

/** Memory of the arrays of neurons and of the rows of synapses. */
const bytesOf = { neuron: 100, synapse: 24, reason: "a row for each source" };

/** A backend that puts each weight into a delay line as soon as its spike is sent. */
export const delayLine: BackendRecord = defineBackend({
  name: "delay-line",
  about: "Puts each weight into a delay line when its spike is sent; one thread, a few models.",
  provides: ["delays", "sources", "explicit-step"],
  check: (program: NetworkProgram) =>
    [...program.populations.values()].flatMap(({ name, step }) => {
      const { kernels } = step({ zeroDelay: false });
      if (!kernels.some(({ statements }) => statements.some(isLoop))) return [];
      const place = `populations.${name}`;
      return [RULE({ place, message: "This backend takes no sub-steps.", next: "Use the clock." })];
    }),
  estimate: (program: NetworkProgram, _, { stack }) => estimateByCounts(program, stack, bytesOf),
  prepare: async (program: NetworkProgram, job) => {
    const state = createState(program, job);
    const found = (name: string): Neurons => state.populations.get(name) as Neurons;
    const neurons = [...state.populations.values()].reduce((sum, { size }) => sum + size, 0);
    const fans = [...state.fans.values()].flat(2);
    const synapses = fans.reduce((sum, { targets }) => sum + targets.length, 0);
    return {
      get step() {
        return state.step;
      },
      dt: program.dt,
      summary: {
        neurons,
        synapses,
        bytes: bytesOf.neuron * neurons + bytesOf.synapse * synapses,
        notes: [],
      },
      advance(steps) {
        for (let k = 0; k < steps; k++) advance(state, job);
      },
      state: async (name, variable) => Float64Array.from(found(name).slots.get(variable) ?? []),
      async setState(name, variable, values) {
        found(name).slots.get(variable)?.set(values);
      },
      spikeHash: async () => state.hash.digest(),
      spikeCount: async (name) => found(name).count,
      close: () => undefined,
    };
  },
});

function createState(program: NetworkProgram, { stack }: SimulationJob): State {
  const populations = new Map(
    [...program.populations].map(([name, one]) => [name, createNeurons(one)] as const),
  );
  const lines = new Map<string, DelayLine>();
  const fans = new Map(
    [...populations].map(([name, { size }]) => {
      return [name, Array.from({ length: size }, (): Fan[] => [])] as const;
    }),
  );
  for (const projection of openProjections(program, { stack })) {
    const { to, receptor = "" } = projection;
    const target = populations.get(to) as Neurons;
    const key = `${to}.${receptor}`;
    const into = target.slots.get(slotName("receptor", receptor)) ?? new Float64Array(target.size);
    const line = lines.get(key) ?? { rows: [], into };
    lines.set(key, line);
    fill(projection, program, line, fans.get(projection.from) ?? []);
  }
  const longest = [...fans.values()]
    .flat(2)
    .flatMap(({ delays }) => delays)
    .reduce((most, delay) => Math.max(most, delay), 0);
  for (const { rows, into } of lines.values()) {
    while (rows.length < longest + 2) rows.push(new Float64Array(into.length));
  }
  return { program, populations, lines: [...lines.values()], fans, hash: spikeHash(), step: 0 };
}

function createNeurons(population: PopulationProgram): Neurons {
  const { name, size, first, source } = population;
  const step = population.step({ zeroDelay: false });
  return { name, size, first, source, step, slots: initialSlots(population, step), count: 0 };
}

/** Draw the rows of a projection and sort their synapses by source. */
function fill(
  projection: OpenProjection,
  program: NetworkProgram,
  line: DelayLine,
  fans: readonly Fan[][],
): void {
  for (const row of drawnRows(projection, [projection.weight, projection.delay])) {
    const [weights, delays] = row.values as [Float64Array, Float64Array];
    for (let k = 0; k < row.partners.length; k++) {
      const all = fans[row.source(k)] as Fan[];
      const known = all.find((one) => one.line === line);
      const fan = known ?? { line, targets: [], delays: [], weights: [] };
      if (known === undefined) all.push(fan);
      fan.targets.push(row.target(k));
      fan.delays.push(delaySteps(delays[k] as number, program, `${projection.place}.delay`));
      fan.weights.push(weights[k] as number);
    }
  }
}

/** Advance by one step: weights that arrive, then neurons, then the weights of their spikes. */
function advance(state: State, { sink }: SimulationJob): void {
  const { program, populations, lines, step } = state;
  const samplesFirst = comesBefore(program, "sample", "sources");
  if (samplesFirst) sample(state, sink, step);
  for (const { rows, into } of lines) {
    const row = rows[step % rows.length] as Float64Array;
    for (let k = 0; k < row.length; k++) into[k] = (into[k] as number) + (row[k] as number);
    row.fill(0);
  }
  // Sources come first, so that spikes are recorded in the order of the schedule.
  const all = [...populations.values()];
  for (const one of all.filter(({ source }) => source !== undefined)) {
    send(state, sink, one, givenSpikes(one, program, step));
  }
  for (const one of all.filter(({ source }) => source === undefined)) {
    send(state, sink, one, runKernel(one, one.step.kernels[0] as Kernel, step * program.dt));
  }
  state.step++;
  if (!samplesFirst) sample(state, sink, step + 1);
}

/** List the neurons of a source that spike in a step, in ascending order. */
function givenSpikes({ source }: Neurons, program: NetworkProgram, step: number): number[] {
  if (source?.kind !== "times") return [];
  return source.times.flatMap((times, neuron) => {
    const now = times.filter((time) => givenStep(time, program) === step).length;
    const spikes = program.convention.multiplicity === "one" ? Math.min(1, now) : now;
    return new Array<number>(spikes).fill(neuron);
  });
}

/** Put the weights of spikes into the delay lines, count and record them. */
function send(
  { program, fans, hash, step }: State,
  sink: RecordingSink,
  neurons: Neurons,
  spikes: readonly number[],
): void {
  if (spikes.length === 0) return;
  // Spikes that arrive before neurons are integrated act in the step after their delay.
  const shift = arrivalShift(program);
  for (const spike of spikes) {
    for (const { line, targets, delays, weights } of fans.get(neurons.name)?.[spike] ?? []) {
      for (const [k, target] of targets.entries()) {
        const at = (step + (delays[k] as number) + shift) % line.rows.length;
        const row = line.rows[at] as Float64Array;
        row[target] = (row[target] as number) + (weights[k] as number);
      }
    }
  }
  neurons.count += spikes.length;
  hash.add(step, Uint32Array.from(spikes), neurons.first);
  recordSpikes(program, sink, { population: neurons.name, step, neurons: spikes });
}

/** Sample the variables that are due at a stamp. */
function sample({ program, populations }: State, sink: RecordingSink, stamp: number): void {
  for (const neurons of populations.values()) {
    const { observe } = neurons.step;
    if (observe !== undefined) runKernel(neurons, observe, stamp * program.dt);
  }
  const read = (population: string, variable: string): Float64Array | undefined =>
    findObserved(populations.get(population)?.slots ?? new Map(), variable);
  recordSamples(program, sink, { stamp, read });
}

/** Run a kernel for all neurons at a time in ms, and list those that spike. */
function runKernel({ size, slots }: Neurons, kernel: Kernel, t: number): number[] {
  const spiking: number[] = [];
  for (let neuron = 0; neuron < size; neuron++) {
    const lets = new Map([["t", t]]);
    const scope = (name: string) => lets.get(name) ?? slots.get(name)?.[neuron];
    const computed = (value: Expression): number => evaluate(value, { scope, functions });
    // Networks with loops are refused by the check.
    for (const statement of kernel.statements) {
      if (!isLoop(statement)) lets.set(statement[0], computed(statement[1]));
    }
    if (kernel.spikes !== undefined && computed(kernel.spikes) !== 0) spiking.push(neuron);
    // All values are computed before the first is stored.
    const stored = kernel.stores.map(([slot, value]) => [slot, computed(value)] as const);
    for (const [slot, value] of stored) (slots.get(slot) as Float64Array)[neuron] = value;
  }
  return spiking;
}
