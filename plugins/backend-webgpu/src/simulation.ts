import { controlWords, toUnits } from "@spikeloom/code";
import type { BufferRange, Commands, Pass, Processor } from "@spikeloom/code/processor";
import type { Simulation, SimulationJob } from "@spikeloom/kernel";
import {
  driveWeight,
  NOT_RECORDED,
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
import type { CountedPass, DrawnNetwork, LoadedNetwork } from "./network.ts";
import { partOf } from "./part-of.ts";
import { ruleAccess } from "./plastic/rule-access.ts";
import { collectSpikes, markedNeurons } from "./recording.ts";
import { type HostArrays, restoreState, saveState } from "./saved-state.ts";
import type { LaidSource } from "./sources.ts";
import { entriesOf, type StepData, type WrittenWindow, writeWindow } from "./window.ts";

/** Inputs for creating a simulation. */
export interface SimulationParts {
  readonly network: DrawnNetwork;
  readonly on: LoadedNetwork;
  readonly sources: ReadonlyMap<string, LaidSource>;
  readonly added: AddedInputs;
  readonly synapses: number;
  readonly notes: readonly string[];
}

/** Create a simulation of a network on a processor. */
export function createSimulation(given: SimulationParts, job: SimulationJob): Simulation {
  let isLost = false;
  const { submit } = given.on.processor;
  const watched: Processor = {
    ...given.on.processor,
    submit: (options) =>
      submit(options).catch((error: unknown) => {
        isLost = true;
        throw error;
      }),
  };
  const parts: SimulationParts = { ...given, on: { ...given.on, processor: watched } };
  const { network, on, sources, added } = parts;
  const { program, layout, window: shape } = network;
  const { processor, buffers } = on;
  const recording = collectSpikes();
  let hash = spikeHash();
  const counts = new Map([...layout.populations.keys()].map((name) => [name, 0]));
  let step = 0;
  // Sources are asked for each step once, even if it does not fit into a window.
  let pending: StepData | undefined;
  // An error of the host's in a step, which ends the run after the steps before it.
  let refused: { readonly error: unknown } | undefined;
  const next = (of: number): StepData => {
    const data = pending ?? stepData(parts, of, access.hostValues);
    pending = undefined;
    return data;
  };
  const runWindow = async (most: number): Promise<void> => {
    const steps: StepData[] = [];
    let entries = 0;
    while (refused === undefined && steps.length < Math.min(most, shape.steps)) {
      let data: StepData;
      try {
        data = next(step + steps.length);
      } catch (error) {
        refused = { error };
        break;
      }
      entries += entriesOf(data);
      if (entries > shape.words - shape.entries && steps.length > 0) {
        pending = data;
        break;
      }
      steps.push(data);
    }
    if (refused !== undefined && steps.length === 0) {
      isLost = true;
      throw refused.error;
    }
    const { inputs, samples } = network;
    const written = writeWindow(steps, shape, { program, inputs, samples });
    const results = await runSteps(parts, written, step);
    const [marks = new Int32Array(0), sampled = new Int32Array(0), control] = results;
    if (control?.[0] !== 0) {
      isLost = true;
      throw DELIVERY_RANGE({ step, until: step + steps.length });
    }
    step += steps.length;
    hold(parts, { written, marks, hash, counts, recording });
    recording.flush(job.sink);
    handOver(parts, { written, sampled, sink: job.sink });
  };
  // Calls take effect in order, even if the previous one is not awaited.
  let last: Promise<unknown> = Promise.resolve();
  const inOrder = <Result>(act: () => Promise<Result>): Promise<Result> => {
    const done = last.then(act);
    last = done.catch(() => undefined);
    return done;
  };
  const access = ruleAccess(network, on, () => step);
  const slotOf = (population: string, variable: string): BufferRange => {
    const laid = partOf(layout.populations, population, population);
    const at = partOf(laid.slots, variable, population);
    return { buffer: buffers.slots, at, words: laid.population.size };
  };
  const arrays = hostArrays(parts);
  const host = (): HostState => ({
    hash: hash.digest(),
    counts: [...counts],
    added: [...added].map(([name, values]) => [name, bitsOf(values)]),
    triggered: [...access.triggered].map(([name, events]) => [name, [...events]]),
    sent: [...sources].map(([name, { sent }]) => [name, sent]),
    pending: pending && {
      ...pending,
      inputs: pending.inputs.map(bitsOf),
      rules: [...pending.rules],
    },
  });
  const restore = (saved: HostState): void => {
    hash = spikeHash(saved.hash);
    for (const [name, count] of saved.counts) counts.set(name, count);
    for (const [name, bits] of saved.added) {
      added.set(name, new Float64Array(Int32Array.from(bits).buffer));
    }
    for (const [name, events] of saved.triggered) {
      for (const [event, count] of events) access.triggered.get(name)?.set(event, count);
    }
    for (const [name, sent] of saved.sent) partOf(sources, name, name).sent = [...sent];
    pending = saved.pending && {
      ...saved.pending,
      inputs: saved.pending.inputs.map((bits) => floatsOf(Int32Array.from(bits))),
      rules: Int32Array.from(saved.pending.rules),
    };
  };
  if (job.state !== undefined) {
    step = job.state.step;
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
    synapses: parts.synapses,
    bytes: on.bytes,
    notes: parts.notes,
  };
  return {
    get step() {
      return step;
    },
    dt: program.dt,
    summary,
    get isLost() {
      return isLost;
    },
    advance: (steps) =>
      inOrder(async () => {
        const end = step + steps;
        while (step < end) await runWindow(end - step);
      }),
    state: (population, variable) =>
      inOrder(async () => {
        const range = slotOf(population, variable);
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
    spikeHash: () => inOrder(async () => hash.digest()),
    spikeCount: (name) => inOrder(async () => partOf(counts, name, name)),
    sendSpikes: (population, spikes) =>
      inOrder(async () => {
        checkOpen(parts, population);
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
        checkOpen(parts, place);
        checkCount(values, slotOf(population, input).words, place);
        added.set(place, values.slice());
      }),
    synapses: (projection) => inOrder(async () => access.ends(projection)),
    synapseState: (projection, variable) => inOrder(() => access.read(projection, variable)),
    setSynapseState: (projection, variable, values) =>
      inOrder(() => access.write(projection, variable, values)),
    setModulator: (projection, name, value) =>
      inOrder(async () => access.setModulator(projection, name, value)),
    trigger: (projection, event) => inOrder(async () => access.trigger(projection, event)),
    save: () => inOrder(() => saveState(network, on, { step, arrays, host: host() })),
    close: () => inOrder(async () => processor.close()),
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
function hostArrays({ network, sources }: SimulationParts): HostArrays {
  const arrays = new Map<string, Float64Array | Uint32Array>();
  for (const [name, { kept }] of sources) arrays.set(name, kept);
  for (const [k, { trains }] of network.drives.entries()) {
    if (trains.next.length > 0)
      arrays.set(`${k} next`, trains.next).set(`${k} drawn`, trains.drawn);
  }
  return arrays;
}

/** Prepare what the host contributes to a step. */
function stepData(
  { network, sources }: SimulationParts,
  step: number,
  ruleValues: (step: number) => Int32Array,
): StepData {
  const { drives, scales, inputs } = network;
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
  return { step, spikes, sent, events, inputs: values, rules: ruleValues(step) };
}

/** Run the steps of a window; returns the marks and the samples. */
async function runSteps(
  { network, on }: SimulationParts,
  { steps, words, floats, due }: WrittenWindow,
  step: number,
): Promise<readonly Int32Array[]> {
  const { processor, buffers } = on;
  const { layout, samples } = network;
  processor.write({ buffer: buffers.window, at: 0 }, words);
  processor.write({ buffer: buffers.floats, at: 0 }, floats);
  processor.write({ buffer: buffers.control, at: controlWords.windowStep }, Int32Array.of(0));
  const markWords = steps.length * layout.markWords;
  const marks = { buffer: buffers.marks, at: 0, words: markWords };
  const sampled = samples.reduce((end, { width }, k) => {
    const rows = due[k]?.length ?? 0;
    return rows === 0 ? end : (network.window.sampleStarts[k] as number) + rows * width;
  }, 0);
  return processor.submit({
    cleared: markWords === 0 ? [] : [marks],
    record: (commands) => {
      for (const one of steps) recordStep({ network, on }, { commands, one, due });
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
  { network, on }: Pick<SimulationParts, "network" | "on">,
  {
    commands,
    one,
    due,
  }: {
    readonly commands: Commands;
    readonly one: StepData;
    readonly due: readonly (readonly number[])[];
  },
): void {
  const { layout, samples, draws, program, zeroDelay } = network;
  const { passes, buffers } = on;
  const { inputs, events, updates, arrange, deliveries, drawn, rules, countGiven } = passes;
  const [first, second] = updates;
  const runAll = (all: readonly CountedPass[]): void => {
    for (const { pass, invocations } of all) commands.run(pass, invocations);
  };
  const compute = (pass: Pass | undefined): void => {
    if (pass !== undefined) commands.run(pass, layout.invocations);
  };
  const acts: Readonly<Record<StepAct, () => void>> = {
    begin() {
      runAll(rules.begin);
      compute(inputs);
    },
    sample() {
      const [stamp = one.step] = stampsOf(program, { from: one.step, until: one.step + 1 });
      for (const [k, { recorder }] of samples.entries()) {
        const pass = passes.samples[k];
        if (pass === undefined || due[k]?.includes(stamp) !== true) continue;
        commands.run(pass, recorder.chosen.size);
      }
    },
    // The host wrote their spikes into the window.
    sources: () => undefined,
    // The passes that compute neurons collect the sums of the step.
    arrive() {
      if (one.events.length > 0) commands.run(events, one.events.length / 2);
      runAll(rules.arrive);
    },
    advance() {
      compute(first);
      // This starts the row of the step, to which spikes of sources are added.
      runAll(rules.count);
      if (countGiven !== undefined) commands.run(countGiven, one.sent.length);
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

/** Count and record the spikes of a window, in the order in which they are reported. */
function hold(
  { network: { layout, program } }: SimulationParts,
  {
    written,
    marks,
    hash,
    counts,
    recording,
  }: {
    readonly written: WrittenWindow;
    readonly marks: Int32Array;
    readonly hash: SpikeHash;
    readonly counts: Map<string, number>;
    readonly recording: ReturnType<typeof collectSpikes>;
  },
): void {
  const order = reportingOrder(program);
  for (const [k, { step, spikes }] of written.steps.entries()) {
    const given = new Map(spikes);
    for (const { name, first, size } of order) {
      const at = k * layout.markWords + (layout.populations.get(name)?.marks ?? 0);
      const neurons =
        given.get(name) ?? markedNeurons(marks.subarray(at, at + Math.ceil(size / 32)));
      if (neurons.length === 0) continue;
      hash.add(step, neurons, first);
      counts.set(name, (counts.get(name) ?? 0) + neurons.length);
      recordSpikes(program, recording, { population: name, step, neurons });
    }
  }
}

/** Hand over the samples of a window. */
function handOver(
  { network }: SimulationParts,
  {
    written,
    sampled,
    sink,
  }: {
    readonly written: WrittenWindow;
    readonly sampled: Int32Array;
    readonly sink: SimulationJob["sink"];
  },
): void {
  const { samples, window } = network;
  const floats = floatsOf(sampled);
  for (const [k, { recorder, width }] of samples.entries()) {
    const stamps = written.due[k] ?? [];
    const { size } = recorder.chosen;
    const start = window.sampleStarts[k] as number;
    for (const [row, stamp] of stamps.entries()) {
      for (const [n, variable] of recorder.variables.entries()) {
        const at = start + row * width + n * size;
        const values = Float64Array.from(floats.subarray(at, at + size));
        sink.samples({ recorder: recorder.index, variable, steps: Int32Array.of(stamp), values });
      }
    }
  }
}

function floatsOf({ buffer, byteOffset, length }: Int32Array): Float32Array {
  return new Float32Array(buffer, byteOffset, length);
}

function checkOpen({ network: { program } }: SimulationParts, place: string): void {
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
