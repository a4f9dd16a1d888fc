import { hostFunctions as functions } from "../../packages/equations/src/functions/index.ts";
import { type Expression, evaluate } from "../../packages/equations/src/index.ts";
import {
  type BackendRecord,
  defineBackend,
  type JobEstimate,
  type Simulation,
  type SimulationJob,
} from "../../packages/kernel/src/index.ts";
import { expectedProjections, indexBuffer } from "../../packages/network/src/index.ts";
import {
  comesBefore,
  currentValue,
  givenStep,
  isDue,
  isLoop,
  type Kernel,
  type NetworkProgram,
  type PopulationProgram,
  type StepProgram,
  slotName,
  toGrid,
} from "../../packages/program/src/index.ts";
import { spikeHash } from "../../packages/simulate/src/index.ts";

// A second backend, as a stranger would write it: programs are walked, spikes wait in lists of events.
// Its imports are what the packages export; relative, as tools have no packages of the workspace.

/** Walks programs neuron by neuron; each spike is an event for each of its synapses. */
export const eventLists: BackendRecord = defineBackend({
  name: "event-lists",
  about: "Interprets programs; each spike is an event for each of its synapses.",
  provides: ["delays", "explicit-step", "sources", "integer-state", "current-stimuli"],
  check: () => [],
  estimate: (program: NetworkProgram) => estimateOf(program),
  prepare: async (program: NetworkProgram, job) => simulationOf(program, job),
});

const bytesOfSlot = 8;
const bytesOfSynapse = 24;

function estimateOf({ network, stack, populations }: NetworkProgram): JobEstimate {
  const projections = expectedProjections(network, stack).map(({ name, synapses }) => {
    const bytes = bytesOfSynapse * synapses;
    return { name, synapses, bytes, reason: "an entry for each synapse" };
  });
  const all = [...populations.values()];
  const neurons = all.reduce((sum, { size }) => sum + size, 0);
  const synapses = projections.reduce((sum, one) => sum + one.synapses, 0);
  const slots = all.reduce((sum, one) => sum + one.size * (stepOf(one)?.slots.size ?? 0), 0);
  const parts = [
    { name: "synapses", bytes: bytesOfSynapse * synapses, reason: `${synapses} synapses` },
    { name: "neurons", bytes: bytesOfSlot * slots, reason: `${neurons} neurons` },
  ];
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  return { neurons, synapses, bytes, parts, projections, notes: [], faults: [] };
}

function stepOf({ source, step }: PopulationProgram): StepProgram | undefined {
  return source === undefined ? step({ zeroDelay: false }) : undefined;
}

/** Neurons with an array for each slot; sources have the steps of their spikes instead. */
interface Laid {
  readonly program: PopulationProgram;
  readonly step: StepProgram | undefined;
  readonly slots: ReadonlyMap<string, Float64Array>;
  readonly given: ReadonlyMap<number, readonly number[]>;
  readonly synapses: Synapse[][];
  count: number;
}

interface Synapse {
  readonly to: Laid;
  readonly slot: string;
  readonly target: number;
  readonly weight: number;
  /** In steps. */
  readonly delay: number;
}

function lay(program: PopulationProgram, { dt, convention }: NetworkProgram): Laid {
  const step = stepOf(program);
  const { size, initial, source } = program;
  const times = source?.kind === "times" ? source.times : [];
  const slots = [...(step?.slots ?? [])].map(([name, { start = 0 }]) => {
    const value = step?.arrays.get(name) ?? initial.get(name)?.value ?? start;
    const at = (k: number): number =>
      typeof value === "number" ? value : (value[value.length === 1 ? 0 : k] as number);
    return [name, Float64Array.from({ length: size }, (_, k) => at(k))] as const;
  });
  const given = new Map<number, number[]>();
  for (const [neuron, own] of times.entries()) {
    for (const time of own) {
      const found = givenStep(time, { dt, convention });
      const list = given.get(found) ?? [];
      given.set(found, list);
      if (convention.multiplicity !== "one" || !list.includes(neuron)) list.push(neuron);
    }
  }
  const synapses = Array.from({ length: size }, (): Synapse[] => []);
  return { program, step, slots: new Map(slots), given, synapses, count: 0 };
}

