import type { Column } from "../../session/session.ts";
import type { Ends } from "../connectors/connector.ts";
import { CONNECTION, NAME } from "../errors.ts";
import type { Members, PopulationState } from "../groups/population-state.ts";

const positive: ReadonlySet<string> = new Set(["excitatory", "AMPA", "NMDA"]);
const negative: ReadonlySet<string> = new Set(["inhibitory", "GABA", "GABAA", "GABAB"]);

/** Check that all targets have weights of the same kind: currents or conductances. */
export function checkOneKind({ parts }: Members, place: string): void {
  const [first, ...others] = parts.map(({ population }) => population);
  const other = others.find(
    ({ type }) =>
      type.conductanceBased !== undefined && type.conductanceBased !== first?.type.conductanceBased,
  );
  if (first?.type.conductanceBased === undefined || other === undefined) return;
  const kind = ({ type, label }: PopulationState): string =>
    `"${label}" (${type.name}: ${type.conductanceBased ? "conductances" : "currents"})`;
  throw CONNECTION({
    place,
    message: "Weights are currents for some of these neurons, and conductances for others.",
    expected: "targets of one kind",
    got: `${kind(first)} and ${kind(other)}`,
    next: "Create a separate projection for each kind.",
  });
}

/** Select the receptor: the given one, or by the sign of the weights. */
export function chooseReceptor(
  { post, label }: Ends,
  receptors: readonly string[],
  { given, weights }: { readonly given: string | undefined; readonly weights: Column },
): string {
  const target = post.parts[0]?.population;
  const place = `${label} (${target?.type.name})`;
  if (given !== undefined) {
    if (receptors.includes(given)) return given;
    throw NAME({ place, what: "receptor", name: given, known: receptors.join(", ") });
  }
  const [first, second] = receptors;
  if (first === undefined) {
    throw CONNECTION({ place, message: "These neurons have no receptor in common." });
  }
  const { least, most } = range(weights);
  if (least >= 0) return first;
  if (most <= 0) return second ?? first;
  const message = "Weights of both signs do not determine the receptor.";
  throw CONNECTION({ place, message, got: `${least} to ${most}`, next: "Set receptorType." });
}

/** Check that weights have the sign required by their receptor. */
export function checkWeights({ post, label }: Ends, receptor: string, weights: Column): void {
  const { least, most } = range(weights);
  for (const { population } of post.parts) {
    const { conductanceBased } = population.type;
    if (conductanceBased === undefined) continue;
    const needsPositive = conductanceBased || positive.has(receptor);
    const needsNegative = !conductanceBased && negative.has(receptor);
    const isWrong = needsPositive ? least < 0 : needsNegative && most > 0;
    if (!isWrong) continue;
    throw CONNECTION({
      place: `${label}.weight`,
      message: `Weights of ${population.type.name} at "${receptor}" have the wrong sign.`,
      expected: needsPositive ? "0 or more" : "0 or less",
      got: `${least} to ${most}`,
      next: "Change the sign or the receptor, or use { safe: false } in the connector.",
    });
  }
}

/** Check that delays are between the minimum and the maximum. */
export function checkDelays({ state, label }: Ends, delays: Column): void {
  const { least, most } = range(delays);
  const lower = state.minDelay ?? state.timestep;
  const upper = state.maxDelay ?? Number.POSITIVE_INFINITY;
  const slack = 1e-6 * state.timestep;
  if (least >= lower - slack && most <= upper + slack) {
    state.leastDelay = Math.min(state.leastDelay, least);
    state.mostDelay = Math.max(state.mostDelay, most);
    return;
  }
  const expected = `${lower} ms or more${Number.isFinite(upper) ? `, at most ${upper} ms` : ""}`;
  const message = "Delays are outside the bounds of setup.";
  throw CONNECTION({ place: `${label}.delay`, message, expected, got: `${least} to ${most} ms` });
}

function range(column: Column): { readonly least: number; readonly most: number } {
  if (typeof column === "number") return { least: column, most: column };
  if (column.length === 0)
    return { least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY };
  let [least, most] = [column[0] as number, column[0] as number];
  for (const value of column) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most };
}
