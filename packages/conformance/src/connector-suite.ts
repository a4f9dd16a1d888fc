import {
  type BackendRecord,
  type ConnectorRecord,
  checkOptionNames,
  defineNeuron,
  defineSynapse,
  type NetworkRecord,
  type OptionNames,
  type Stack,
} from "@spikeloom/kernel";
import {
  checkNetwork,
  indexBuffer,
  type PlannedProjection,
  planProjection,
} from "@spikeloom/network";
import { stream, streamKey } from "@spikeloom/random";
import { run } from "@spikeloom/simulate";
import { type Claim, claimsAbout, type MakeClaim } from "./claim.ts";

/** Inputs for testing a connector. */
export interface ConnectorSuiteOptions {
  /** A stack with the connector, such as `defaultStack` with its package. */
  readonly stack: Stack;
  /** Option sets for a projection from 20 to 30 neurons: one test case each. */
  readonly examples: readonly Readonly<Record<string, unknown>>[];
  /** By default all backends of the stack. */
  readonly backends?: readonly BackendRecord[];
  /** Numbers of source and target neurons, by default 20 and 30. */
  readonly sizes?: readonly [sources: number, targets: number];
  /** Whether the population is connected to itself. */
  readonly samePopulation?: boolean;
}

const names: OptionNames<ConnectorSuiteOptions> = {
  stack: true,
  examples: true,
  backends: true,
  sizes: true,
  samePopulation: true,
};

/** Requirements for a connector: complete rows that depend only on the seed. */
export function connectorSuite(
  connector: ConnectorRecord,
  options: ConnectorSuiteOptions,
): readonly Claim[] {
  checkOptionNames(options, names, "connectorSuite");
  const claim = claimsAbout(connector);
  const drawn = options.examples.flatMap((example, k) => {
    const name = options.examples.length === 1 ? "" : ` (example ${k + 1})`;
    return exampleClaims(networkOf(connector, example, options), options, (text, run) =>
      claim(`${text}${name}`, run),
    );
  });
  return [...drawn, ...workerClaims(connector, options, claim)];
}

/** A connector that states its module must be known to every thread, or loaded by it. */
function workerClaims(
  connector: ConnectorRecord,
  options: ConnectorSuiteOptions,
  claim: MakeClaim,
): readonly Claim[] {
  const { stack, examples, backends = stack.list("backend") } = options;
  if (connector.module === undefined) return [];
  const network = networkOf(connector, examples[0] ?? {}, options);
  const able = backends.filter(({ options }) => options?.["workers"] !== undefined);
  return able.map((backend) =>
    claim(`is available to the workers of ${backend.name}`, async ({ same }) => {
      const both = await builtPairs(network, { stack, backend, workers: 2 });
      same("connections", both, await builtPairs(network, { stack, backend, workers: 1 }));
    }),
  );
}

function exampleClaims(
  network: NetworkRecord,
  { stack, backends = stack.list("backend") }: ConnectorSuiteOptions,
  claim: MakeClaim,
): readonly Claim[] {
  const plan = (seed: number): PlannedProjection => planProjection(network, 0, { stack, seed });
  return [
    claim("is accepted with its options", ({ same }) =>
      same("faults", checkNetwork(network, { stack }).map(String), []),
    ),
    claim("gives each neuron the same partners, in any order of requests", ({ same }) => {
      const [forth, back] = [rowsOf(plan(7)), rowsOf(plan(7), "back")];
      same("partners", back, forth);
    }),
    claim("draws the rows that it states for other processors", ({ same }) => {
      const planned = plan(7);
      const stated = statedRows(planned);
      if (stated !== undefined) same("partners", stated, rowsOf(planned));
    }),
    claim("estimates the number of connections", ({ near }) => {
      const drawn = Array.from({ length: 20 }, (_, seed) => plan(seed));
      const total = drawn.reduce((sum, one) => sum + rowsOf(one).flat().length, 0);
      const expected = drawn.reduce((sum, one) => sum + one.plan.expected, 0);
      // Five standard deviations of a sum of independent probabilities, each below one half.
      near("connections of twenty seeds", total, { expected, within: 5 * Math.sqrt(expected) });
    }),
    ...backends.map((backend) =>
      claim(`has its connections drawn by ${backend.name}`, async ({ same, holds }) => {
        const pairs = await builtPairs(network, { stack, backend });
        const isOrdered = pairs.every(([source, target], k) => {
          const [before = -1, last = -1] = pairs[k - 1] ?? [];
          return before < source || (before === source && last <= target);
        });
        holds("the order of connections", isOrdered, pairs);
        same("connections", pairs.map(String), pairsOf(plan(7)).map(String));
      }),
    ),
  ];
}