/** Draw all synapses, each into the list of its source. */
function connect(program: NetworkProgram, populations: ReadonlyMap<string, Laid>): number {
  const { dt, convention, projections } = program;
  let count = 0;
  for (const [index, one] of projections.entries()) {
    const [from, to] = [populations.get(one.from) as Laid, populations.get(one.to) as Laid];
    const { by } = one.plan;
    const [own, other] = by === "target" ? [one.targets, one.sources] : [one.sources, one.targets];
    const delay = toGrid(one.delay, { dt, convention }, `projections[${index}].delay`);
    const slot = slotName("receptor", one.receptor ?? "");
    const partners = indexBuffer();
    for (let k = 0; k < own.size; k++) {
      partners.clear();
      one.plan.partners(k, partners);
      const row = { index: k, partners: partners.view() };
      const { length } = row.partners;
      const [weights, delays] = [new Float64Array(length), new Int32Array(length)];
      one.weight.fill?.(row, weights);
      delay.fill?.(row, delays);
      for (let j = 0; j < length; j++) {
        const ends = [own.neuron(k), other.neuron(row.partners[j] as number)] as const;
        const [target, source] = by === "target" ? ends : [ends[1], ends[0]];
        const weight = one.weight.constant ?? (weights[j] as number);
        const steps = delay.constant ?? (delays[j] as number);
        from.synapses[source]?.push({ to, slot, target, weight, delay: steps });
        count++;
      }
    }
  }
  return count;
}

const lags = { start: 0, previous: 1, end: -1 } as const;

/** Make what sets all inputs in a step: each is the sum of the currents that feed it. */
function currents(program: NetworkProgram, populations: ReadonlyMap<string, Laid>) {
  const { stimuli, convention, dt, seed, trial } = program;
  const lag = lags[convention.inputHold];
  const fed = stimuli.flatMap((one) => {
    const input = populations.get(one.population)?.slots.get(one.port);
    if (one.kind === "drive" || input === undefined) return [];
    return { input, targets: one.targets, value: currentValue(one, { dt, seed, trial }) };
  });
  return (step: number): void => {
    for (const { input } of fed) input.fill(0);
    for (const { input, targets, value } of fed) {
      const now = step < lag ? 0 : value(step - lag);
      for (let k = 0; k < targets.size; k++) {
        const more = typeof now === "number" ? now : (now[k] as number);
        input[targets.neuron(k)] = (input[targets.neuron(k)] as number) + more;
      }
    }
  };
}

/** Walk a kernel for one neuron; says whether it spikes. */
function walk(kernel: Kernel, slots: Laid["slots"], k: number, t: number): boolean {
  const names = new Map([["t", t]]);
  const scope = (name: string): number | undefined => names.get(name) ?? slots.get(name)?.[k];
  const value = (of: Expression): number => evaluate(of, { scope, functions });
  for (const statement of kernel.statements) {
    if (!isLoop(statement)) {
      names.set(statement[0], value(statement[1]));
      continue;
    }
    const { where, turns, carried, lets } = statement;
    const isTaken = value(where) !== 0;
    const starts = carried.map((one) => value(isTaken ? one.start : one.otherwise));
    for (const [j, one] of carried.entries()) names.set(one.name, starts[j] as number);
    for (let turn = 0; isTaken && turn < turns; turn++) {
      for (const [name, of] of lets) names.set(name, value(of));
      const nexts = carried.map((one) => value(one.next));
      for (const [j, one] of carried.entries()) names.set(one.name, nexts[j] as number);
    }
  }
  const isSpiking = kernel.spikes !== undefined && value(kernel.spikes) !== 0;
  const stored = kernel.stores.map((store) => value(store[1]));
  for (const [j, [slot]] of kernel.stores.entries()) {
    const array = slots.get(slot);
    if (array !== undefined) array[k] = stored[j] as number;
  }
  return isSpiking;
}

