import type { BufferRange, Commands, Pass, Processor } from "@spikeloom/code/processor";
import { controlWords, toUnits } from "@spikeloom/code/processor";
import type { Simulation, SimulationJob } from "@spikeloom/kernel";
import {
  driveWeight,
  NOT_RECORDED,
  partOf,
  RULE,
  recordSpikes,
  reportingOrder,
  type StepAct,
  stampsOf,
  stepActs,
} from "@spikeloom/program";
import { type SpikeHash, spikeHash } from "@spikeloom/simulate";
import { DELIVERY_RANGE } from "./errors.ts";
import { type AddedInputs, inputName } from "./inputs.ts";
import type { CountedPass, DrawnNetwork, LoadedNetwork, NetworkCopy } from "./network.ts";

import { type RuleAccess, ruleAccess } from "./plastic/rule-access.ts";
import { collectSpikes, markedNeurons } from "./recording.ts";
import { type HostArrays, restoreState, saveState } from "./saved-state.ts";
import type { LaidSource } from "./sources.ts";
import {
  type CopiesData,
  entriesOf,
  type StepData,
  type WrittenWindow,
  writeWindow,
} from "./window.ts";

/** What a copy of a network has on the host. */
export interface HostCopy {
  readonly sources: ReadonlyMap<string, LaidSource>;
  readonly added: AddedInputs;
  readonly synapses: number;
  readonly notes: readonly string[];
  readonly job: SimulationJob;
}

/** Inputs for creating the simulations of copies. */
export interface SimulationParts {
  readonly network: DrawnNetwork;
  readonly on: LoadedNetwork;
  /** In the order of the network's copies. */
  readonly hosts: readonly HostCopy[];
}

/** A copy while its simulation runs. */
interface RunningCopy extends NetworkCopy, HostCopy {
  readonly place: number;
  readonly recording: ReturnType<typeof collectSpikes>;
  readonly counts: Map<string, number>;
  hash: SpikeHash;
  /** Data of the next step if it did not fit into a window: sources are asked for each step once. */
  pending?: StepData | undefined;
  /** An error of the host's in a step, which ends the copy after the steps before it. */
  refused?: { readonly error: unknown };
  /** The step up to which it was asked to advance. */
  wanted?: { readonly until: number; resolve(): void; reject(error: unknown): void } | undefined;
  isLost: boolean;
  isClosed: boolean;
}

/** Copies that advance together. */
interface CopyGroup {
  readonly network: DrawnNetwork;
  readonly on: LoadedNetwork;
  readonly access: RuleAccess;
  readonly members: readonly RunningCopy[];
  step: number;
  /** Run steps while all copies that are not closed wait for one. */
  run(): Promise<void>;
}

/**
 * Create the simulations of copies of a network on a processor.
 *
 * A step of all copies is one step of the processor, so a copy waits until all others are asked to advance or closed.
 */
export function createSimulations({ network, on, hosts }: SimulationParts): readonly Simulation[] {
  const { submit } = on.processor;
  let submitted: Promise<unknown> = Promise.resolve();
  const processor: Processor = {
    ...on.processor,
    // Copies that read at the same time wait for each other.
    submit(options) {
      const done = submitted.then(() => submit(options));
      submitted = done.catch(() => {
        for (const one of members) one.isLost = true;
      });
      return done;
    },
  };
  const members = hosts.map((host, place): RunningCopy => {
    const copy = network.copies[place] as NetworkCopy;
    const counts = new Map([...copy.layout.populations.keys()].map((name) => [name, 0]));
    const state = { recording: collectSpikes(), hash: spikeHash(), isLost: false, isClosed: false };
    return { ...copy, ...host, ...state, place, counts };
  });
  const loaded = { ...on, processor };
  const access = ruleAccess(network, loaded, () => group.step);
  let isRunning = false;
  const group: CopyGroup = {
    network,
    on: loaded,
    access,
    members,
    step: 0,
    async run() {
      if (isRunning) return;
      isRunning = true;
      while (true) {
        const open = members.filter(({ isClosed }) => !isClosed);
        const asked = open.flatMap(({ wanted }) => wanted ?? []);
        if (open.length === 0 || asked.length < open.length) break;
        const until = asked.reduce((least, one) => Math.min(least, one.until), Infinity);
        try {
          await runWindow(group, until - group.step);
        } catch (error) {
          for (const one of open) settle(one, (wanted) => wanted.reject(error));
        }
        for (const one of open) {
          if (one.wanted?.until === group.step) settle(one, (wanted) => wanted.resolve());
        }
      }
      isRunning = false;
    },
  };
  return members.map((one) => simulationOf(group, one));
}

