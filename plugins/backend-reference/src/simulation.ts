import type { ConnectorLookup, Simulation, SimulationJob } from "@spikeloom/kernel";
import {
  comesBefore,
  type DriveProgram,
  type Kernel,
  type NetworkProgram,
  openProjections,
  RULE,
} from "@spikeloom/program";
import { spikeHash } from "@spikeloom/simulate";
import { type Access, createAccess } from "./access.ts";
import { createDrive } from "./drives.ts";
import { createInputs } from "./inputs.ts";
import type { Network } from "./network.ts";
import { createNeurons, drawNumbers, type Neurons, observe, runKernel } from "./neurons.ts";
import { createOutside } from "./outside.ts";
import {
  actNamedEvents,
  actTargetSpikes,
  arriveAtRule,
  beginRule,
  createRule,
  moveFilters,
  moveRule,
  noteTargetSpikes,
} from "./plasticity.ts";
import { recordSamples, recordSpikes } from "./recording.ts";
import { drawSynapses, leastDelay } from "./rows.ts";
import { decode, encode } from "./saved-state.ts";
import { createSource } from "./sources.ts";
import { createSpikeLog } from "./spike-log.ts";
import { restructure } from "./structure.ts";
import { createDelivery, type DrawnProjection, shiftOf } from "./synapses.ts";

/** Create a simulation of a program. */
export function createSimulation(program: NetworkProgram, job: SimulationJob): Simulation {
  const network = createNetwork(program, job.stack);
  const { counts } = network;
  if (job.state !== undefined) restore(network, job.state.parts.get("all"));
  const hash = spikeHash(job.state === undefined ? undefined : counts.hash);
  const send: Send = (population, step, neurons) => {
    const { first } = program.populations.get(population) as { readonly first: number };
    if (neurons.length > 0) hash.add(step, Uint32Array.from(neurons), first);
    counts.spikes.set(population, (counts.spikes.get(population) ?? 0) + neurons.length);
    recordSpikes(program, job.sink, { population, step, neurons });
  };
  const size = [...network.neurons.values()].reduce((sum, one) => sum + one.population.size, 0);
  const { synapses } = network;
  const access: Access = createAccess(network);
  return {
    get step() {
      return counts.step;
    },
    dt: program.dt,
    summary: {
      neurons: size,
      synapses,
      bytes: bytesOfNetwork(size, synapses),
      notes: [...network.neurons].map(
        ([name, { population, step }]) => `${name}: ${population.size}, advanced by ${step.method}`,
      ),
    },
    ...access,
    advance(steps) {
      for (let k = 0; k < steps; k++) advance(network, job, send);
    },
    spikeHash: async () => hash.digest(),
    spikeCount: async (name) => counts.spikes.get(name) ?? 0,
    async save() {
      counts.hash = hash.digest();
      const header = { open: program.open ? 1 : 0, seed: program.seed };
      const parts = new Map([["all", encode(statesOf(network))]]);
      return { backend: "reference", step: counts.step, header, parts };
    },
    close: () => undefined,
  };
}

/** Estimate the bytes of a network: an object for each synapse, some numbers for each neuron. */
export function bytesOfNetwork(neurons: number, synapses: number): number {
  return 300 * synapses + 200 * neurons;
}

/** Create everything that takes part in a step. */
function createNetwork(program: NetworkProgram, stack: ConnectorLookup): Network {
  const { populations, convention } = program;
  const drawn = openProjections(program, { stack }).map((projection): DrawnProjection => {
    return { projection, synapses: drawSynapses(program, projection) };
  });
  const interval = leastInterval(program, drawn);
  const zeroDelay = interval === 0;
  if (zeroDelay && !comesBefore(program, "threshold", "arrive")) {
    const message = "A spike cannot act within its own step under this convention.";
    throw RULE({ place: `convention "${convention.name}"`, message, expected: "longer delays" });
  }
  const neurons = new Map(
    [...populations].map(([name, one]) => [name, createNeurons(one, zeroDelay)] as const),
  );
  const sources = [...populations].flatMap(([name, one]) =>
    one.source === undefined ? [] : [[name, createSource(one, one.source, program)] as const],
  );
  const rules = drawn.flatMap((one) => {
    const rule = createRule(program, one, neurons);
    if (rule === undefined) return [];
    return [{ rule, outside: createOutside(rule.dynamic, program, interval) }];
  });
  const drives = program.stimuli.filter((one): one is DriveProgram => one.kind === "drive");
  const delays = drawn.flatMap(({ synapses }) => synapses.map(({ delay }) => delay));
  const reach = 1 + delays.reduce((most, delay) => Math.max(most, delay), 0);
  return {
    program,
    neurons,
    sources: new Map(sources),
    inputs: createInputs(program, neurons),
    drives: drives.map((one) => createDrive(one, program, neurons.get(one.population) as Neurons)),
    rules,
    deliver: createDelivery(program, drawn, neurons),
    log: createSpikeLog(populations.keys(), reach),
    zeroDelay,
    synapses: drawn.reduce((sum, one) => sum + one.synapses.length, 0),
    counts: { step: 0, spikes: new Map(), hash: "" },
  };
}