function simulationOf(program: NetworkProgram, { sink }: SimulationJob): Simulation {
  const { dt, convention, recorders } = program;
  const populations = new Map(
    [...program.populations].map(([name, one]) => [name, lay(one, program)] as const),
  );
  const synapses = connect(program, populations);
  const setInputs = currents(program, populations);
  const all = [...populations.values()];
  const sources = all.filter(({ step }) => step === undefined);
  const neurons = all.filter(({ step }) => step !== undefined);
  const later = comesBefore(program, "arrive", "integrate") ? 1 : 0;
  const samplesFirst = comesBefore(program, "sample", "sources");
  const late = convention.spikeStamp === "end" ? 1 : 0;
  const waiting = new Map<number, Synapse[]>();
  const hash = spikeHash();
  let now = 0;

  const send = (from: Laid, spiking: readonly number[]): void => {
    if (spiking.length === 0) return;
    from.count += spiking.length;
    hash.add(now, spiking, from.program.first);
    for (const synapse of spiking.flatMap((k) => from.synapses[k] ?? [])) {
      const at = now + synapse.delay + later;
      const list = waiting.get(at) ?? [];
      waiting.set(at, list);
      list.push(synapse);
    }
    for (const { index: recorder, population, chosen, ...one } of recorders) {
      const stamp = now + late;
      if (!one.spikes || population !== from.program.name) continue;
      if (stamp < one.from || stamp >= one.until) continue;
      const own = Uint32Array.from(spiking.filter((k) => chosen.index(k) >= 0));
      const steps = new Int32Array(own.length).fill(stamp);
      if (own.length > 0) sink.spikes({ recorder, steps, neurons: own });
    }
  };
  const arrive = (): void => {
    for (const { step, slots } of neurons) {
      for (const [name, { role }] of step?.slots ?? []) {
        if (role === "receptor") slots.get(name)?.fill(0);
      }
    }
    // Sums run in the order of delays, then of sources, as everywhere.
    const arriving = (waiting.get(now) ?? []).toSorted((a, b) => a.delay - b.delay);
    waiting.delete(now);
    for (const { to, slot, target, weight } of arriving) {
      const sum = to.slots.get(slot);
      if (sum !== undefined) sum[target] = (sum[target] as number) + weight;
    }
  };
  const sample = (stamp: number): void => {
    for (const recorder of recorders) {
      const from = populations.get(recorder.population) as Laid;
      if (recorder.variables.length === 0 || !isDue(recorder, stamp)) continue;
      const { observe } = from.step ?? {};
      const { size } = from.program;
      if (observe) for (let k = 0; k < size; k++) walk(observe, from.slots, k, stamp * dt);
      for (const variable of recorder.variables) {
        const read = from.slots.get(slotName("observed", variable)) ?? from.slots.get(variable);
        const { chosen, index } = recorder;
        const at = (k: number): number => read?.[chosen.neuron(k)] ?? Number.NaN;
        const values = Float64Array.from({ length: chosen.size }, (_, k) => at(k));
        sink.samples({ recorder: index, variable, steps: Int32Array.of(stamp), values });
      }
    }
  };
  const advance = (): void => {
    setInputs(now);
    if (samplesFirst) sample(now);
    for (const one of sources)
      send(
        one,
        (one.given.get(now) ?? []).toSorted((a, b) => a - b),
      );
    arrive();
    for (const one of neurons) {
      const spiking: number[] = [];
      for (let k = 0; k < one.program.size; k++) {
        if (walk(one.step?.kernels[0] as Kernel, one.slots, k, now * dt)) spiking.push(k);
      }
      send(one, spiking);
    }
    now++;
    if (!samplesFirst) sample(now);
  };
  const size = all.reduce((sum, one) => sum + one.program.size, 0);
  const bytes = bytesOfSynapse * synapses;
  return {
    get step() {
      return now;
    },
    dt,
    summary: { neurons: size, synapses, bytes, notes: [] },
    advance(steps) {
      for (let k = 0; k < steps; k++) advance();
    },
    state: async (name, variable) =>
      populations.get(name)?.slots.get(variable)?.slice() ?? new Float64Array(0),
    spikeHash: async () => hash.digest(),
    spikeCount: async (name) => populations.get(name)?.count ?? 0,
    close: () => undefined,
  };
}