/** End the request of a copy to advance. */
function settle(
  copy: RunningCopy,
  end: (wanted: NonNullable<RunningCopy["wanted"]>) => void,
): void {
  const { wanted } = copy;
  copy.wanted = undefined;
  if (wanted !== undefined) end(wanted);
}

/** Run as many steps as are asked for and fit into a window. */
async function runWindow(group: CopyGroup, most: number): Promise<void> {
  const { network, members } = group;
  const { window: shape } = network;
  const steps: CopiesData[] = [];
  let entries = 0;
  while (steps.length < Math.min(most, shape.steps)) {
    const step = group.step + steps.length;
    const data = members.map((one) => dataOf(group, one, step));
    entries += entriesOf(data);
    const isRefused = members.some((one) => one.wanted !== undefined && one.refused !== undefined);
    const isFull = entries > shape.words - shape.entries;
    if (steps.length > 0 && (isRefused || isFull)) {
      for (const [k, one] of members.entries()) one.pending = data[k];
      break;
    }
    for (const one of members) {
      if (one.refused === undefined || one.wanted === undefined) continue;
      const { error } = one.refused;
      one.isLost = true;
      settle(one, (wanted) => wanted.reject(error));
    }
    if (members.every(({ wanted }) => wanted === undefined)) return;
    steps.push(data);
  }
  const written = writeWindow({ from: group.step, steps }, shape, network);
  const results = await runSteps(group, written);
  const [marks = new Int32Array(0), sampled = new Int32Array(0), control] = results;
  if (control?.[0] !== 0) {
    for (const one of members) one.isLost = true;
    throw DELIVERY_RANGE({ step: group.step, until: group.step + steps.length });
  }
  const from = group.step;
  group.step += steps.length;
  for (const one of members) {
    if (one.wanted === undefined) continue;
    try {
      hold(group, one, { written, marks, from });
      one.recording.flush(one.job.sink);
      handOver(group, one, { written, sampled });
    } catch (error) {
      // Its sink refuses what was recorded.
      settle(one, (wanted) => wanted.reject(error));
    }
  }
}

/** Prepare what the host contributes to a step of a copy; undefined for one that ends before it. */
function dataOf(group: CopyGroup, one: RunningCopy, step: number): StepData | undefined {
  if (one.wanted === undefined || one.refused !== undefined) return undefined;
  try {
    const data = one.pending ?? stepData(group, one, step);
    one.pending = undefined;
    return data;
  } catch (error) {
    one.refused = { error };
    return undefined;
  }
}

