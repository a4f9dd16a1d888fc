import type { RecordingSink } from "@spikeloom/kernel";
import {
  findObserved,
  isDue,
  type Kernel,
  recordSamples,
  recordSpikes,
  type StepAct,
  samplesFirst,
  stepActs,
} from "@spikeloom/program";
import type { Network } from "./network.ts";
import { drawNumbers, observe, runKernel, slotOf } from "./neurons.ts";
import {
  actNamedEvents,
  actSourceSpikes,
  actTargetSpikes,
  beginRule,
  moveFilters,
  moveRule,
  raiseTargets,
} from "./plasticity.ts";
import { restructure } from "./structure.ts";
import { beginOutside } from "./third-factors.ts";

/** Run one step, act by act. */
export function runStep(network: Network, sink: RecordingSink): void {
  const { program, neurons, sources, rules, state, isSplit } = network;
  const { step } = state;
  const t = step * program.dt;
  const computed = [...neurons].filter(([name]) => !sources.has(name));
  const send = (population: string, spikes: readonly number[]): void => {
    state.spikes.get(population)?.set(step, spikes);
    recordSpikes(program, sink, { population, step, neurons: spikes });
  };
  const acts: Readonly<Record<StepAct, () => void>> = {
    begin: () => begin(network),
    sample: () => sample(network, sink, step + (samplesFirst(program) ? 0 : 1)),
    sources() {
      for (const [name, source] of sources) send(name, source(step));
    },
    arrive: () => arrive(network),
    advance() {
      for (const [name, one] of computed) {
        const spikes = runKernel(one, one.step.kernels[0] as Kernel, t);
        for (const rule of rules.values()) {
          if (rule.projection.to === name) raiseTargets(rule, spikes, step);
        }
        send(name, spikes);
      }
    },
    targets() {
      for (const rule of rules.values()) actTargetSpikes(rule, step, false);
    },
    finish() {
      for (const [, one] of computed) runKernel(one, one.step.kernels[1] as Kernel, t);
    },
  };
  for (const act of stepActs(program, isSplit)) acts[act]();
  state.step++;
}

/** Sample the variables that are due at a stamp. */
function sample({ program, neurons }: Network, sink: RecordingSink, stamp: number): void {
  if (!program.recorders.some((one) => one.variables.length > 0 && isDue(one, stamp))) return;
  for (const one of neurons.values()) observe(one, stamp * program.dt);
  const read = (population: string, variable: string): Float64Array | undefined =>
    findObserved(neurons.get(population)?.slots ?? new Map(), variable);
  recordSamples(program, sink, { stamp, read });
}

/** Set inputs, draw random numbers, and let synapses do what they do at the start of a step. */
function begin({ program, neurons, currents, rules, state, interval }: Network): void {
  const { step } = state;
  const reads = [...rules.values()].some((rule) => rule.program.reads.length > 0);
  for (const [name, one] of neurons) {
    if (reads) observe(one, step * program.dt);
    for (const [slot, { role }] of one.step.slots) {
      if (role !== "input") continue;
      slotOf(one, slot).fill(0);
      slotOf(one, slot).set(state.added.get(`${name}.${slot}`) ?? []);
    }
    drawNumbers(one, program, step);
  }
  for (const current of currents) current(step);
  for (const rule of rules.values()) {
    beginRule(rule, step, beginOutside(rule, { step, state, interval }));
    actNamedEvents(rule, step);
    restructure(rule, step);
    moveRule(rule, step);
    moveFilters(rule, step);
  }
}

/** Let drives, and spikes whose delay ends in this step, act on their targets. */
function arrive({ drives, deliver, rules, state }: Network): void {
  for (const drive of drives) drive(state.step);
  deliver(state, state.step);
  for (const rule of rules.values()) {
    actTargetSpikes(rule, state.step, true);
    actSourceSpikes(rule, state, state.step);
  }
}
