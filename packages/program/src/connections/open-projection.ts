import { hostFunctions } from "@spikeloom/equations/functions";
import type { ConnectorLookup } from "@spikeloom/kernel";
import {
  type ConnectionOptions,
  type Coordinates,
  type OpenConnection,
  openConnection,
  placed,
  type SynapseValue,
} from "@spikeloom/network";
import type { BulkRandom } from "@spikeloom/random";
import { convertedWeights } from "../derive/converted-weights.ts";
import { roundedValues } from "../derive/quantise.ts";
import type { NetworkProgram, ProjectionProgram } from "../network-program.ts";
import { atOnce, forEachInPieces, type Pieces } from "../pieces.ts";

/** A projection whose rows are ready to be drawn, one neuron at a time. */
export interface OpenProjection
  extends Omit<ProjectionProgram, "weight" | "delay">,
    Omit<OpenConnection, "value"> {
  /** Initial values of each synapse, by variable. */
  readonly values: ReadonlyMap<string, SynapseValue>;
}

/** Context for drawing the rows of a program. */
export interface RowOptions {
  /** Holds the connectors that the program names. */
  readonly stack: Pick<ConnectorLookup, "find" | "list">;
  /** Draws rows faster; the numbers are the same. */
  readonly bulk?: BulkRandom | undefined;
  /** Plan no rows where nothing depends on them. */
  readonly outline?: boolean | undefined;
}

/** Populations at the ends of a program's projections. */
type Ends = Pick<NetworkProgram, "populations" | "projections" | "space" | "seed">;

/** Prepare the rows of all projections of a program. */
export function openProjections(program: Ends, options: RowOptions): readonly OpenProjection[] {
  return atOnce(openProjectionsInPieces(program, options));
}

/** The same in pieces; the errors of all projections are thrown together. */
export function openProjectionsInPieces(
  program: Ends,
  options: RowOptions,
): Pieces<readonly OpenProjection[]> {
  const context = endsOf(program, options);
  return forEachInPieces(program.projections, (one) => openProjection(one, context));
}

function endsOf(
  { populations, space, seed }: Ends,
  { stack, bulk, outline }: RowOptions,
): ConnectionOptions {
  const known = new Map<string, Coordinates | undefined>();
  return {
    stack,
    bulk,
    outline,
    seed,
    functions: hostFunctions,
    space,
    size: (name) => populations.get(name)?.size ?? 0,
    coordinates(name) {
      const { positions, size = 0 } = populations.get(name) ?? {};
      if (!known.has(name)) known.set(name, positions && placed(positions, { size, seed }));
      return known.get(name);
    },
  };
}

function* openProjection(
  projection: ProjectionProgram,
  context: ConnectionOptions,
): Pieces<OpenProjection> {
  const { dynamic, converted, rounded } = projection;
  const more = dynamic?.values.values() ?? [];
  const { value, ...opened } = yield* openConnection(projection, context, more);
  const values = new Map<string, SynapseValue>();
  for (const [variable, one] of dynamic?.values ?? []) values.set(variable, value(one, values));
  const given = converted ? convertedWeights(opened.weight, converted) : opened.weight;
  const weight = rounded ? roundedValues(given, rounded) : given;
  return { ...projection, ...opened, weight, values };
}
