import { movingStates, synapseMover } from "@spikeloom/code";
import type { SynapseEnds } from "@spikeloom/kernel";
import { RULE, stepsBehind } from "@spikeloom/program";
import { addressOf, unsignedOf, viewOf } from "../placed.ts";
import type { BuiltRule } from "./built-rule.ts";
import { mostTriggers } from "./placed-rule.ts";
import { type SynapseAccess, unknownProjection } from "./unknown-projection.ts";

/** The rules of a shard. */
export interface RuledShard {
  readonly buffer: ArrayBufferLike;
  readonly rules: readonly BuiltRule[];
}

/** Inputs for creating the access. */
export interface AccessOptions {
  readonly shards: readonly RuledShard[];
  /** Number of steps completed. */
  step(): number;
  /** Names of all ruled projections, and neurons of their source and target populations. */
  readonly projections: ReadonlyMap<string, { readonly sources: number; readonly targets: number }>;
}

/** Location of one synapse in the order in which all are returned. */
interface Order {
  readonly ends: SynapseEnds;
  /** Its shard, and its index there. */
  readonly shards: Uint16Array;
  readonly places: Uint32Array;
}

/** Create the access to the synapses of a simulation. */
export function synapseAccess(options: AccessOptions): SynapseAccess {
  const { shards, projections } = options;
  const orders = new Map<string, Order>();
  const rulesOf = (name: string): readonly (BuiltRule | undefined)[] =>
    shards.map(({ rules }) => rules.find((rule) => rule.name === name));
  const orderOf = (name: string): Order => {
    const sizes = projections.get(name);
    if (sizes === undefined) throw unknownProjection(name, [...projections.keys()]);
    const rules = rulesOf(name);
    const known = orders.get(name) ?? sortSynapses(shards, rules, sizes);
    // With structural plasticity the order is different each time.
    if (!rules.some((rule) => rule?.changes === true)) orders.set(name, known);
    return known;
  };
  const viewsOf = (name: string, variable: string): readonly (Float64Array | Float32Array)[] =>
    rulesOf(name).map((rule, k) => {
      if (rule === undefined) return new Float64Array(0);
      const array = rule.variables.get(variable);
      if (array === undefined) throw unknownVariable(name, variable, [...rule.variables.keys()]);
      return viewOf((shards[k] as RuledShard).buffer, array);
    });
  return {
    ends: (name) => orderOf(name).ends,
    read(name, variable) {
      const order = orderOf(name);
      const { shards: owners, places } = order;
      const views = viewsOf(name, variable);
      const moved = movedValues({ ...options, rules: rulesOf(name) }, order);
      if (moved?.states.includes(variable) === true) {
        return Float64Array.from(places, (_, k) => moved.at(k).get(variable) as number);
      }
      return Float64Array.from(
        places,
        (place, k) => (views[owners[k] as number] as Float64Array)[place] as number,
      );
    },
    write(name, variable, values) {
      const order = orderOf(name);
      const { shards: owners, places } = order;
      const views = viewsOf(name, variable);
      if (values.length !== places.length) {
        throw RULE({
          place: name,
          message: `"${variable}" needs one value per synapse.`,
          expected: `${places.length} values`,
          got: String(values.length),
        });
      }
      const moved = movedValues({ ...options, rules: rulesOf(name) }, order);
      for (let k = 0; k < values.length; k++) {
        // Variables that evolve between events then all have values of this step.
        if (moved?.states.includes(variable) === true) moved.keep(k);
        (views[owners[k] as number] as Float64Array)[places[k] as number] = values[k] as number;
      }
    },
    setModulator(name, modulator, value) {
      orderOf(name);
      rulesOf(name).forEach((rule, k) => {
        if (rule === undefined) return;
        const array = rule.modulators.get(modulator);
        if (array === undefined) {
          throw unknownVariable(name, modulator, [...rule.modulators.keys()]);
        }
        viewOf((shards[k] as RuledShard).buffer, array)[0] = value;
      });
    },
    trigger(name, event) {
      orderOf(name);
      rulesOf(name).forEach((rule, k) => {
        if (rule === undefined) return;
        const array = rule.triggers.get(event);
        if (array === undefined) throw unknownVariable(name, event, [...rule.triggers.keys()]);
        const words = viewOf((shards[k] as RuledShard).buffer, array);
        words[0] = oneMore(words[0] as number, { name, event });
      });
    },
  };
}

interface Moved {
  readonly states: readonly string[];
  /** Current value of a variable that evolves between events, of a synapse in the given order. */
  at(synapse: number): ReadonlyMap<string, number>;
  /** Store it as the current value. */
  keep(synapse: number): void;
}

/**
 * Create the function that computes current values of variables that evolve between events; undefined if there are
 * none.
 */
