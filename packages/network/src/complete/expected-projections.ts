import { hostFunctions } from "@spikeloom/equations/functions";
import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import { networkStep } from "../plan/network-step.ts";
import { lowerProjection } from "../plan/plan-projection.ts";
import { projectionNames } from "../plan/projection-names.ts";
import { lowerPositions, lowerSpace } from "../positions/position-program.ts";
import { whole } from "../values/in-pieces.ts";
import {
  type EndPopulation,
  type ExpectedConnections,
  expectedConnections,
} from "./expected-connections.ts";

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
  const populations = new Map(
    Object.entries(network.populations).map(
      ([name, { size, positions }]): [string, EndPopulation] => [
        name,
        { size, positions: positions && lowerPositions(positions, name) },
      ],
    ),
  );
  const context = {
    populations,
    space: lowerSpace(network.space),
    dt: networkStep(network),
    stack,
  };
  const names = projectionNames(network);
  const options = { stack, seed: 0, functions: hostFunctions, names };
  return names.map((name, index) => {
    const { connection } = whole(lowerProjection(network, index, options));
    const { from, to, receptor } = connection;
    return { name, index, from, to, receptor, ...expectedConnections(connection, context) };
  });
}