function simulationOf(group: CopyGroup, own: RunningCopy): Simulation {
  const { network, on, access, members } = group;
  const { program, layout, sources, added, counts, job } = own;
  const { processor, buffers } = on;
  // Calls take effect in order, even if the previous one is not awaited.
  let last: Promise<unknown> = Promise.resolve();
  const inOrder = <Result>(act: () => Promise<Result>): Promise<Result> => {
    const done = last.then(act);
    last = done.catch(() => undefined);
    return done;
  };
  const slotOf = (population: string, variable: string): BufferRange => {
    const laid = partOf(layout.populations, population, population);
    const at = own.place * layout.slotWords + partOf(laid.slots, variable, population);
    return { buffer: buffers.slots, at, words: laid.population.size };
  };
  const arrays = hostArrays(own);
  const host = (): HostState => ({
    hash: own.hash.digest(),
    counts: [...counts],
    added: [...added].map(([name, values]) => [name, bitsOf(values)]),
    triggered: [...access.triggered].map(([name, events]) => [name, [...events]]),
    sent: [...sources].map(([name, { sent }]) => [name, sent]),
    pending: own.pending && {
      ...own.pending,
      inputs: own.pending.inputs.map(bitsOf),
      rules: [...own.pending.rules],
    },
  });
  const restore = (saved: HostState): void => {
    own.hash = spikeHash(saved.hash);
    for (const [name, count] of saved.counts) counts.set(name, count);
    for (const [name, bits] of saved.added) {
      added.set(name, new Float64Array(Int32Array.from(bits).buffer));
    }
    for (const [name, events] of saved.triggered) {
      for (const [event, count] of events) access.triggered.get(name)?.set(event, count);
    }
    for (const [name, sent] of saved.sent) partOf(sources, name, name).sent = [...sent];
    own.pending = saved.pending && {
      ...saved.pending,
      inputs: saved.pending.inputs.map((bits) => floatsOf(Int32Array.from(bits))),
      rules: Int32Array.from(saved.pending.rules),
    };
  };
  if (job.state !== undefined) {
    group.step = job.state.step;
    const saved = restoreState(network, on, { state: job.state, arrays });
    try {
      restore(saved as HostState);
    } catch (error) {
      const message = "The saved state is not one of this backend, or is damaged.";
      throw RULE({ place: "state.host", message, got: String(error) });
    }
  }
  const summary = {
    neurons: layout.neurons,
    synapses: own.synapses,
    bytes: on.bytes / members.length,
    notes: own.notes,
  };
  return {
    get step() {
      return group.step;
    },
    dt: program.dt,
    summary,
    get isLost() {
      return own.isLost;
    },
    advance: (steps) =>
      inOrder(() => {
        if (steps === 0) return Promise.resolve();
        return new Promise((resolve, reject) => {
          own.wanted = { until: group.step + steps, resolve, reject };
          group.run();
        });
      }),
    state: (population, variable) =>
      inOrder(async () => {
        const range = slotOf(population, variable);
        const { step } = group;
        const none = () => undefined;
        const [words] = await processor.submit({ cleared: [], record: none, read: [range], step });
        return Float64Array.from(floatsOf(words ?? new Int32Array(0)));
      }),
    setState: (population, variable, values) =>
      inOrder(async () => {
        const { at, words } = slotOf(population, variable);
        checkCount(values, words, `${population}.${variable}`);
        processor.write({ buffer: buffers.slots, at }, Float32Array.from(values));
      }),
    spikeHash: () => inOrder(async () => own.hash.digest()),
    spikeCount: (name) => inOrder(async () => partOf(counts, name, name)),
    sendSpikes: (population, spikes) =>
      inOrder(async () => {
        checkOpen(own, population);
        const source = partOf(sources, population, population);
        const { size } = source.population.population;
        const isOrdered = spikes.every((one, k) => one < size && one >= (spikes[k - 1] ?? 0));
        const message = "Spikes must be ascending neurons of a source.";
        if (!isOrdered)
          throw refusal(population, message, [`0 to ${size - 1}, ascending`, spikes.join(", ")]);
        source.sent.push(...spikes);
      }),
    setInput: (population, input, values) =>
      inOrder(async () => {
        const place = inputName(population, input);
        checkOpen(own, place);
        checkCount(values, slotOf(population, input).words, place);
        added.set(place, values.slice());
      }),
    synapses: (projection) => inOrder(async () => access.ends(projection, own.place)),
    synapseState: (projection, variable) =>
      inOrder(() => access.read(projection, variable, own.place)),
    setSynapseState: (projection, variable, values) =>
      inOrder(() => access.write(projection, variable, values)),
    setModulator: (projection, name, value) =>
      inOrder(async () => access.setModulator(projection, name, value)),
    trigger: (projection, event) => inOrder(async () => access.trigger(projection, event)),
    save: () =>
      inOrder(async () => {
        if (members.length > 1) {
          const message = "A copy that is computed together with others cannot be saved.";
          throw RULE({ place: "save", message });
        }
        return await saveState(network, on, { step: group.step, arrays, host: host() });
      }),
    close: () =>
      inOrder(async () => {
        own.isClosed = true;
        if (members.every(({ isClosed }) => isClosed)) processor.close();
        else group.run();
      }),
  };
}

