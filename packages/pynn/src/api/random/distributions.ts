import { checkRecord } from "../check-arguments.ts";
import { DISTRIBUTION } from "../errors.ts";
import type { DistributionName, DistributionNames } from "./distribution-names.ts";
import type { Draws } from "./rng.ts";

type Values = Readonly<Record<string, number>>;

interface Distribution<Names extends readonly string[] = readonly string[]> {
  /** PyNN's names, in the order of a list of parameters. */
  readonly parameters: Names;
  /** Fill with draws, all at once: redraws of a clipped distribution come after the others. */
  fill(draws: Draws, out: Float64Array, at: Values): void;
}

type Named<Names extends readonly string[]> = Readonly<Record<Names[number], number>>;

function each<const Names extends readonly string[]>(
  parameters: Names,
  draw: (draws: Draws, at: Named<Names>) => number,
): Distribution<Names> {
  return {
    parameters,
    fill(draws, out, at) {
      for (let k = 0; k < out.length; k++) out[k] = draw(draws, at as Named<Names>);
    },
  };
}

// PyNN gives up after this many rounds.
const MOST_REDRAWS = 1000;

const normalClipped: Distribution<DistributionNames["normal_clipped"]> = {
  parameters: ["mu", "sigma", "low", "high"],
  fill(draws, out, at) {
    const { mu, sigma, low, high } = at as Named<["mu", "sigma", "low", "high"]>;
    let outside = Uint32Array.from(out, (_, k) => k);
    for (let round = 0; outside.length > 0; round++) {
      if (round > MOST_REDRAWS) {
        const expected = "bounds with a non-negligible probability";
        throw DISTRIBUTION({ place: "normal_clipped", expected, got: `${low} to ${high}` });
      }
      for (const k of outside) out[k] = mu + sigma * draws.normal();
      outside = outside.filter((k) => (out[k] as number) < low || (out[k] as number) > high);
    }
  },
};

const table: { readonly [D in DistributionName]: Distribution<DistributionNames[D]> } = {
  binomial: each(["n", "p"], (draws, { n, p }) => draws.binomial(n, p)),
  gamma: each(["k", "theta"], (draws, { k, theta }) => theta * draws.gamma(k)),
  exponential: each(["beta"], (draws, { beta }) => beta * draws.exponential()),
  lognormal: each(["mu", "sigma"], (draws, { mu, sigma }) => draws.lognormal(mu, sigma)),
  normal: each(["mu", "sigma"], (draws, { mu, sigma }) => mu + sigma * draws.normal()),
  normal_clipped: normalClipped,
  normal_clipped_to_boundary: each(
    ["mu", "sigma", "low", "high"],
    (draws, { mu, sigma, low, high }) => Math.max(Math.min(mu + sigma * draws.normal(), high), low),
  ),
  poisson: each(["lambda_"], (draws, at) => draws.poisson(at.lambda_)),
  uniform: each(["low", "high"], (draws, { low, high }) => low + (high - low) * draws.uniform()),
  uniform_int: each(["low", "high"], (draws, { low, high }) => low + draws.below(high - low)),
  vonmises: each(["mu", "kappa"], (draws, { mu, kappa }) => draws.vonmises(mu, kappa)),
};

/** Specification of a draw. */
export interface DrawRequest {
  readonly distribution: string;
  readonly parameters: Values;
  readonly n: number;
}

/** Draw numbers from a distribution by PyNN's name. */
export function drawMany(draws: Draws, { distribution, parameters, n }: DrawRequest): Float64Array {
  if (!(Number.isInteger(n) && n >= 0 && n < 2 ** 31)) {
    const expected = "an integer number of draws, below 2^31";
    throw DISTRIBUTION({ place: `${distribution}.next`, expected, got: String(n) });
  }
  const out = new Float64Array(n);
  distributionOf(distribution).fill(draws, out, parameters);
  return out;
}

/**
 * Read the parameters of a distribution, given by name or in PyNN's order.
 *
 * All are required, as in PyNN.
 */
export function readParameters(distribution: string, given: Values | readonly number[]): Values {
  const names = distributionOf(distribution).parameters;
  if (!isList(given)) checkRecord(given, distribution, names.join(", "));
  const values = isList(given)
    ? Object.fromEntries(given.map((value, k) => [names[k] ?? `[${k}]`, value]))
    : given;
  const got = Object.keys(values);
  const isComplete =
    got.length === names.length && names.every((name) => Object.hasOwn(values, name));
  const isNumber = (value: unknown): boolean => typeof value === "number" && !Number.isNaN(value);
  if (isComplete && got.every((name) => isNumber(values[name]))) return values;
  throw DISTRIBUTION({
    place: distribution,
    expected: `numbers for ${names.join(", ")}`,
    got: got.map((name) => `${name} = ${values[name]}`).join(", ") || "none",
  });
}

/** Return the distribution to draw from: by default uniform on [0, 1). */
export function drawn(
  distribution: string = "uniform",
  given: Values | readonly number[] = { low: 0, high: 1 },
): Omit<DrawRequest, "n"> {
  return { distribution, parameters: readParameters(distribution, given) };
}

function isList(given: Values | readonly number[]): given is readonly number[] {
  return Array.isArray(given);
}

function distributionOf(name: string): Distribution {
  const found = Object.hasOwn(table, name) ? table[name as DistributionName] : undefined;
  if (found !== undefined) return found;
  const expected = `one of ${Object.keys(table).join(", ")}`;
  throw DISTRIBUTION({ place: "RandomDistribution", expected, got: `"${name}"` });
}
