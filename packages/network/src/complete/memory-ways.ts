import type { NetworkRecord, Stack, SynapseTier } from "@spikeloom/kernel";
import { approximateFunctions } from "../check/approximate-functions.ts";
import { quietly } from "../check/collect.ts";
import { checkReach, proceduralFaults } from "../check/procedural-faults.ts";
import { planConnector, planDelays } from "../plan/plan-projection.ts";
import { projectionEnds } from "../plan/projection-ends.ts";
import { estimateParts, type MemoryOptions } from "./estimate-memory.ts";
import { type ExpectedProjection, expectedProjections } from "./synapse-groups.ts";

/** One way of keeping the synapses of a network, and what it would take. */
export interface MemoryWay {
  /** A tier; or all synapses that can be drawn anew at each spike are, and the others are kept as now. */
  readonly way: SynapseTier | "procedural";
  readonly bytes: number;
}

/** What ways are looked for with. */
export interface WayOptions extends MemoryOptions {
  readonly stack: Stack;
}

const tiers: readonly SynapseTier[] = ["exact", "compact", "packed"];

/** Estimate each way of keeping the synapses of a sound network of any size. */
export function memoryWays(network: NetworkRecord, options: WayOptions): readonly MemoryWay[] {
  const expected = expectedProjections(network, options.stack);
  return waysOf(network, { ...options, expected });
}

/** Estimate each way for a network whose projections have been looked at. */
export function waysOf(
  network: NetworkRecord,
  options: WayOptions & { readonly expected: readonly ExpectedProjection[] },
): readonly MemoryWay[] {
  const { stack, expected } = options;
  const kept = tiers.map((tier) => {
    return { way: tier, bytes: estimateParts(network, { ...options, tier }).bytes };
  });
  const drawn = expected.filter((projection) => canBeDrawn(network, projection, stack));
  if (drawn.length === 0) return kept;
  const changed = expected.map((one) =>
    drawn.includes(one) ? { ...one, procedural: true, group: -1 - one.index } : one,
  );
  const { bytes } = estimateParts(network, { ...options, expected: changed });
  return [...kept, { way: "procedural", bytes }];
}

function canBeDrawn(
  network: NetworkRecord,
  { index, name, procedural }: ExpectedProjection,
  stack: Stack,
): boolean {
  const given = network.projections?.[index];
  if (given === undefined || procedural) return false;
  const record = { ...given, procedural: true };
  const place = `projections[${index}]`;
  if (proceduralFaults(record, place).length > 0) return false;
  const bare = withoutPositions(network);
  const options = { stack, seed: 0, functions: approximateFunctions };
  const both = projectionEnds(bare, record, { seed: 0, place });
  const task = { network: bare, record, name, place, options };
  return (
    quietly(() => {
      const plan = planConnector(task, both);
      checkReach(planDelays(task, both, plan), place);
      return plan;
    }) !== undefined
  );
}

/** No connector that draws by source asks for positions, and laying neurons out takes memory. */
function withoutPositions(network: NetworkRecord): NetworkRecord {
  const bare = Object.entries(network.populations).map(
    ([name, { positions: _, ...rest }]) => [name, rest] as const,
  );
  return { ...network, populations: Object.fromEntries(bare) };
}
