import { hostFunctions } from "@spikeloom/equations/functions";
import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import { quietly } from "../check/collect.ts";
import { checkReach, proceduralFaults } from "../check/procedural-faults.ts";
import {
  type ProjectionTask,
  planConnector,
  planDelays,
  projectionModels,
} from "../plan/plan-projection.ts";
import { projectionEnds } from "../plan/projection-ends.ts";
import { projectionNames } from "../plan/projection-names.ts";
import { type ExpectedConnections, expectedConnections } from "./expected-connections.ts";

/** Properties of a projection known without drawing it. */
export interface ExpectedProjection extends ExpectedConnections {
  readonly name: string;
  /** Its index in the network's list. */
  readonly index: number;
  readonly from: string;
  readonly to: string;
  /** Undefined if the synapse delivers nothing. */
  readonly receptor: string | undefined;
}

/** Estimate all projections of a valid network of any size. */
export function expectedProjections(
  network: NetworkRecord,
  stack: Stack,
): readonly ExpectedProjection[] {
  return projectionNames(network).map((name, index) => {
    const task = taskOf(network, { index, name, stack });
    const { from, to } = task.record;
    const receptor = quietly(() => projectionModels(task).receptor);
    return { name, index, from, to, receptor, ...expectedConnections(task) };
  });
}

/** Test whether stored synapses could instead be redrawn at each spike. */
export function canDrawAnew(
  network: NetworkRecord,
  { index, name }: Pick<ExpectedProjection, "index" | "name">,
  stack: Stack,
): boolean {
  const bare = withoutPositions(network);
  const given = taskOf(bare, { index, name, stack });
  const { place } = given;
  const record = { ...given.record, procedural: true };
  if (given.record.procedural === true || proceduralFaults(record, place).length > 0) return false;
  const task = { ...given, record };
  const both = projectionEnds(bare, record, { seed: 0, place });
  return (
    quietly(() => {
      const plan = planConnector(task, both);
      checkReach(planDelays(task, both, plan), place);
      return plan;
    }) !== undefined
  );
}

function taskOf(
  network: NetworkRecord,
  { index, name, stack }: { readonly index: number; readonly name: string; readonly stack: Stack },
): ProjectionTask {
  const record = network.projections?.[index] as ProjectionTask["record"];
  const options = { stack, seed: 0, functions: hostFunctions };
  return { network, record, name, place: `projections[${index}]`, options };
}

/** Omit positions: no connector that draws by source needs them, and laying neurons out takes memory. */
function withoutPositions(network: NetworkRecord): NetworkRecord {
  const bare = Object.entries(network.populations).map(
    ([name, { positions: _, ...rest }]) => [name, rest] as const,
  );
  return { ...network, populations: Object.fromEntries(bare) };
}
