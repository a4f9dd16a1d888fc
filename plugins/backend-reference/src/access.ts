import type { Simulation } from "@spikeloom/kernel";
import { NOT_RECORDED, RULE } from "@spikeloom/program";
import type { Network } from "./network.ts";
import { type Column, movedSynapse, type Rule, type Synapse, startOf } from "./plasticity.ts";
import { shiftOf } from "./synapses.ts";

/** Calls that read or change a network between steps. */
export type Access = Required<
  Pick<
    Simulation,
    | "state"
    | "setState"
    | "synapses"
    | "synapseState"
    | "setSynapseState"
    | "sendSpikes"
    | "setInput"
    | "setModulator"
    | "trigger"
  >
>;

/** Create the access to a network. */
export function createAccess(network: Network): Access {
  const { neurons, sources, inputs, rules, program, counts } = network;
  const slotOf = (population: string, variable: string): Float64Array => {
    const slots = neurons.get(population)?.state.slots;
    const found = slots?.get(variable);
    if (found !== undefined) return found;
    const message = `The population "${population}" has no "${variable}".`;
    const expected = [...(slots ?? neurons).keys()].join(", ");
    throw NOT_RECORDED({ place: `${population}.${variable}`, message, expected });
  };
  const ruleOf = (name: string) => {
    const found = rules.find(({ rule }) => rule.projection.name === name);
    if (found !== undefined) return found;
    const expected = rules.map(({ rule }) => rule.projection.name).join(", ");
    throw RULE({ place: name, message: `No synapses of "${name}" are kept.`, expected });
  };
  const checkOpen = (place: string): void => {
    if (program.open) return;
    const message = "The program is closed to what code adds.";
    throw NOT_RECORDED({ place, message, expected: "an open program" });
  };
  return {
    state: async (population, variable) => slotOf(population, variable).slice(),
    async setState(population, variable, values) {
      const slot = slotOf(population, variable);
      checkCount(values, slot.length, `${population}.${variable}`);
      slot.set(values);
    },
    async sendSpikes(population, spikes) {
      checkOpen(population);
      const source = sources.get(population);
      const size = source?.state.next.length ?? 0;
      const isOrdered = spikes.every((one, k) => one < size && one >= (spikes[k - 1] ?? 0));
      const message = "Spikes are ascending neurons of a source.";
      const expected = `0 to ${size - 1}, ascending`;
      if (!isOrdered) throw NOT_RECORDED({ place: population, message, expected });
      source?.send([...spikes]);
    },
    async setInput(population, input, values) {
      checkOpen(`${population}.${input}`);
      checkCount(values, slotOf(population, input).length, `${population}.${input}`);
      inputs.add(population, input, values.slice());
    },
    async synapses(name) {
      const { rule } = ruleOf(name);
      const all = listed(rule);
      const shift = shiftOf(program.convention);
      return {
        sources: Uint32Array.from(all, (one) => one.source),
        targets: Uint32Array.from(all, ({ synapse }) => synapse.target),
        delays: Int32Array.from(all, ({ column }) => column.delay - shift),
      };
    },
    async synapseState(name, variable) {
      const { rule } = ruleOf(name);
      checkVariable(rule, variable);
      return Float64Array.from(listed(rule), ({ synapse, column }) => {
        return (
          movedSynapse(rule, synapse, timeOf(rule, column, counts.step)).get(variable) ?? Number.NaN
        );
      });
    },
    async setSynapseState(name, variable, values) {
      const { rule } = ruleOf(name);
      checkVariable(rule, variable);
      const all = listed(rule);
      checkCount(values, all.length, `${name}.${variable}`);
      for (const [k, { synapse, column }] of all.entries()) {
        const time = Math.max(synapse.last, timeOf(rule, column, counts.step));
        if (isMoving(rule, variable)) {
          synapse.names = movedSynapse(rule, synapse, time);
          synapse.last = time;
        }
        synapse.names.set(variable, values[k] as number);
      }
    },
    async setModulator(name, modulator, value) {
      const { modulators } = ruleOf(name).rule.state;
      if (modulators.has(modulator)) modulators.set(modulator, value);
      else throw unknown(name, modulator, modulators.keys());
    },
    async trigger(name, event) {
      const {
        rule,
        outside: { state },
      } = ruleOf(name);
      if (!rule.program.named.has(event)) throw unknown(name, event, rule.program.named.keys());
      state.triggered.set(event, (state.triggered.get(event) ?? 0) + 1);
    },
  };
}

function checkCount(values: Float64Array, size: number, place: string): void {
  if (values.length === size) return;
  const message = "There is one value for each.";
  throw NOT_RECORDED({ place, message, expected: `${size} values, not ${values.length}` });
}

function checkVariable({ program, projection }: Rule, variable: string): void {
  if (program.synapse.includes(variable)) return;
  throw unknown(projection.name, variable, program.synapse);
}

function unknown(name: string, got: string, known: Iterable<string>): Error {
  const message = `The synapses of "${name}" have no "${got}".`;
  return RULE({ place: name, message, expected: [...known].join(", "), got });
}

interface Listed {
  readonly source: number;
  readonly column: Column;
  readonly synapse: Synapse;
}

/** List synapses by source, target, delay and creation. */
function listed({ state: { columns } }: Rule): readonly Listed[] {
  const all = columns.flatMap((column) =>
    column.rows.flatMap((row, source) =>
      row.synapses.map((synapse): Listed => ({ source, column, synapse })),
    ),
  );
  return all.sort((a, b) => a.source - b.source || a.synapse.target - b.synapse.target);
}

/** Synapse time at the start of a step. */
function timeOf({ network }: Rule, { dendritic }: Column, step: number): number {
  return step + startOf(network) - dendritic;
}

function isMoving({ program: { motion } }: Rule, variable: string): boolean {
  const { systems, own } = motion.synapse;
  return (
    systems.some(({ states }) => states.includes(variable)) ||
    own.some((one) => one.state === variable)
  );
}