/** What the host knows beside its arrays, as it is saved; floats are stored as their bits. */
interface HostState {
  readonly hash: string;
  readonly counts: readonly (readonly [population: string, spikes: number])[];
  readonly added: readonly (readonly [input: string, bits: readonly number[]])[];
  readonly triggered: readonly (readonly [
    projection: string,
    events: readonly (readonly [event: string, count: number])[],
  ])[];
  readonly sent: readonly (readonly [population: string, neurons: readonly number[]])[];
  readonly pending:
    | (Omit<StepData, "inputs" | "rules"> & {
        readonly inputs: readonly (readonly number[])[];
        readonly rules: readonly number[];
      })
    | undefined;
}

function bitsOf({ buffer, byteOffset, byteLength }: Float32Array | Float64Array): number[] {
  return [...new Int32Array(buffer, byteOffset, byteLength / 4)];
}

/** List the arrays of the host that change in a run. */
function hostArrays({ sources, drives }: RunningCopy): HostArrays {
  const arrays = new Map<string, Float64Array | Uint32Array>();
  for (const [name, { kept }] of sources) arrays.set(name, kept);
  for (const [k, { trains }] of drives.entries()) {
    if (trains.next.length > 0)
      arrays.set(`${k} next`, trains.next).set(`${k} drawn`, trains.drawn);
  }
  return arrays;
}

function stepData(
  { access }: CopyGroup,
  { sources, drives, inputs, scales }: RunningCopy,
  step: number,
): StepData {
  const spikes = [...sources].map(([name, source]) => [name, source.at(step)] as const);
  const sent = spikes.flatMap(([name, neurons]) => {
    const { first } = (sources.get(name) as LaidSource).population.population;
    return neurons.map((neuron) => first + neuron);
  });
  const events: number[] = [];
  for (const { drive, sums, hosted, from, until } of drives) {
    if (step < from || step >= until) continue;
    const scale = scales.get(sums) ?? 0;
    hosted(step, (number, count) => {
      events.push(
        sums + drive.targets.neuron(number),
        count * toUnits(driveWeight(drive, number), scale),
      );
    });
  }
  const values = inputs.map((input) => {
    const own = new Float32Array(input.classes);
    input.fill(step, own);
    return own;
  });
  return { step, spikes, sent, events, inputs: values, rules: access.hostValues(step) };
}

/** Run the steps of a window; returns the marks and the samples. */
async function runSteps(
  { network, on, step }: CopyGroup,
  { steps, words, floats, due }: WrittenWindow,
): Promise<readonly Int32Array[]> {
  const { processor, buffers } = on;
  const { layout, samples } = network;
  processor.write({ buffer: buffers.window, at: 0 }, words);
  processor.write({ buffer: buffers.floats, at: 0 }, floats);
  processor.write({ buffer: buffers.control, at: controlWords.windowStep }, Int32Array.of(0));
  const { length: count } = network.copies;
  const markWords = steps.length * count * layout.markWords;
  const marks = { buffer: buffers.marks, at: 0, words: markWords };
  const sampled = samples.reduce((end, { width }, k) => {
    const rows = due[k]?.length ?? 0;
    return rows === 0 ? end : (network.window.sampleStarts[k] as number) + rows * count * width;
  }, 0);
  return processor.submit({
    cleared: markWords === 0 ? [] : [marks],
    record: (commands) => {
      for (const [k, data] of steps.entries()) {
        recordStep({ network, on }, { commands, step: step + k, data, due });
      }
    },
    read: [
      marks,
      { buffer: buffers.samples, at: 0, words: sampled },
      { buffer: buffers.control, at: controlWords.exceeded, words: 1 },
    ],
    step,
  });
}

