import { EXPORT_VALUE, type Numbers, numberOf } from "@spikeloom/simulate/scripts";
import type { WrittenPopulation } from "../population/write-population.ts";

/** Destination of weights: a PyNN receptor, and which connections. */
export interface ReceptorShare {
  readonly receptor: string;
  /** Undefined for all. */
  readonly chosen?: readonly number[];
}

/** Inputs that determine the PyNN receptor of a weight. */
export interface ReceptorRequest {
  readonly target: WrittenPopulation;
  /** Our receptor. */
  readonly receptor: string;
  /** PyNN's unit of the weight. */
  readonly unit: string;
  readonly place: string;
}

/**
 * Select PyNN's receptor for each connection.
 *
 * Conductances are selected by name. For currents and jumps, PyNN selects its two receptors by the sign of the weight,
 * so one of our projections may become two.
 */
export function shareReceptors(
  weights: Numbers,
  count: number,
  request: ReceptorRequest,
): readonly ReceptorShare[] {
  const { target, receptor, unit } = request;
  const names = Object.entries(target.found.cell.receptors ?? {});
  const own = names.find(([, ours]) => ours === receptor)?.[0] ?? receptor;
  if (unit === "uS") return [{ receptor: own }];
  if (target.found.parts !== undefined)
    return [ownReceptor(weights, count, { ...request, receptor: own })];
  const isNegative = (k: number): boolean => numberOf(weights, k) < 0;
  const negative = Array.from({ length: count }, (_, k) => k).filter(isNegative);
  const positive = Array.from({ length: count }, (_, k) => k).filter(
    (k) => numberOf(weights, k) > 0,
  );
  const isApart = names.filter(([, ours]) => ours === receptor).length < 2;
  const zeros = own === "inhibitory" && isApart ? "inhibitory" : "excitatory";
  if (negative.length === 0 && positive.length === 0) return [{ receptor: zeros }];
  if (isApart) checkSigns(request, own, { positive, negative });
  if (negative.length === 0) return [{ receptor: "excitatory" }];
  if (positive.length === 0) return [{ receptor: "inhibitory" }];
  const rest = Array.from({ length: count }, (_, k) => k).filter((k) => !isNegative(k));
  return [
    { receptor: "excitatory", chosen: rest },
    { receptor: "inhibitory", chosen: negative },
  ];
}

/** Signs that PyNN requires of weights, by receptor names. */
const asked: Readonly<Record<string, 1 | -1>> = {
  excitatory: 1,
  AMPA: 1,
  NMDA: 1,
  inhibitory: -1,
  GABA: -1,
  GABAA: -1,
  GABAB: -1,
};

/** Receptors of a point neuron have custom names, some of which PyNN associates with a sign. */
function ownReceptor(
  weights: Numbers,
  count: number,
  { receptor, place }: ReceptorRequest,
): ReceptorShare {
  const signs = Array.from({ length: count }, (_, k) => Math.sign(numberOf(weights, k)));
  const sign = asked[receptor] ?? signs.find((one) => one !== 0);
  const wrong = signs.filter((one) => one !== 0 && one !== sign).length;
  if (wrong === 0) return { receptor };
  throw EXPORT_VALUE({
    place: `${place}.weight`,
    message:
      "PyNN requires weights of one sign in a projection, and associates some receptor names with a sign.",
    expected: `${sign === 1 ? "non-negative" : "non-positive"} weights`,
    got: `${wrong} of the opposite sign onto "${receptor}"`,
    next: "Move them to a separate projection onto a receptor of another name.",
  });
}

/** Weights of the opposite sign decay like the other receptor, which must have the same time constant. */
function checkSigns(
  { target, receptor, place }: ReceptorRequest,
  own: string,
  {
    positive,
    negative,
  }: { readonly positive: readonly number[]; readonly negative: readonly number[] },
): void {
  const wrong = own === "inhibitory" ? positive.length : negative.length;
  const decays = ["excitatory", "inhibitory"].map((name) => target.decays.get(name));
  const [a, b] = decays;
  if (wrong === 0 || (typeof a === "number" && a === b)) return;
  throw EXPORT_VALUE({
    place: `${place}.weight`,
    message: "PyNN selects between the two currents of a neuron by the sign of the weight.",
    expected: `${own === "inhibitory" ? "non-positive" : "non-negative"} weights`,
    got: `${wrong} of the opposite sign onto "${receptor}"`,
    next: "Move them to a separate projection onto the other receptor.",
  });
}