function movedValues(
  { shards, rules, step }: AccessOptions & { readonly rules: readonly (BuiltRule | undefined)[] },
  { ends, shards: owners, places }: Order,
): Moved | undefined {
  const [first] = rules.filter((rule) => rule !== undefined);
  if (first?.last === undefined) return undefined;
  const states = movingStates(first.motion);
  const parts = rules.map((rule, k) => {
    if (rule?.last === undefined) return undefined;
    const { buffer } = shards[k] as RuledShard;
    const views = new Map(
      [...rule.variables].map(([name, array]) => [name, viewOf(buffer, array)] as const),
    );
    const { dendritic, zero } = rule;
    const move = synapseMover(rule, { memory: { buffer }, addressOf });
    return { views, last: viewOf(buffer, rule.last), move, dendritic, zero };
  });
  const now = step();
  const partOf = (k: number) => parts[owners[k] as number] as NonNullable<(typeof parts)[number]>;
  const timeOf = (k: number): number =>
    now + partOf(k).zero - stepsBehind(ends.delays[k] as number, partOf(k).dendritic);
  const at = (k: number): Map<string, number> => {
    const { views, last, move } = partOf(k);
    const place = places[k] as number;
    const values = new Map([...views].map(([name, view]) => [name, view[place] as number]));
    return move(values, Math.max(0, timeOf(k) - (last[place] as number)));
  };
  return {
    states,
    at,
    keep(k) {
      const { views, last } = partOf(k);
      const place = places[k] as number;
      const values = at(k);
      for (const state of states) {
        const view = views.get(state) as Float64Array;
        view[place] = values.get(state) as number;
      }
      last[place] = Math.max(timeOf(k), last[place] as number);
    },
  };
}

function oneMore(
  count: number,
  { name, event }: { readonly name: string; readonly event: string },
): number {
  if (count < mostTriggers) return count + 1;
  const message = `The event "${event}" of "${name}" cannot occur this often in one step.`;
  const next = "Advance in between.";
  throw RULE({ place: name, message, expected: `at most ${mostTriggers} times`, next });
}

function unknownVariable(name: string, got: string, known: readonly string[]): Error {
  const message = `The synapses of "${name}" have no "${got}".`;
  return RULE({ place: name, message, expected: known.join(", "), got });
}

/** Sort the synapses of all shards by source, target, delay and creation. */
function sortSynapses(
  shards: readonly RuledShard[],
  rules: readonly (BuiltRule | undefined)[],
  { sources, targets }: { readonly sources: number; readonly targets: number },
): Order {
  const counts = rules.map((rule, shard) => {
    if (rule === undefined) return 0;
    const { buffer } = shards[shard] as RuledShard;
    return unsignedOf(buffer, rule.table.offsets).at(-1) as number;
  });
  const count = counts.reduce((sum, own) => sum + own, 0);
  const from = new Uint32Array(count);
  const to = new Uint32Array(count);
  const delays = new Int32Array(count);
  const owners = new Uint16Array(count);
  const places = new Uint32Array(count);
  let next = 0;
  rules.forEach((rule, shard) => {
    if (rule === undefined) return;
    const { buffer } = shards[shard] as RuledShard;
    const { table, part } = rule;
    const { steps, segments: columns } = table;
    const offsets = unsignedOf(buffer, table.offsets);
    const own = unsignedOf(buffer, table.targets);
    for (let row = 0; row < table.sources * columns; row++) {
      const end = offsets[row + 1] as number;
      for (let place = offsets[row] as number; place < end; place++) {
        from[next] = Math.floor(row / columns);
        to[next] = part.start + (own[place] as number) * part.every;
        delays[next] = (steps[row % columns] as number) - rule.shift;
        owners[next] = shard;
        places[next++] = place;
      }
    }
  });
  // Rows are already sorted by source and then by delay; a stable sort by target, then one by source, preserves that.
  const byTarget = countingSort(to, targets);
  const order = countingSort(from, sources, byTarget);
  const pick = <A extends Uint32Array | Int32Array | Uint16Array>(values: A): A => {
    const out = values.slice() as A;
    for (let k = 0; k < count; k++) out[k] = values[order[k] as number] as number;
    return out;
  };
  return {
    ends: { sources: pick(from), targets: pick(to), delays: pick(delays) },
    shards: pick(owners),
    places: pick(places),
  };
}

/** Return the order in which keys ascend; equal ones keep their order. */
function countingSort(keys: Uint32Array, below: number, before?: Uint32Array): Uint32Array {
  const starts = new Uint32Array(below + 1);
  for (const key of keys) starts[key + 1] = (starts[key + 1] as number) + 1;
  for (let k = 0; k < below; k++) starts[k + 1] = (starts[k + 1] as number) + (starts[k] as number);
  const order = new Uint32Array(keys.length);
  for (let k = 0; k < keys.length; k++) {
    const item = before === undefined ? k : (before[k] as number);
    const key = keys[item] as number;
    const at = starts[key] as number;
    order[at] = item;
    starts[key] = at + 1;
  }
  return order;
}
