import { NOT_RECORDED } from "@spikeloom/program";
import { paddedLength } from "./arena.ts";
import type { JobPlan } from "./job-plan.ts";
import { slotView } from "./populations.ts";
import { type Part, partOf } from "./share.ts";
import type { BuiltShard } from "./workers/built-shard.ts";

interface StateParts {
  readonly plan: JobPlan;
  /** All shards in their order. */
  readonly built: readonly Pick<BuiltShard, "number" | "slots" | "buffer">[];
}

/** Reads and sets variables of neurons, across all shards. */
export interface NeuronState {
  state(population: string, variable: string): Float64Array;
  setState(population: string, variable: string, values: Float64Array): void;
  /** Return the index of a population. */
  index(population: string): number;
}

/** Create the access to the state of a simulation's neurons. */
export function neuronState(parts: StateParts): NeuronState {
  const names = [...parts.plan.populations.keys()];
  return {
    index: (name) => names.indexOf(known(parts, name)),
    state: (name, variable) => stateOf(parts, name, variable),
    setState: (name, variable, values) => setStateOf(parts, { name, variable, values }),
  };
}

/** Check the name of a population. */
function known({ plan }: StateParts, name: string): string {
  if (plan.populations.has(name)) return name;
  throw NOT_RECORDED({
    place: name,
    message: `There is no population "${name}".`,
    expected: [...plan.populations.keys()].join(", "),
    got: name,
  });
}

function stateOf(parts: StateParts, population: string, variable: string): Float64Array {
  const out = new Float64Array(parts.plan.populations.get(known(parts, population))?.size ?? 0);
  eachSlot(parts, { name: population, variable }, (view, part) => {
    for (let k = 0; k < part.size; k++) out[part.start + k * part.every] = view[k] as number;
  });
  return out;
}

interface SlotValues {
  readonly name: string;
  readonly variable: string;
  readonly values: Float64Array;
}

function setStateOf(parts: StateParts, { name, variable, values }: SlotValues): void {
  const population = parts.plan.populations.get(known(parts, name));
  const state = [...(population?.form.states.keys() ?? [])];
  if (!state.includes(variable)) {
    throw NOT_RECORDED({
      place: `${name}.${variable}`,
      message: `The population "${name}" has no state variable "${variable}".`,
      expected: state.join(", "),
      got: variable,
    });
  }
  const size = population?.size ?? 0;
  if (values.length !== size) {
    throw NOT_RECORDED({
      place: `${name}.${variable}`,
      message: `"${variable}" needs one value per neuron.`,
      expected: `${size} values`,
      got: String(values.length),
    });
  }
  eachSlot(parts, { name, variable }, (view, part) => {
    for (let k = 0; k < part.size; k++) view[k] = values[part.start + k * part.every] as number;
    // Padding is computed too and must hold valid numbers.
    view.fill(view[part.size - 1] ?? 0, part.size);
  });
}

/** Visit the array of a variable in each shard. */
function eachSlot(
  parts: StateParts,
  { name: population, variable }: Omit<SlotValues, "values">,
  visit: (view: Float64Array | Float32Array, part: Part) => void,
): void {
  const { plan, built } = parts;
  const name = known(parts, population);
  const owner = plan.populations.get(name) ?? { first: 0, size: 0 };
  for (const { number, buffer, slots } of built) {
    const address = slots.get(name)?.get(variable);
    if (address === undefined) {
      throw NOT_RECORDED({
        place: `${name}.${variable}`,
        message: `The population "${name}" has no variable "${variable}".`,
        expected: [...(slots.get(name)?.keys() ?? [])].join(", "),
        got: variable,
      });
    }
    const part = partOf(owner, { index: number, of: built.length });
    const length = paddedLength(part.size);
    visit(slotView(buffer, { address, size: length, precision: plan.precision }), part);
  }
}
