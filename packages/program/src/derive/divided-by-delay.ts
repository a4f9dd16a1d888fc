import type { ConnectorLookup } from "@spikeloom/kernel";
import { delaySteps, drawnRows } from "@spikeloom/network";
import { openProjections } from "../connections/open-projection.ts";
import { NOT_DERIVED } from "../errors.ts";
import type { NetworkProgram, ProjectionProgram } from "../network-program.ts";
import { divideProjections } from "./divide-projections.ts";

/** Synapses of a projection that have one delay. */
interface DelayGroup {
  /** In ms, as it was drawn first. */
  readonly delay: number;
  /** Sources and targets in turn. */
  readonly pairs: number[];
  readonly weights: number[];
}

/**
 * Replace projections by one for each delay in steps, in ascending order.
 *
 * Rows are drawn, so the new projections list their synapses. Synapse models have to have the same values in all synapses.
 */
export function dividedByDelay(
  program: NetworkProgram,
  projections: Iterable<string>,
  stack: Pick<ConnectorLookup, "find" | "list">,
): NetworkProgram {
  const divide = (one: ProjectionProgram): readonly ProjectionProgram[] => {
    checkSynapses(one, program);
    const groups = [...groupsOf(one, program, stack)].toSorted(([a], [b]) => a - b);
    return groups.map(([steps, { delay, pairs, weights }]) => ({
      ...one,
      name: `${one.name}, delay of ${steps} steps`,
      fromNeurons: undefined,
      toNeurons: undefined,
      connector: { kind: "pairs", pairs: Uint32Array.from(pairs) },
      by: undefined,
      procedural: false,
      converted: undefined,
      rounded: undefined,
      weight: {
        ...one.weight,
        source: { kind: "list", values: Float64Array.from(weights) },
        limits: [],
      },
      delay: { ...one.delay, source: { kind: "number", value: delay }, limits: [] },
    }));
  };
  return { ...program, projections: divideProjections(program, new Set(projections), divide) };
}

/** Refuse synapses whose values would have to be divided too. */
function checkSynapses(
  { name, dynamic }: ProjectionProgram,
  { synapseRecorders }: NetworkProgram,
): void {
  const values = dynamic?.models.flatMap(({ parameters }) => [...parameters.values()]) ?? [];
  const isUniform = values.every(({ source }) => source?.kind === "number");
  if (isUniform && !synapseRecorders.some(({ projection }) => projection === name)) return;
  throw NOT_DERIVED({
    message: `The synapses of "${name}" have values of their own.`,
    next: "Use one projection for each delay.",
  });
}

function groupsOf(
  one: ProjectionProgram,
  program: NetworkProgram,
  stack: Pick<ConnectorLookup, "find" | "list">,
): ReadonlyMap<number, DelayGroup> {
  const groups = new Map<number, DelayGroup>();
  for (const opened of openProjections({ ...program, projections: [one] }, { stack })) {
    for (const row of drawnRows(opened, [opened.weight, opened.delay])) {
      const [weights, delays] = row.values as readonly [Float64Array, Float64Array];
      for (const [k, delay] of delays.entries()) {
        const steps = delaySteps(delay, program, `${one.place}.delay`);
        const group = groups.get(steps) ?? { delay, pairs: [], weights: [] };
        groups.set(steps, group);
        group.pairs.push(row.source(k), row.target(k));
        group.weights.push(weights[k] as number);
      }
    }
  }
  return groups;
}
