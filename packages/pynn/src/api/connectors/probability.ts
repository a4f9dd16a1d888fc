import { checkFunction, checkKind, type OptionNames } from "../check-arguments.ts";
import { VALUE } from "../errors.ts";
import type { Draws, Rng } from "../random/rng.ts";
import { connectorRng, openCopied, type SimulationState } from "../state.ts";
import type { IndexBasedExpression } from "../values/connection-values.ts";
import { type DistanceFunction, readDistanceExpression } from "../values/distance-expression.ts";
import { checkMutual, checkSelf, type SelfOptions, selfNames } from "./all-to-all.ts";
import {
  byTarget,
  type Connected,
  type Connector,
  checkConnector,
  type Ends,
  excludes,
} from "./connector.ts";

/** Options of random connectors. */
export interface RandomOptions extends SelfOptions {
  readonly rng?: Rng;
}

const randomNames: OptionNames<RandomOptions> = { ...selfNames, rng: true };

/** Returns the probability of a connection from the indices of both neurons. */
type Probability = (ends: Ends) => (i: number, j: number) => number;

/** Connect each pair with the same probability. */
export function fixedProbability(
  state: SimulationState,
  probability: number,
  options: RandomOptions = {},
): Connector {
  checkConnector(options, randomNames, "FixedProbabilityConnector");
  checkSelf(options, "FixedProbabilityConnector");
  if (!(probability >= 0 && probability <= 1)) {
    const message = "The probability is invalid.";
    const place = "FixedProbabilityConnector.p_connect";
    throw VALUE({ place, message, expected: "0 to 1", got: String(probability) });
  }
  const rng = connectorRng(state, options.rng);
  const { allowSelfConnections: self = true, safe = true } = options;
  return {
    kind: "connector",
    name: "FixedProbabilityConnector",
    safe,
    connect(ends) {
      if (state.compat || rng.kind !== "keyed") {
        return drawEach(ends, { rng, options, probability: () => () => probability });
      }
      checkMutual(ends, self);
      const draws = rng.open(purposeOf(ends));
      const isLeftOut = excludes(ends, self);
      const skips = skipper(draws, probability);
      return byTarget(ends, options, (j, add) => {
        // Gap to the next connected pair, over all pairs of one postsynaptic neuron.
        for (let i = skips(); i < ends.pre.size; i += 1 + skips()) if (!isLeftOut(i, j)) add(i);
      });
    },
  };
}

function skipper(draws: Draws, probability: number): () => number {
  if (probability === 0) return () => Number.POSITIVE_INFINITY;
  if (probability === 1) return () => 0;
  const scale = -1 / Math.log1p(-probability);
  return () => Math.floor(scale * draws.exponential());
}

/** Connect pairs with a probability that depends on their distance: a text in `d`, or a function. */
export function distanceDependent(
  state: SimulationState,
  expression: string | DistanceFunction,
  options: RandomOptions = {},
): Connector {
  const name = "DistanceDependentProbabilityConnector";
  const chance =
    typeof expression === "string" ? readDistanceExpression(expression, name) : expression;
  checkFunction(chance, name);
  return drawing(state, name, options, (ends) => {
    const [pre, post] = [ends.prePositions(), ends.postPositions()];
    return (i, j) => chance(ends.space.distance(pre, i, post, j));
  });
}

/** Connect pairs with a probability that depends on their indices. */
export function indexBased(
  state: SimulationState,
  expression: IndexBasedExpression,
  options: RandomOptions = {},
): Connector {
  const name = "IndexBasedProbabilityConnector";
  checkKind(expression, "index-based", name);
  return drawing(state, name, options, () => expression.compute);
}

/** Connect pairs with a probability that depends on post minus pre on each axis. */
export function displacementDependent(
  state: SimulationState,
  chance: (displacement: readonly [x: number, y: number, z: number]) => number,
  options: RandomOptions = {},
): Connector {
  const name = "DisplacementDependentProbabilityConnector";
  checkFunction(chance, name);
  return drawing(state, name, options, (ends) => {
    const [pre, post] = [ends.prePositions(), ends.postPositions()];
    return (i, j) => chance(ends.space.displacement(pre, i, post, j));
  });
}

function drawing(
  state: SimulationState,
  name: string,
  options: RandomOptions,
  probability: Probability,
): Connector {
  checkConnector(options, randomNames, name);
  checkSelf(options, name);
  const rng = connectorRng(state, options.rng);
  return {
    kind: "connector",
    name,
    safe: options.safe ?? true,
    connect: (ends) => drawEach(ends, { rng, options, probability }),
  };
}

/** Draw a number for each pair, including excluded ones, as PyNN does. */
function drawEach(
  ends: Ends,
  {
    rng,
    options,
    probability,
  }: {
    readonly rng: Rng;
    readonly options: RandomOptions;
    readonly probability: Probability;
  },
): Connected {
  const self = options.allowSelfConnections ?? true;
  checkMutual(ends, self);
  const draws = openCopied(ends.state, rng, purposeOf(ends));
  const chance = probability(ends);
  const isLeftOut = excludes(ends, self);
  return byTarget(ends, options, (j, add) => {
    for (let i = 0; i < ends.pre.size; i++) {
      if (draws.uniform() < chance(i, j) && !isLeftOut(i, j)) add(i);
    }
  });
}

/** Key of a connector's random stream. */
export function purposeOf({ key }: Pick<Ends, "key">): string {
  return `projection/${key}/connect`;
}
