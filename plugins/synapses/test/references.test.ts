import { readdirSync, readFileSync } from "node:fs";
import { type NetworkRecord, type Result, run } from "spikeloom";
import { describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { synapses } from "../src/index.ts";

/** Expected values of a reference for its population `neurons`; potentials are in mV. */
interface Expected {
  /** Expect the values in the limit of small steps: twice the potential at half the step, minus that at the step. */
  readonly extrapolated?: boolean;
  /** Differences of the potential from one time to the next. */
  readonly delivered?: {
    readonly at_ms: readonly number[];
    readonly jumps: readonly number[];
    readonly tolerance: number;
  };
  /** Differences of the potential from the first sample, or from that at `from_ms`. */
  readonly change?: {
    readonly from_ms?: number;
    readonly at_ms: readonly number[];
    readonly values: readonly number[];
    readonly tolerance: number;
  };
  /** The potential itself. */
  readonly samples?: readonly {
    readonly neuron?: number;
    readonly at_ms: number;
    readonly value: number;
    readonly tolerance: number;
  }[];
  /** Moments over all neurons of the differences from one time to the next. */
  readonly chance?: {
    readonly at_ms: readonly number[];
    readonly mean: readonly number[];
    readonly variance: readonly number[];
    readonly covariance?: readonly {
      readonly between: readonly [number, number];
      readonly value: number;
    }[];
  };
}

interface Reference {
  readonly about: string;
  readonly source: string;
  readonly network: NetworkRecord;
  readonly expect: Expected;
}

const folder = new URL("references/", import.meta.url);
const byName = new Map(synapses.map((model) => [model.name, model]));
const tables = readdirSync(folder)
  .filter((file) => file.endsWith(".json"))
  .map(
    (file) =>
      JSON.parse(readFileSync(new URL(file, folder), "utf8")) as {
        readonly model: string;
        readonly references: readonly Reference[];
      },
  );

/** Replace the name of a model with parameters by its record. */
function withRecords(network: NetworkRecord): NetworkRecord {
  const projections = (network.projections ?? []).map((projection) => {
    const synapse = projection.synapse as { readonly model?: string } | string | undefined;
    if (typeof synapse !== "object" || typeof synapse.model !== "string") return projection;
    const model = byName.get(synapse.model);
    return { ...projection, synapse: { ...synapse, model } } as typeof projection;
  });
  return { ...network, projections };
}

/** Read the potential of one neuron at a sampled time. */
function potentialOf({ recordings }: Result): (neuron: number, atMs: number) => number {
  const samples = recordings[0]?.samples.get("v");
  if (samples === undefined) throw new Error("no potential was recorded");
  const { times, values, neurons } = samples;
  return (neuron, atMs) => {
    let row = 0;
    times.forEach((time, k) => {
      if (Math.abs(time - atMs) < Math.abs((times[row] ?? 0) - atMs)) row = k;
    });
    return values[row * neurons.length + neuron] ?? Number.NaN;
  };
}

/** Differences from each time to the next, for one neuron. */
function jumps(at: readonly number[], potential: (atMs: number) => number): readonly number[] {
  return at.slice(1).map((time, k) => potential(time) - potential(at[k] ?? 0));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function compareChance(columns: readonly (readonly number[])[], chance: Expected["chance"]): void {
  if (chance === undefined) return;
  const column = (k: number): readonly number[] => columns.map((row) => row[k] ?? Number.NaN);
  const size = columns.length;
  // Five standard errors of each moment: with some hundred of them, one in 10^4 seeds would miss one.
  const errors = 5;
  chance.mean.forEach((wanted, k) => {
    const values = column(k);
    const found = mean(values);
    const variance = chance.variance[k] ?? Number.NaN;
    expect(Math.abs(found - wanted)).toBeLessThan(errors * Math.sqrt(variance / size));
    const squares = values.map((value) => (value - wanted) ** 2);
    const spread = mean(squares.map((square) => (square - variance) ** 2));
    // If release is almost certain the squares hardly vary, but the mean's own error remains.
    const slack = errors ** 2 * (variance / size) + errors * Math.sqrt(spread / size);
    expect(Math.abs(mean(squares) - variance)).toBeLessThan(slack);
  });
  for (const { between, value } of chance.covariance ?? []) {
    const [a, b] = between;
    const products = columns.map(
      (row) =>
        ((row[a] ?? Number.NaN) - (chance.mean[a] ?? 0)) *
        ((row[b] ?? Number.NaN) - (chance.mean[b] ?? 0)),
    );
    const spread = mean(products.map((product) => (product - value) ** 2));
    expect(Math.abs(mean(products) - value)).toBeLessThan(errors * Math.sqrt(spread / size));
  }
}

type Potential = ReturnType<typeof potentialOf>;

/** Run a reference, at half its step as well if it is to be extrapolated. */
async function potentialIn({ network, expect: { extrapolated } }: Reference): Promise<Potential> {
  const whole = potentialOf(await run(withRecords(network)));
  if (extrapolated !== true) return whole;
  const dt = `${Number.parseFloat(network.dt ?? "") / 2} ms`;
  const half = potentialOf(await run(withRecords({ ...network, dt })));
  return (neuron, time) => 2 * half(neuron, time) - whole(neuron, time);
}

function compare({ expect: expected, network }: Reference, potential: Potential): void {
  const { delivered, change, samples = [], chance } = expected;
  if (delivered !== undefined) {
    const found = jumps(delivered.at_ms, (time) => potential(0, time));
    delivered.jumps.forEach((wanted, k) => {
      expect(Math.abs((found[k] ?? Number.NaN) - wanted), `jump ${k}`).toBeLessThan(
        delivered.tolerance,
      );
    });
  }
  change?.at_ms.forEach((time, k) => {
    const found = potential(0, time) - potential(0, change.from_ms ?? 0);
    const wanted = change.values[k] ?? Number.NaN;
    expect(Math.abs(found - wanted), `change at ${time} ms`).toBeLessThan(change.tolerance);
  });
  for (const { neuron = 0, at_ms: time, value, tolerance } of samples) {
    expect(Math.abs(potential(neuron, time) - value), `at ${time} ms`).toBeLessThan(tolerance);
  }
  if (chance !== undefined) {
    const size = network.populations["neurons"]?.size ?? 0;
    const rows = Array.from({ length: size }, (_, neuron) =>
      jumps(chance.at_ms, (time) => potential(neuron, time)),
    );
    compareChance(rows, chance);
  }
}

it("has references for every model", () => {
  const names = tables.map(({ model }) => model).sort();
  expect(names).toEqual(synapses.map(({ name }) => name).sort());
});

describe.each(tables)("$model", ({ references }) => {
  // With thousands of synapses, a reference takes a second: the first and the last of them, and all under `--long`.
  const drawn = references.filter(({ expect: { chance } }) => chance !== undefined);
  const here = references.filter((one) => long || !drawn.slice(1, -1).includes(one));
  it.each(here)("gives the numbers of its reference: $about", async (reference) => {
    expect(reference.source.length).toBeGreaterThan(5);
    compare(reference, await potentialIn(reference));
  });
});

/** Every sample of the potential, as bytes: comparing millions of numbers one by one takes long. */
function bytesOf({ recordings }: Result): Buffer {
  const values = recordings[0]?.samples.get("v")?.values ?? new Float64Array();
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

/** Fifty neurons and steps of 0.1 ms are enough to detect different bits. */
function withFew(network: NetworkRecord): NetworkRecord {
  const { neurons } = network.populations;
  if (neurons === undefined) throw new Error("no population under test");
  const few = { ...neurons, size: Math.min(neurons.size, 50) };
  const dt = Number.parseFloat(network.dt ?? "") < 0.1 ? "0.1 ms" : network.dt;
  const populations = { ...network.populations, neurons: few };
  return { ...network, populations, ...(dt === undefined ? {} : { dt }) };
}

/** Models that read no variable of their source, which may be in another part. */
const inParts = tables.filter(({ model }) =>
  Object.values(byName.get(model)?.reads ?? {}).every(({ of }) => of !== "pre"),
);

describe.each(inParts)("$model", ({ references }) => {
  const [first] = references;
  const network = first && withFew(withRecords(first.network));

  it("gives the same bits in three parts", async () => {
    if (network === undefined) throw new Error("no reference");
    const bytes = bytesOf(await run(network));
    expect(bytes.length).toBeGreaterThan(0);
    expect(bytesOf(await run(network, { shards: 3 })).equals(bytes)).toBe(true);
  });
});
