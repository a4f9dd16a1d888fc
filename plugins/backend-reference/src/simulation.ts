import type { Simulation, SimulationJob } from "@spikeloom/kernel";
import { type NetworkProgram, partOf, reportingOrder } from "@spikeloom/program";
import { spikeHash } from "@spikeloom/simulate";
import { bytesOf } from "./bytes-of.ts";
import { createNetwork, type Network } from "./network.ts";
import { type Rule, readSynapse, synapseTime } from "./plasticity.ts";
import { encode, spikesAt } from "./state.ts";
import { runStep } from "./step.ts";
import type { Synapse } from "./synapses.ts";

/** Create a simulation of a program; `@spikeloom/simulate` checks the numbers and values of all calls. */
export function createSimulation(program: NetworkProgram, job: SimulationJob): Simulation {
  const network = createNetwork(program, job);
  const { state, synapses } = network;
  const neurons = [...program.populations.values()].reduce((sum, { size }) => sum + size, 0);
  const notes = [...network.neurons].map(
    ([name, { population, step }]) => `${name}: ${population.size}, advanced by ${step.method}`,
  );
  const slotOf = (population: string, name: string): Float64Array =>
    partOf(partOf(network.neurons, population, population).slots, name, name);
  const ruleOf = (name: string): Rule => partOf(network.rules, name, name);
  return {
    get step() {
      return state.step;
    },
    dt: program.dt,
    summary: {
      neurons,
      synapses,
      bytes: bytesOf.neuron * neurons + bytesOf.synapse * synapses,
      notes,
    },
    advance(steps) {
      for (let k = 0; k < steps; k++) runStep(network, job.sink);
    },
    spikeHash: async () => hashOf(network),
    async spikeCount(name) {
      const steps = [...partOf(state.spikes, name, name).values()];
      return steps.reduce((sum, spikes) => sum + spikes.length, 0);
    },
    async save() {
      const header = { open: program.open ? 1 : 0, seed: program.seed };
      const parts = new Map([["all", encode(state)]]);
      return { backend: "reference", step: state.step, header, parts };
    },
    close: () => undefined,
    state: async (population, variable) => slotOf(population, variable).slice(),
    async setState(population, variable, values) {
      slotOf(population, variable).set(values);
    },
    async sendSpikes(population, spikes) {
      partOf(state.sources, population, population).sent.push(...spikes);
    },
    async setInput(population, input, values) {
      state.added.set(`${population}.${input}`, values.slice());
    },
    async synapses(projection) {
      const all = listed(ruleOf(projection));
      return {
        sources: Uint32Array.from(all, ({ source }) => source),
        targets: Uint32Array.from(all, ({ target }) => target),
        delays: Int32Array.from(all, ({ delay }) => delay),
      };
    },
    async synapseState(projection, variable) {
      const rule = ruleOf(projection);
      return Float64Array.from(listed(rule), (synapse) =>
        partOf(
          readSynapse(rule, synapse, synapseTime(rule, synapse, state.step)),
          variable,
          variable,
        ),
      );
    },
    async setSynapseState(projection, variable, values) {
      const rule = ruleOf(projection);
      const { systems, own } = rule.program.motion.synapse;
      const moving = [...systems.flatMap(({ states }) => states), ...own.map((one) => one.state)];
      for (const [k, synapse] of listed(rule).entries()) {
        if (moving.includes(variable)) {
          const last = synapseTime(rule, synapse, state.step);
          Object.assign(synapse, { values: readSynapse(rule, synapse, last), last });
        }
        synapse.values.set(variable, values[k] as number);
      }
    },
    async setModulator(projection, name, value) {
      ruleOf(projection).state.modulators.set(name, value);
    },
    async trigger(projection, event) {
      const { triggered } = ruleOf(projection).state;
      triggered.set(event, (triggered.get(event) ?? 0) + 1);
    },
  };
}

/** Hash all spikes so far, in the order in which they are reported. */
function hashOf({ program, state }: Network): string {
  const inOrder = reportingOrder(program);
  const hash = spikeHash();
  for (let step = 0; step < state.step; step++) {
    for (const { name, first } of inOrder) hash.add(step, spikesAt(state, name, step), first);
  }
  return hash.digest();
}

/** List synapses by source, target, delay and creation. */
function listed({ state: { synapses } }: Rule): readonly Synapse[] {
  return synapses.toSorted((a, b) => a.source - b.source || a.target - b.target);
}
