import { GRAPH } from "../errors.ts";
import { type GraphProjection, type NetworkGraph, synapsesOf } from "../graph/network-graph.ts";
import { coreMeter, rowsOf } from "../partition/core-use.ts";
import type { Partition } from "../partition/partition.ts";
import type { ActivityCounts } from "./estimate.ts";

/** Spikes of a run. */
export interface NetworkActivity {
  readonly steps: number;
  /** Duration of a step in ms. */
  readonly dt: number;
  /** By population of the graph: spikes of each neuron. */
  readonly spikes: readonly Float64Array[];
}

/** Set the rates of a graph to those of a run. */
export function withActivity(graph: NetworkGraph, activity: NetworkActivity): NetworkGraph {
  checkActivity(graph, activity);
  const { spikes, steps, dt } = activity;
  const populations = graph.populations.map((one, p) => {
    const { size } = one;
    return { ...one, rate: size === 0 ? 0 : total(spikes[p]) / size / (steps * dt) };
  });
  return { ...graph, populations };
}

/** Count the operations of a run: each spike once for each synapse of its neuron. */
export function countActivity(graph: NetworkGraph, activity: NetworkActivity): ActivityCounts {
  checkActivity(graph, activity);
  const { spikes, steps } = activity;
  const computed = [...graph.populations.entries()].filter(([, { isInput }]) => !isInput);
  return {
    steps,
    synapticOperations: graph.projections.reduce(
      (sum, one) => sum + operationsOf(graph, one, spikes[one.from] ?? new Float64Array(0)),
      0,
    ),
    updates: steps * computed.reduce((sum, [, { size }]) => sum + size, 0),
    spikes: computed.reduce((sum, [p]) => sum + total(spikes[p]), 0),
  };
}

function operationsOf(
  graph: NetworkGraph,
  projection: GraphProjection,
  spikes: Float64Array,
): number {
  const { pattern, to, from } = projection;
  if (pattern.kind !== "rows" && pattern.kind !== "computed") {
    const sources = graph.populations[from]?.size ?? 0;
    return sources === 0 ? 0 : (synapsesOf(graph, projection) / sources) * total(spikes);
  }
  const rows = rowsOf(projection);
  const targets = graph.populations[to]?.size ?? 0;
  let sum = 0;
  for (let j = 0; j < targets; j++) for (const source of rows(j)) sum += spikes[source] ?? 0;
  return sum;
}

function total(spikes: Float64Array | undefined): number {
  return spikes?.reduce((sum, one) => sum + one, 0) ?? 0;
}

function checkActivity({ populations }: NetworkGraph, activity: NetworkActivity): void {
  const { spikes, steps, dt } = activity;
  const refuse = (place: string, expected: string, got: unknown): never => {
    throw GRAPH({
      place,
      message: "The spikes do not belong to the network.",
      expected,
      got: String(got),
      next: "Count the spikes of each neuron of each population in a run.",
    });
  };
  if (!(Number.isSafeInteger(steps) && steps > 0)) refuse("steps", "a whole number from 1", steps);
  if (!(dt > 0)) refuse("dt", "a duration above 0 ms", dt);
  for (const [p, { size, name }] of populations.entries()) {
    const own = spikes[p];
    if (own?.length !== size) refuse(`spikes of ${name}`, `${size} neurons`, own?.length);
    if (own?.some((one) => !(one >= 0))) refuse(`spikes of ${name}`, "counts from 0", "others");
  }
}

/** Work of a core per step. */
export interface CoreWork {
  readonly synapticOperations: number;
  readonly updates: number;
}

/** Find the work of each core, from the mean rates of the populations. */
export function workOfCores(
  graph: NetworkGraph,
  { chip, cores, parts }: Partition,
  dt: number,
): readonly CoreWork[] {
  const meter = coreMeter(graph, chip);
  const byCore = Map.groupBy(parts, ({ core }) => core);
  return Array.from({ length: cores }, (_, core) => {
    const own = byCore.get(core) ?? [];
    const { inputs } = meter.contents(own);
    return {
      synapticOperations: inputs.reduce((sum, { projection, synapses }) => {
        const from = graph.projections[projection]?.from ?? -1;
        return sum + synapses * (graph.populations[from]?.rate ?? 0) * dt;
      }, 0),
      updates: own.reduce(
        (sum, { population, from, until }) =>
          graph.populations[population]?.isInput ? sum : sum + until - from,
        0,
      ),
    };
  });
}