/** List source and target of each connection that a backend created. */
async function builtPairs(
  network: NetworkRecord,
  options: { readonly stack: Stack; readonly backend: BackendRecord; readonly workers?: number },
): Promise<readonly (readonly [number, number])[]> {
  const { synapseRecordings } = await run(network, { ...options, seed: 7, for: "1 ms" });
  const { sources = [], targets = [] } = synapseRecordings[0]?.sets[0] ?? {};
  return Array.from(sources, (source, k) => [source, targets[k] ?? -1] as const);
}

/** List the partners of each neuron. */
function rowsOf({ plan, sources, targets }: PlannedProjection, way?: "back"): readonly number[][] {
  const count = plan.by === "target" ? targets.size : sources.size;
  const order = Array.from({ length: count }, (_, k) => (way === "back" ? count - 1 - k : k));
  const rows: number[][] = [];
  for (const index of order) {
    const out = indexBuffer();
    plan.partners(index, out);
    rows[index] = [...out.view()];
  }
  return rows;
}

/** List the partners of each neuron as the plan states its draws; undefined if it does not. */
function statedRows({ plan, sources, targets, key }: PlannedProjection) {
  const { draws, by } = plan;
  if (draws === undefined) return undefined;
  const [own, others] = by === "target" ? [targets, sources] : [sources, targets];
  return Array.from({ length: own.size }, (_, index) => {
    const { count, word, skip } = draws.row(index);
    const words = stream(streamKey(7, key), index);
    words.seek(index, 0, word);
    const row = new Uint32Array(count);
    const below = others.size - (skip < 0 ? 0 : 1);
    if (draws.kind === "any") words.integers(below, row);
    else if (draws.kind === "distinct") words.distinctIntegers(below, row);
    else if (draws.kind === "same") row.fill(index);
    else for (let k = 0; k < count; k++) row[k] = k;
    return Array.from(row, (partner) => (skip < 0 || partner < skip ? partner : partner + 1));
  });
}

/** List source and target of each connection in ascending order. */
function pairsOf(planned: PlannedProjection): readonly (readonly [number, number])[] {
  const isByTarget = planned.plan.by === "target";
  return rowsOf(planned)
    .flatMap((row, index) =>
      row.map((other) => (isByTarget ? ([other, index] as const) : ([index, other] as const))),
    )
    .sort(([a, b], [c, d]) => a - c || b - d);
}

function networkOf(
  { name }: ConnectorRecord,
  example: Readonly<Record<string, unknown>>,
  { sizes: [sources, targets] = [20, 30], samePopulation = false }: ConnectorSuiteOptions,
): NetworkRecord {
  const line = (size: number) => ({
    model: counter,
    size,
    positions: { layout: "grid", shape: [size], spacing: ["10 um"] } as const,
  });
  return {
    format: "spikeloom-network",
    version: 1,
    space: { dimensions: 1 },
    populations: { from: line(sources), to: line(targets) },
    projections: [
      {
        name: "connections",
        from: "from",
        to: samePopulation ? "from" : "to",
        receptor: "in",
        weight: 1,
        delay: "1 ms",
        connector: { kind: name, ...example },
        // Recorded synapses are stored individually.
        synapse: { model: relay, parameters: {} },
      },
    ],
    recordSynapses: [{ projection: "connections" }],
  };
}

const relay = defineSynapse({
  name: "relay",
  about: "Passes on its weight.",
  parameters: {},
  deliver: "weight",
});

/** Counts received spikes. */
const counter = defineNeuron({
  name: "counter",
  about: "Counts received spikes.",
  parameters: {},
  receptors: { in: { unit: "1", about: "count", on: { n: "n + weight" } } },
  state: { n: { initial: 0, unit: "1", about: "count" } },
});
