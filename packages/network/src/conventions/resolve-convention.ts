import type { ConventionRecord, Phase } from "@spikeloom/kernel";
import { CONVENTION_ORDER, CONVENTION_UNKNOWN } from "../errors.ts";
import { brian2 } from "./brian2.ts";
import { frameworks } from "./frameworks.ts";
import { nengo } from "./nengo.ts";
import { nest } from "./nest.ts";
import { neuron } from "./neuron.ts";

/** The named conventions. */
export const conventions: readonly ConventionRecord[] = [nest, brian2, neuron, nengo, frameworks];

const phases: readonly Phase[] = ["arrive", "integrate", "reset", "threshold"];

/**
 * Find a convention by name, or check a custom one.
 *
 * The default is `nest`.
 */
export function resolveConvention(
  convention: string | ConventionRecord = "nest",
  place = "convention",
): ConventionRecord {
  if (typeof convention !== "string") return checkOrder(convention, place);
  const found = conventions.find((known) => known.name === convention);
  if (found !== undefined) return found;
  const names = conventions.map((known) => known.name);
  throw CONVENTION_UNKNOWN({ name: convention, place, known: names });
}

function checkOrder(convention: ConventionRecord, place: string): ConventionRecord {
  const given = [...convention.order].sort();
  const complete = given.length === phases.length && phases.every((phase, k) => phase === given[k]);
  if (!complete)
    throw CONVENTION_ORDER({ place: `${place}.order`, got: convention.order.join(", ") });
  // A reset removes the threshold crossing that the test looks for, so it cannot come first.
  if (convention.order.indexOf("reset") < convention.order.indexOf("threshold")) {
    throw CONVENTION_ORDER({ place: `${place}.order`, got: convention.order.join(", ") });
  }
  return convention;
}
