import type { ProjectionRecord } from "@spikeloom/kernel";
import { throwAll } from "@spikeloom/kernel";
import { connectors } from "../connectors/list.ts";
import { checkOptions } from "../connectors/options.ts";
import { CONNECTOR_OPTION } from "../errors.ts";

type Connector = ProjectionRecord["connector"];

/** Option for connections of a neuron to itself. */
export interface AutapseOption {
  readonly autapses?: boolean;
}

/** Options for connections of a neuron to itself and for repeated pairs. */
export interface DegreeOptions extends AutapseOption {
  readonly n: number;
  readonly multapses?: boolean;
}

/** Connect each source to each target. */
export function allToAll(options: AutapseOption = {}): Connector {
  return configure("all-to-all", options);
}

/** Connect source i to target i. */
export function oneToOne(): Connector {
  return configure("one-to-one", {});
}

/** Connect each pair with probability `p`. */
export function fixedProbability(options: AutapseOption & { readonly p: number }): Connector {
  return configure("fixed-probability", options);
}

/** Connect each target from `n` sources. */
export function fixedIndegree(options: DegreeOptions): Connector {
  return configure("fixed-indegree", options);
}

/** Connect each source to `n` targets. */
export function fixedOutdegree(options: DegreeOptions): Connector {
  return configure("fixed-outdegree", options);
}

/** Make `n` connections in total. */
export function fixedTotal(options: DegreeOptions): Connector {
  return configure("fixed-total", options);
}

/** Connect the listed pairs `[source, target]`; consecutive numbers in an array. */
export function pairList(list: readonly (readonly [number, number])[] | Uint32Array): Connector {
  return configure("pairs", { pairs: list });
}

/** Connect where a matrix (one row per source) is true. */
export function booleanMatrix(rows: readonly (readonly (boolean | 0 | 1)[])[]): Connector {
  return configure("matrix", { matrix: rows });
}

/** Connect with a probability given as a formula of the distance `d`. */
export function distanceProbability(options: AutapseOption & { readonly p: string }): Connector {
  return configure("distance-probability", options);
}

/** Connect with a probability given as a formula of source `i` and target `j`. */
export function indexProbability(options: AutapseOption & { readonly p: string }): Connector {
  return configure("index-probability", options);
}

/** Connect a ring of nearest neighbours and rewire some of the connections. */
export function smallWorld(
  options: AutapseOption & { readonly degree: number; readonly rewiring: number },
): Connector {
  return configure("small-world", options);
}

/** Slide a window over a map, with the same weights at every position. */
export function slidingWindow(options: {
  readonly rows: number;
  readonly columns: number;
  readonly kernelRows: number;
  readonly kernelColumns: number;
  readonly stride?: number;
  readonly padding?: number;
  readonly pool?: number;
}): Connector {
  return configure("convolution", options);
}

function configure(kind: string, options: object): Connector {
  const connector = connectors.find((known) => known.name === kind);
  if (connector === undefined) {
    throw CONNECTOR_OPTION({ place: kind, message: "This connector does not exist." });
  }
  const given = options as Readonly<Record<string, unknown>>;
  throwAll(checkOptions(connector, given, kind));
  return { kind, ...given };
}