/** Find the least number of steps from a spike to what it causes; infinite if nothing does. */
function leastInterval(program: NetworkProgram, drawn: readonly DrawnProjection[]): number {
  const shift = shiftOf(program.convention);
  const delays = drawn.flatMap(({ projection, synapses }) => {
    if (projection.procedural) return [leastDelay(program, projection) + shift];
    return synapses.map(({ delay }) => delay + shift);
  });
  const causes = program.projections.flatMap(({ dynamic }) => [
    ...(dynamic?.factors.values() ?? []),
    ...(dynamic?.events.values() ?? []),
  ]);
  const stated = causes.flatMap((one) =>
    one.kind === "spikes" && one.spikes.delay !== undefined
      ? [Math.round(one.spikes.delay / program.dt)]
      : [],
  );
  return [...delays, ...stated].reduce(
    (least, one) => Math.min(least, one),
    Number.POSITIVE_INFINITY,
  );
}

/** Takes the spikes of a population in a step. */
type Send = (population: string, step: number, neurons: readonly number[]) => void;

/** Run one step, phase by phase. */
function advance(network: Network, { sink }: SimulationJob, send: Send): void {
  const { program, neurons, sources, rules, log, zeroDelay, counts } = network;
  const { step } = counts;
  const t = step * program.dt;
  const samplesFirst = comesBefore(program, "sample", "sources");
  const computed = [...neurons].filter(([name]) => !sources.has(name));
  const spike = (population: string, spikes: readonly number[]): void => {
    log.add(population, step, spikes);
    for (const { outside } of rules) outside.count(step, population, spikes);
    send(population, step, spikes);
  };
  begin(network, step);
  if (samplesFirst) recordSamples(program, sink, { stamp: step, neurons });
  for (const [name, source] of sources) spike(name, source.at(step));
  if (!zeroDelay) arrive(network, step);
  for (const [name, one] of computed) {
    const spikes = runKernel(one, one.step.kernels[0] as Kernel, t);
    for (const { rule } of rules) {
      if (rule.projection.to === name) noteTargetSpikes(rule, spikes, step);
    }
    spike(name, spikes);
  }
  if (zeroDelay) arrive(network, step);
  for (const { rule } of rules) actTargetSpikes(rule, step, { isLate: false });
  if (zeroDelay) for (const [, one] of computed) runKernel(one, one.step.kernels[1] as Kernel, t);
  counts.step++;
  if (!samplesFirst) recordSamples(program, sink, { stamp: step + 1, neurons });
}

/** Set inputs, draw random numbers, and let synapses do what they do at the start of a step. */
function begin({ program, neurons, inputs, rules }: Network, step: number): void {
  const reads = rules.some(({ rule }) => rule.program.reads.length > 0);
  if (reads) for (const one of neurons.values()) observe(one, step * program.dt);
  inputs.set(step);
  for (const one of neurons.values()) drawNumbers(one, program, step);
  for (const { rule, outside } of rules) {
    beginRule(rule, step, outside.begin(step, rule.state.modulators));
    actNamedEvents(rule, step);
    restructure(rule, step);
    moveRule(rule, step);
    moveFilters(rule, step);
  }
}

/** Let drives, and spikes whose delay ends in a step, act on their targets. */
function arrive({ drives, deliver, rules, log }: Network, step: number): void {
  for (const drive of drives) drive.deliver(step);
  deliver(log, step);
  for (const { rule } of rules) arriveAtRule(rule, log, step);
}

/** Everything that changes in a run. */
function statesOf(network: Network): readonly object[] {
  const { neurons, sources, inputs, drives, rules, log, counts } = network;
  const parts = [...neurons.values(), ...sources.values(), ...drives, inputs, log];
  const ofRules = rules.flatMap(({ rule, outside }) => [rule.state, outside.state]);
  return [...parts.map(({ state }) => state), ...ofRules, counts];
}

function restore(network: Network, bytes: Uint8Array | undefined): void {
  const saved = decode(bytes) as readonly object[];
  for (const [k, state] of statesOf(network).entries()) Object.assign(state, saved[k]);
}
