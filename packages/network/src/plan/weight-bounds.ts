import { evaluate, type FunctionTable, parsePlasticityModel } from "@spikeloom/equations";
import type { ConnectorPlan, PlasticityRecord } from "@spikeloom/kernel";
import { formatInternal, parseUnit } from "@spikeloom/units";
import { VALUE, VALUE_RANGE } from "../errors.ts";
import { readScalar } from "../values/scalar.ts";
import type { SynapseRow, SynapseValue } from "../values/synapse-row.ts";
import type { FoundModel } from "./find-model.ts";

/**
 * Weight bounds of a plasticity rule, in internal units.
 *
 * Infinite if the rule sets none.
 */
export interface WeightBounds {
  readonly min: number;
  readonly max: number;
  /** Parameters of the rule that set the bounds, such as `w_min` and `w_max`. */
  readonly parameters: readonly string[];
}

/** Context for comparing weights with bounds. */
export interface BoundedWeights {
  readonly bounds: WeightBounds;
  readonly unit: string;
  readonly place: string;
}

/**
 * Find the bounds of a rule that are the same for all synapses.
 *
 * A bound that reads a per-synapse parameter counts as infinite.
 */
export function weightBounds(
  found: FoundModel<PlasticityRecord> | undefined,
  { place, functions = {} }: { readonly place: string; readonly functions?: FunctionTable },
): WeightBounds | undefined {
  if (found?.model.bounds?.weight === undefined) return undefined;
  const { bounds, parameters, expressions } = parsePlasticityModel(found.model);
  let isKnown = true;
  const scope = (name: string): number | undefined => {
    const parameter = parameters.get(name);
    const given = Object.hasOwn(found.parameters, name) ? found.parameters[name] : undefined;
    if (parameter !== undefined && given === undefined) return parameter.defaultValue;
    if (parameter !== undefined && (typeof given === "string" || typeof given === "number")) {
      const where = `${place}.plasticity.parameters.${name}`;
      return readScalar(given, { dimension: parameter.dimension, place: where });
    }
    const part = expressions.get(name)?.value;
    if (part !== undefined) return evaluate(part, { scope, functions });
    isKnown = false;
    return 0;
  };
  const end = (side: "min" | "max", otherwise: number): number => {
    const bound = bounds[side];
    if (bound === undefined) return otherwise;
    isKnown = true;
    const value = evaluate(bound, { scope, functions });
    return isKnown ? value : otherwise;
  };
  const [min, max] = [end("min", Number.NEGATIVE_INFINITY), end("max", Number.POSITIVE_INFINITY)];
  const texts = Object.values(found.model.bounds.weight).map(String);
  if (min <= max) return { min, max, parameters: texts.filter((text) => parameters.has(text)) };
  const where = `${place}.plasticity`;
  const message = `The rule "${found.model.name}" keeps weights above ${min} and below ${max}.`;
  throw VALUE({ place: where, message, next: "Change the rule's parameters." });
}

// A computed weight may exceed a bound by its last digits.
const slack = 1e-9;

/** Test whether a weight lies within bounds. */
function isWithin(weight: number, { min, max }: WeightBounds): boolean {
  return weight >= min - slack * Math.abs(min) && weight <= max + slack * Math.abs(max);
}

/** Reject a weight that the rule would immediately change. */
export function checkWithin(
  weight: number,
  { bounds, unit, place }: BoundedWeights,
  which = "",
): void {
  if (isWithin(weight, bounds)) return;
  const { dimension } = parseUnit(unit);
  const [low, high] = [bounds.min, bounds.max].map((end) => formatInternal(end, dimension));
  const got = `${formatInternal(weight, dimension)}${which}`;
  const named = bounds.parameters.join(" and ");
  throw VALUE_RANGE({
    place,
    expected: `${low} to ${high}, the bounds of the plasticity rule`,
    got,
    ...(named !== "" && {
      next: `Use a weight within the bounds, or change ${named} of the rule.`,
    }),
  });
}

/** Reject weights outside the bounds of the rule as they are generated. */
export function guardBounds(
  weights: SynapseValue,
  task: BoundedWeights & { readonly by: ConnectorPlan["by"] },
): SynapseValue {
  if (weights.constant !== undefined) {
    checkWithin(weights.constant, task);
    return weights;
  }
  const { extent } = weights;
  if (extent?.every((end) => isWithin(end, task.bounds)) === true) return weights;
  return {
    extent,
    fill(row, out): void {
      weights.fill(row, out);
      for (let k = 0; k < row.partners.length; k++) {
        const weight = out[k] as number;
        if (!isWithin(weight, task.bounds)) checkWithin(weight, task, endsOf(row, k, task.by));
      }
    },
  };
}

function endsOf({ index, partners }: SynapseRow, k: number, by: ConnectorPlan["by"]): string {
  const partner = partners[k] ?? 0;
  const [source, target] = by === "target" ? [partner, index] : [index, partner];
  return ` from source ${source} to target ${target}`;
}