function recordStep(
  { network, on }: Pick<CopyGroup, "network" | "on">,
  {
    commands,
    step,
    data,
    due,
  }: {
    readonly commands: Commands;
    readonly step: number;
    readonly data: CopiesData;
    readonly due: readonly (readonly number[])[];
  },
): void {
  const { layout, samples, draws, program, zeroDelay } = network;
  const { passes, buffers } = on;
  const { inputs, events, updates, arrange, deliveries, drawn, rules, countGiven } = passes;
  const [first, second] = updates;
  const { length: count } = network.copies;
  const sum = (of: (one: StepData) => number): number =>
    data.reduce((total, one) => total + (one === undefined ? 0 : of(one)), 0);
  const runAll = (all: readonly CountedPass[]): void => {
    for (const { pass, invocations } of all) commands.run(pass, invocations);
  };
  const compute = (pass: Pass | undefined): void => {
    if (pass !== undefined) commands.run(pass, count * layout.invocations);
  };
  const acts: Readonly<Record<StepAct, () => void>> = {
    begin() {
      runAll(rules.begin);
      compute(inputs);
    },
    sample() {
      const [stamp = step] = stampsOf(program, { from: step, until: step + 1 });
      for (const [k, { recorder }] of samples.entries()) {
        const pass = passes.samples[k];
        if (pass === undefined || due[k]?.includes(stamp) !== true) continue;
        commands.run(pass, count * recorder.chosen.size);
      }
    },
    // The host wrote their spikes into the window.
    sources: () => undefined,
    // The passes that compute neurons collect the sums of the step.
    arrive() {
      commands.run(
        events,
        sum((one) => one.events.length / 2),
      );
      runAll(rules.arrive);
    },
    advance() {
      compute(first);
      // This starts the row of the step, to which spikes of sources are added.
      runAll(rules.count);
      if (countGiven !== undefined)
        commands.run(
          countGiven,
          sum((one) => one.sent.length),
        );
    },
    targets() {
      runAll(rules.after);
      commands.run(arrange, 1);
      for (const delivery of deliveries) commands.runListed(delivery, buffers.dispatch);
      if (drawn !== undefined) commands.run(drawn, draws.invocations);
    },
    finish: () => compute(second),
  };
  for (const act of stepActs(program, zeroDelay)) acts[act]();
}

/** Count and record the spikes of a copy in a window, in the order in which they are reported. */
function hold(
  { network }: CopyGroup,
  own: RunningCopy,
  {
    written,
    marks,
    from,
  }: {
    readonly written: WrittenWindow;
    readonly marks: Int32Array;
    /** The first step. */
    readonly from: number;
  },
): void {
  const { program, layout, place, hash, counts, recording } = own;
  const order = reportingOrder(program);
  for (const [k, data] of written.steps.entries()) {
    const step = from + k;
    const given = new Map(data[place]?.spikes ?? []);
    const row = (k * network.copies.length + place) * layout.markWords;
    for (const { name, first, size } of order) {
      const at = row + (layout.populations.get(name)?.marks ?? 0);
      const neurons =
        given.get(name) ?? markedNeurons(marks.subarray(at, at + Math.ceil(size / 32)));
      if (neurons.length === 0) continue;
      hash.add(step, neurons, first);
      counts.set(name, (counts.get(name) ?? 0) + neurons.length);
      recordSpikes(program, recording, { population: name, step, neurons });
    }
  }
}

/** Hand over the samples of a copy in a window. */
function handOver(
  { network }: CopyGroup,
  { samples, place, job }: RunningCopy,
  { written, sampled }: { readonly written: WrittenWindow; readonly sampled: Int32Array },
): void {
  const { window, copies } = network;
  const floats = floatsOf(sampled);
  for (const [k, { recorder, width }] of samples.entries()) {
    const stamps = written.due[k] ?? [];
    const { size } = recorder.chosen;
    const start = window.sampleStarts[k] as number;
    for (const [row, stamp] of stamps.entries()) {
      for (const [n, variable] of recorder.variables.entries()) {
        const at = start + (row * copies.length + place) * width + n * size;
        const values = Float64Array.from(floats.subarray(at, at + size));
        const steps = Int32Array.of(stamp);
        job.sink.samples({ recorder: recorder.index, variable, steps, values });
      }
    }
  }
}

function floatsOf({ buffer, byteOffset, length }: Int32Array): Float32Array {
  return new Float32Array(buffer, byteOffset, length);
}

function checkOpen({ program }: RunningCopy, place: string): void {
  if (!program.open)
    throw refusal(place, "The program is closed.", ["an open program", "a closed one"]);
}

function checkCount(values: Float64Array, size: number, place: string): void {
  if (values.length === size) return;
  throw refusal(place, "The number of values is wrong.", [`${size} values`, `${values.length}`]);
}

function refusal(
  place: string,
  message: string,
  [expected, got]: readonly [expected: string, got: string],
): Error {
  return NOT_RECORDED({ place, message, expected, got });
}
