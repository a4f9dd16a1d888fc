import { checkText } from "../check-arguments.ts";
import type { Projection } from "../projection/projection.ts";
import type { SimulationState } from "../state.ts";
import { readText } from "../text-files.ts";
import type { IndexBasedExpression } from "../values/connection-values.ts";
import type { DistanceFunction } from "../values/distance-expression.ts";
import { AllToAllConnector, OneToOneConnector } from "./all-to-all.ts";
import { readConnectionText } from "./connection-file.ts";
import type { Connector, ConnectorOptions } from "./connector.ts";
import {
  type ConnectionCount,
  type FixedNumberOptions,
  fixedNumberPost,
  fixedNumberPre,
} from "./fixed-number.ts";
import { fixedTotalNumber } from "./fixed-total.ts";
import { ArrayConnector, CloneConnector, FromListConnector } from "./given.ts";
import {
  displacementDependent,
  distanceDependent,
  fixedProbability,
  indexBased,
  type RandomOptions,
} from "./probability.ts";

/** PyNN's connectors by class name. */
export interface Connectors {
  readonly AllToAllConnector: typeof AllToAllConnector;
  readonly OneToOneConnector: typeof OneToOneConnector;
  readonly FixedProbabilityConnector: (p: number, options?: RandomOptions) => Connector;
  readonly DistanceDependentProbabilityConnector: (
    expression: string | DistanceFunction,
    options?: RandomOptions,
  ) => Connector;
  readonly IndexBasedProbabilityConnector: (
    expression: IndexBasedExpression,
    options?: RandomOptions,
  ) => Connector;
  readonly DisplacementDependentProbabilityConnector: (
    chance: (displacement: readonly [x: number, y: number, z: number]) => number,
    options?: RandomOptions,
  ) => Connector;
  readonly FixedNumberPreConnector: (n: ConnectionCount, options?: FixedNumberOptions) => Connector;
  readonly FixedNumberPostConnector: (
    n: ConnectionCount,
    options?: FixedNumberOptions,
  ) => Connector;
  readonly FixedTotalNumberConnector: (
    n: ConnectionCount,
    options?: FixedNumberOptions,
  ) => Connector;
  readonly FromListConnector: typeof FromListConnector;
  readonly FromFileConnector: (path: string, options?: ConnectorOptions) => Connector;
  readonly ArrayConnector: typeof ArrayConnector;
  readonly CloneConnector: (reference: Projection, options?: ConnectorOptions) => Connector;
}

/** Create the connectors of a simulation. */
export function connectorsOf(state: SimulationState): Connectors {
  return {
    AllToAllConnector,
    OneToOneConnector,
    FixedProbabilityConnector: (p, options) => fixedProbability(state, p, options),
    DistanceDependentProbabilityConnector: (expression, options) =>
      distanceDependent(state, expression, options),
    IndexBasedProbabilityConnector: (expression, options) => indexBased(state, expression, options),
    DisplacementDependentProbabilityConnector: (chance, options) =>
      displacementDependent(state, chance, options),
    FixedNumberPreConnector: (n, options) => fixedNumberPre(state, n, options),
    FixedNumberPostConnector: (n, options) => fixedNumberPost(state, n, options),
    FixedTotalNumberConnector: (n, options) => fixedTotalNumber(state, n, options),
    FromListConnector,
    FromFileConnector(path, options) {
      checkText(path, "FromFileConnector");
      const { rows, columnNames } = readConnectionText(readText(state, path), path);
      return { ...FromListConnector(rows, { ...options, columnNames }), name: "FromFileConnector" };
    },
    ArrayConnector,
    CloneConnector,
  };
}
