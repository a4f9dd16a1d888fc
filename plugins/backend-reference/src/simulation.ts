import type { Simulation, SimulationJob } from "@spikeloom/kernel";
import { type NetworkProgram, NOT_RECORDED } from "@spikeloom/program";
import { spikeHash } from "@spikeloom/simulate";
import { createNetwork, type Network } from "./network.ts";
import { type Rule, readSynapse, synapseTime } from "./plasticity.ts";
import { encode, spikesAt } from "./state.ts";
import { runStep } from "./step.ts";
import type { Synapse } from "./synapses.ts";

/** Create a simulation of a program. */
export function createSimulation(program: NetworkProgram, job: SimulationJob): Simulation {
  const network = createNetwork(program, job);
  const { state, synapses } = network;
  const neurons = [...program.populations.values()].reduce((sum, { size }) => sum + size, 0);
  const notes = [...network.neurons].map(
    ([name, { population, step }]) => `${name}: ${population.size}, advanced by ${step.method}`,
  );
  const slotOf = (population: string, name: string): Float64Array =>
    partOf(partOf(network.neurons, population, population).slots, name, population);
  const ruleOf = (projection: string): Rule => partOf(network.rules, projection, projection);
  const checkOpen = (place: string): void => {
    if (!program.open) throw refusal(place, "The program is closed.", "an open program");
  };
  return {
    get step() {
      return state.step;
    },
    dt: program.dt,
    summary: { neurons, synapses, bytes: bytesOfNetwork(neurons, synapses), notes },
    advance(steps) {
      for (let k = 0; k < steps; k++) runStep(network, job.sink);
    },
    spikeHash: async () => hashOf(network),
    async spikeCount(name) {
      const steps = [...(state.spikes.get(name)?.values() ?? [])];
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
      const slot = slotOf(population, variable);
      checkCount(values, slot.length, `${population}.${variable}`);
      slot.set(values);
    },
    async sendSpikes(population, spikes) {
      checkOpen(population);
      const { next, sent } = partOf(state.sources, population, population);
      const isOrdered = spikes.every((one, k) => one < next.length && one >= (spikes[k - 1] ?? 0));
      const message = "Spikes must be ascending neurons of a source.";
      if (!isOrdered) throw refusal(population, message, `0 to ${next.length - 1}, ascending`);
      sent.push(...spikes);
    },
    async setInput(population, input, values) {
      const place = `${population}.${input}`;
      checkOpen(place);
      checkCount(values, slotOf(population, input).length, place);
      state.added.set(place, values.slice());
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
      checkVariable(rule, variable, projection);
      return Float64Array.from(listed(rule), (synapse) => {
        const time = synapseTime(rule, synapse, state.step);
        return partOf(readSynapse(rule, synapse, time), variable, projection);
      });
    },
    async setSynapseState(projection, variable, values) {
      const rule = ruleOf(projection);
      const all = listed(rule);
      checkVariable(rule, variable, projection);
      checkCount(values, all.length, `${projection}.${variable}`);
      for (const [k, synapse] of all.entries()) {
        if (isMoving(rule, variable)) {
          const last = synapseTime(rule, synapse, state.step);
          Object.assign(synapse, { values: readSynapse(rule, synapse, last), last });
        }
        synapse.values.set(variable, values[k] as number);
      }
    },
    async setModulator(projection, name, value) {
      const { modulators } = ruleOf(projection).state;
      partOf(modulators, name, projection);
      modulators.set(name, value);
    },
    async trigger(projection, event) {
      const {
        program: own,
        state: { triggered },
      } = ruleOf(projection);
      partOf(own.named, event, projection);
      triggered.set(event, (triggered.get(event) ?? 0) + 1);
    },
  };
}

/** Estimate the bytes of a network: an object for each synapse, some numbers for each neuron. */
export function bytesOfNetwork(neurons: number, synapses: number): number {
  return 300 * synapses + 200 * neurons;
}

/** Hash all spikes so far: in each step, those of sources come first. */
function hashOf({ program: { populations }, sources, state }: Network): string {
  const [given, computed] = [true, false].map((isSource) =>
    [...populations.values()].filter(({ name }) => sources.has(name) === isSource),
  );
  const hash = spikeHash();
  for (let step = 0; step < state.step; step++) {
    for (const { name, first } of [...(given ?? []), ...(computed ?? [])]) {
      hash.add(step, spikesAt(state, name, step), first);
    }
  }
  return hash.digest();
}

/** Get a part by its name, or refuse the name. */
function partOf<Part>(parts: ReadonlyMap<string, Part>, name: string, place: string): Part {
  const found = parts.get(name);
  if (found !== undefined) return found;
  throw refusal(place, `There is no "${name}".`, [...parts.keys()].join(", "));
}

function checkVariable({ program: { synapse } }: Rule, variable: string, place: string): void {
  if (synapse.includes(variable)) return;
  throw refusal(place, `There is no "${variable}".`, synapse.join(", "));
}

function checkCount(values: Float64Array, size: number, place: string): void {
  if (values.length === size) return;
  throw refusal(place, "The number of values is wrong.", `${size} values, not ${values.length}`);
}

function refusal(place: string, message: string, expected: string): Error {
  return NOT_RECORDED({ place, message, expected });
}

/** List synapses by source, target, delay and creation. */
function listed({ state: { synapses } }: Rule): readonly Synapse[] {
  return synapses.toSorted((a, b) => a.source - b.source || a.target - b.target);
}

function isMoving({ program: { motion } }: Rule, variable: string): boolean {
  const { systems, own } = motion.synapse;
  return [...systems.flatMap(({ states }) => states), ...own.map(({ state }) => state)].includes(
    variable,
  );
}
