import {
  type ConnectorLookup,
  checkOptionNames,
  type OptionNames,
  type SpikeLoomError,
} from "@spikeloom/kernel";
import { expectedConnections } from "@spikeloom/network";
import {
  expectedActivity,
  gridRows,
  type NetworkProgram,
  openProjections,
  type ProjectionProgram,
} from "@spikeloom/program";
import { GRAPH } from "../errors.ts";
import type { GraphPopulation, GraphProjection, NetworkGraph, Pattern } from "./network-graph.ts";

/** Options for reading a graph from a program. */
export interface ProgramGraphOptions {
  /** Holds the connectors that the program names. */
  readonly stack: Pick<ConnectorLookup, "find" | "list" | "moduleOf">;
  /** Projections with more synapses are described by their probability; 20 million by default. */
  readonly mostRows?: number | undefined;
}

const names: OptionNames<ProgramGraphOptions> = { stack: true, mostRows: true };

/**
 * Read from a program what a mapping needs of its network.
 *
 * Rates are those of `expectedActivity`. Rows of connections are drawn as a run draws them; large random projections are described
 * by their probability, and full ones by their kind.
 */
export function programGraph(program: NetworkProgram, options: ProgramGraphOptions): NetworkGraph {
  checkOptionNames(options, names, "programGraph", ["stack"]);
  const { stack } = options;
  const activity = expectedActivity(program, stack);
  const populations = [...program.populations.values()].map(
    ({ name, size, source }): GraphPopulation => ({
      name,
      size,
      rate: activity.rates.get(name)?.rate ?? 0,
      isInput: source !== undefined,
    }),
  );
  const indices = new Map(populations.map(({ name }, p) => [name, p]));
  const projections = program.projections.map((one): GraphProjection => {
    if (one.receptor === undefined) throw coupled(one);
    const { pattern, delay } = connectionsOf(program, one, options);
    const [from, to] = [one.from, one.to].map((name) => indices.get(name) ?? -1);
    return { name: one.name, from: from ?? -1, to: to ?? -1, pattern, delay };
  });
  return { populations, projections };
}

interface Connections {
  readonly pattern: Pattern;
  readonly delay: readonly [number, number];
}

function connectionsOf(
  program: NetworkProgram,
  one: ProjectionProgram,
  { stack, mostRows = 20_000_000 }: ProgramGraphOptions,
): Connections {
  const { synapses, delays } = expectedConnections(one, { ...program, stack });
  const steps = delays.map((delay) => Math.round(delay / program.dt));
  const delay = [steps[0] ?? 1, steps.at(-1) ?? 1] as const;
  const sources = program.populations.get(one.from)?.size ?? 0;
  const targets = program.populations.get(one.to)?.size ?? 0;
  const isWhole = one.fromNeurons === undefined && one.toNeurons === undefined;
  if (isWhole && synapses === sources * targets && one.connector.kind === "all-to-all") {
    return { pattern: { kind: "all" }, delay };
  }
  if (isWhole && one.connector.kind === "one-to-one") return { pattern: { kind: "one" }, delay };
  if (synapses <= mostRows) return drawnRows(program, one, { stack });
  if (!isWhole || !uniform.has(one.connector.kind)) throw tooLarge(one, synapses);
  return { pattern: { kind: "random", chance: synapses / (sources * targets) }, delay };
}

/** Connectors that connect all pairs with equal probability. */
const uniform: ReadonlySet<string> = new Set([
  "all-to-all",
  "fixed-probability",
  "fixed-indegree",
  "fixed-outdegree",
  "fixed-total",
]);

function drawnRows(
  program: NetworkProgram,
  one: ProjectionProgram,
  { stack }: ProgramGraphOptions,
): Connections {
  const [open] = openProjections({ ...program, projections: [one] }, { stack });
  const targets = program.populations.get(one.to)?.size ?? 0;
  let ends = { sources: new Uint32Array(1024), targets: new Uint32Array(1024) };
  let drawn = 0;
  let [least, longest] = [Number.POSITIVE_INFINITY, 0];
  if (open === undefined) throw tooLarge(one, 0);
  for (const row of gridRows(open, program)) {
    for (let k = 0; k < row.partners.length; k++) {
      if (drawn === ends.sources.length) ends = doubled(ends);
      ends.sources[drawn] = row.source(k);
      ends.targets[drawn++] = row.target(k);
      least = Math.min(least, row.delays[k] as number);
      longest = Math.max(longest, row.delays[k] as number);
    }
  }
  const offsets = new Float64Array(targets + 1);
  for (let s = 0; s < drawn; s++) {
    const after = (ends.targets[s] as number) + 1;
    offsets[after] = (offsets[after] as number) + 1;
  }
  for (let j = 0; j < targets; j++) {
    offsets[j + 1] = (offsets[j + 1] as number) + (offsets[j] as number);
  }
  const next = offsets.slice();
  const sources = new Uint32Array(drawn);
  for (let s = 0; s < drawn; s++) {
    const target = ends.targets[s] as number;
    const at = next[target] as number;
    sources[at] = ends.sources[s] as number;
    next[target] = at + 1;
  }
  return {
    pattern: { kind: "rows", offsets, sources },
    delay: drawn === 0 ? [1, 1] : [least, longest],
  };
}

interface EndLists {
  readonly sources: Uint32Array<ArrayBuffer>;
  readonly targets: Uint32Array<ArrayBuffer>;
}

function doubled({ sources, targets }: EndLists): EndLists {
  const longer = {
    sources: new Uint32Array(2 * sources.length),
    targets: new Uint32Array(2 * targets.length),
  };
  longer.sources.set(sources);
  longer.targets.set(targets);
  return longer;
}

function coupled({ name }: ProjectionProgram): SpikeLoomError {
  return GRAPH({
    place: `projection ${name}`,
    message: "This projection couples neurons without spikes, which chips cannot do.",
    expected: "a receptor",
    got: "none",
    next: "Replace the coupling by synapses, or run the network on a simulator.",
  });
}

function tooLarge({ name, connector }: ProjectionProgram, synapses: number): SpikeLoomError {
  return GRAPH({
    place: `projection ${name}`,
    message: "This projection has too many synapses to be drawn.",
    expected: "fewer synapses, or a connector without positions between whole populations",
    got: `${Math.round(synapses)} synapses of ${connector.kind}`,
    next: "Pass a larger mostRows, which takes 12 bytes per synapse.",
  });
}
