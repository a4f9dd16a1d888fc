import { addBound, type SumBounds } from "@spikeloom/code/processor";
import type { SynapseEnds } from "@spikeloom/kernel";
import { drawnRows } from "@spikeloom/network";
import {
  type DynamicSynapses,
  deliversWeight,
  gridRows,
  type OpenProjection,
  synapseOrder,
  synapseVariables,
  weightBounds,
} from "@spikeloom/program";
import { type LaidPopulation, sumOf } from "../layout.ts";
import { type DrawContext, progress } from "../synapses.ts";

/** The synapses of a plastic projection, in ascending order of source, then target, delay and creation. */
export interface DrawnRule {
  readonly projection: OpenProjection;
  readonly dynamic: DynamicSynapses;
  readonly from: LaidPopulation;
  readonly to: LaidPopulation;
  /** Index of the first sum of its receptor in a row of the ring; undefined if it delivers nothing. */
  readonly sums: number | undefined;
  /** Distinct delays in steps, ascending, and the index of each synapse's. */
  readonly delays: readonly number[];
  readonly columns: Int32Array;
  readonly ends: SynapseEnds;
  /** Index of each synapse in its drawn row. */
  readonly numbers: Int32Array;
  /** Initial variables of each synapse. */
  readonly values: ReadonlyMap<string, Float32Array>;
  /** Largest magnitude that a synapse may deliver. */
  readonly most: number;
  /** Synapses of each copy of the network, from the first one on, and their ends. */
  readonly copies: readonly { readonly first: number; readonly ends: SynapseEnds }[];
}

/** Least growth that the sums allow for where a rule does not bound what a synapse delivers. */
const leastGrowth = 16;
/** Growth divided among the synapses of a target, so that sums have 18 binary digits of a weight. */
const sharedGrowth = 2 ** 13;

/** Draw the synapses of a plastic projection, and bound the sums to which they add. */
export async function drawRule(
  projection: OpenProjection,
  context: DrawContext,
  {
    bounds,
    times,
    expected,
  }: {
    readonly bounds: SumBounds;
    /** Maximum number of spikes of a source in a step. */
    readonly times: number;
    readonly expected: number;
  },
): Promise<DrawnRule> {
  const { program, layout } = context;
  const dynamic = projection.dynamic as DynamicSynapses;
  const from = layout.populations.get(projection.from) as LaidPopulation;
  const to = layout.populations.get(projection.to) as LaidPopulation;
  const variables = synapseVariables(projection);
  const turn = progress(context, "count", expected);
  let length = 0;
  for (const row of drawnRows(projection)) length += row.partners.length;
  const made = {
    sources: new Uint32Array(length),
    targets: new Uint32Array(length),
    delays: new Int32Array(length),
    numbers: new Int32Array(length),
  };
  const columns = variables.map(() => new Float32Array(length));
  let at = 0;
  for (const row of gridRows(projection, program)) {
    const count = row.partners.length;
    made.delays.set(row.delays, at);
    for (const [k, own] of columns.entries()) own.set(row.values[k] as Float64Array, at);
    for (let k = 0; k < count; k++) {
      made.sources[at + k] = row.source(k);
      made.targets[at + k] = row.target(k);
      made.numbers[at + k] = k;
    }
    at += count;
    await turn(row);
  }
  const order = synapseOrder(made, { sources: from.population.size, targets: to.population.size });
  const pick = <Words extends Int32Array | Uint32Array | Float32Array>(all: Words): Words => {
    const out = all.slice() as Words;
    for (let k = 0; k < length; k++) out[k] = all[order[k] as number] as number;
    return out;
  };
  const ends = {
    sources: pick(made.sources),
    targets: pick(made.targets),
    delays: pick(made.delays),
  };
  const delays = [...new Set(ends.delays)].toSorted((a, b) => a - b);
  const columnOf = new Map(delays.map((one, k) => [one, k]));
  const values = new Map(variables.map((name, k) => [name, pick(columns[k] as Float32Array)]));
  const { deliver } = dynamic.program;
  const { receptor } = projection;
  const sums = receptor === undefined || deliver === undefined ? undefined : sumOf(to, receptor);
  const stated = program.projections.find(({ name }) => name === projection.name);
  const limits = stated === undefined ? undefined : weightBounds(stated);
  const largest = Math.max(Math.abs(limits?.min ?? 0), Math.abs(limits?.max ?? 0));
  const isBounded = deliversWeight(dynamic.program) && largest > 0 && Number.isFinite(largest);
  const inDegree = mostOf(ends.targets, to.population.size);
  const growth = Math.max(leastGrowth, sharedGrowth / Math.max(1, inDegree * times));
  const weights = values.get("weight") ?? new Float32Array(0);
  const initial = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const most = isBounded ? largest : growth * (initial || 1);
  if (sums !== undefined) {
    for (const target of ends.targets) addBound(bounds, sums + target, { weight: most, times });
  }
  return {
    projection,
    dynamic,
    from,
    to,
    sums,
    delays,
    columns: ends.delays.map((one) => columnOf.get(one) as number),
    ends,
    numbers: pick(made.numbers),
    values,
    most,
    copies: [{ first: 0, ends }],
  };
}

/** Join the synapses of copies: their neurons are those of all copies, one copy after another. */
export function joinCopies(all: readonly DrawnRule[]): DrawnRule {
  const [one] = all as readonly [DrawnRule];
  if (all.length === 1) return one;
  const delays = [...new Set(all.flatMap((own) => own.delays))].toSorted((a, b) => a - b);
  const [sources, targets] = [one.from.population.size, one.to.population.size];
  const shifted = (neurons: Uint32Array, by: number) => neurons.map((neuron) => neuron + by);
  let next = 0;
  return {
    ...one,
    delays,
    columns: joined(
      Int32Array,
      all.map((own) => own.columns.map((column) => delays.indexOf(own.delays[column] as number))),
    ),
    ends: {
      sources: joined(
        Uint32Array,
        all.map(({ ends }, k) => shifted(ends.sources, k * sources)),
      ),
      targets: joined(
        Uint32Array,
        all.map(({ ends }, k) => shifted(ends.targets, k * targets)),
      ),
      delays: joined(
        Int32Array,
        all.map(({ ends }) => ends.delays),
      ),
    },
    numbers: joined(
      Int32Array,
      all.map(({ numbers }) => numbers),
    ),
    values: new Map(
      [...one.values.keys()].map((name) => {
        const parts = all.map(({ values }) => values.get(name) ?? []);
        return [name, joined(Float32Array, parts)] as const;
      }),
    ),
    copies: all.map(({ ends }) => {
      const first = next;
      next += ends.sources.length;
      return { first, ends };
    }),
  };
}

function joined<Words extends Int32Array | Uint32Array | Float32Array>(
  make: new (length: number) => Words,
  parts: readonly ArrayLike<number>[],
): Words {
  const all = new make(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Count how often the most frequent number occurs. */
function mostOf(numbers: Uint32Array, below: number): number {
  const counts = new Uint32Array(below);
  for (const one of numbers) counts[one] = (counts[one] as number) + 1;
  return counts.reduce((most, count) => Math.max(most, count), 0);
}
