import { type Expression, inlineUnits } from "@spikeloom/equations";
import type { Value } from "@spikeloom/kernel";
import { type Dimension, parseUnit } from "@spikeloom/units";
import { VALUE, VALUE_NUMBER } from "../errors.ts";
import type { ParameterLimits } from "../plan/check-bounds.ts";
import type { BoundedWeights } from "../plan/weight-bounds.ts";
import { type DrawProgram, lowerDraw } from "./draw.ts";
import { checkFormula } from "./formula.ts";
import { type InPieces, overRanges } from "./in-pieces.ts";
import { pairNames } from "./pair-frame.ts";
import { readNumbersInPieces, readScalar, withPlace } from "./scalar.ts";
import { type DataLoader, kindOfValue, loadData, type ValueKind } from "./value-kind.ts";
import type { WeightTarget } from "./weight-sign.ts";
import type { WholeTarget } from "./whole-weights.ts";

/** Origin of the values of a projection's synapses, in internal units. */
export type ValueSource =
  | { readonly kind: "number"; readonly value: number }
  /** One for each connection, in the order that the connector states. */
  | { readonly kind: "list"; readonly values: Float64Array }
  /** `key` with the seed keys the random numbers; each row has a stream of its own. */
  | { readonly kind: "draw"; readonly draw: DrawProgram; readonly key: string }
  /**
   * An expression of `i`, `j`, `N_pre`, `N_post`, `d`, positions, and of `others`: further values of the synapse.
   *
   * `rand()`, `randn()` and `poisson(mean)` draw from the row's stream, synapse by synapse.
   */
  | {
      readonly kind: "formula";
      readonly value: Expression;
      readonly key: string;
      readonly others: readonly string[];
    };

/**
 * Condition that values must meet.
 *
 * Violations are refused when the values are drawn.
 */
export type ValueLimit =
  | ({ readonly kind: "sign" } & WeightTarget)
  | ({ readonly kind: "whole" } & WholeTarget)
  | ({ readonly kind: "weight" } & BoundedWeights)
  | ({ readonly kind: "parameter"; readonly place: string } & ParameterLimits);

/** Values of synapses as data: weights, delays, or further variables. */
export interface ValueProgram {
  /** Place for errors. */
  readonly place: string;
  /** Unit in which users read the value; the numbers are in internal units. */
  readonly unit: string;
  readonly source: ValueSource;
  /** Checked in this order. */
  readonly limits: readonly ValueLimit[];
}

/** Context for lowering a per-synapse value. */
export interface ValueLowering {
  /** A unit of the wanted dimension; `lognormal` divides by it before it takes the logarithm. */
  readonly unit: string;
  readonly place: string;
  /** Keys the random numbers, together with the seed. */
  readonly key: string;
  readonly load?: DataLoader | undefined;
}

/** Lower a per-synapse value to data, in pieces: lists may be long. */
export function* lowerValue(value: Value, lowering: ValueLowering): InPieces<ValueProgram> {
  const { place } = lowering;
  const form = kindOfValue(value, place);
  const { dimension } = withPlace(place, () => parseUnit(lowering.unit));
  const lower = lowerings[form.kind] as Lower<ValueKind["kind"]>;
  const lowered = lower(form.value as never, lowering, dimension);
  const source = "next" in lowered ? yield* lowered : lowered;
  return { place, unit: lowering.unit, source, limits: [] };
}

type Lower<Kind extends ValueKind["kind"]> = (
  value: Extract<ValueKind, { kind: Kind }>["value"],
  lowering: ValueLowering,
  dimension: Dimension,
) => ValueSource | InPieces<ValueSource>;

const lowerings: { readonly [Kind in ValueKind["kind"]]: Lower<Kind> } = {
  scalar: (input, { place }, dimension) => {
    const value = readScalar(input, { dimension, place });
    if (!Number.isFinite(value)) throw VALUE_NUMBER({ place, got: String(input) });
    return { kind: "number", value };
  },
  *list(value, { place }, dimension) {
    const values = new Float64Array(value.length);
    yield* overRanges(value.length, (from, until) => {
      for (let k = from; k < until; k++) {
        values[k] = readScalar(value[k], { dimension, place: `${place}[${k}]` });
      }
      return true;
    });
    return { kind: "list", values };
  },
  *array({ values, unit }, { place }, dimension) {
    return { kind: "list", values: yield* readNumbersInPieces(values, unit, { dimension, place }) };
  },
  *data(value, { place, load }, dimension) {
    const read = loadData(value, load, place);
    const values = yield* readNumbersInPieces(read, value.unit, { dimension, place });
    return { kind: "list", values };
  },
  draw: (value, { place, unit, key }, dimension) => {
    return { kind: "draw", draw: lowerDraw(value, { dimension, place, unit }), key };
  },
  formula: ({ formula }, { place, key }, dimension) => {
    const where = `${place}.formula`;
    if (typeof formula !== "string") {
      throw VALUE({ place: where, message: "A formula must be a string." });
    }
    const checked = checkFormula(formula, pairNames, { dimension, place: where });
    const value = inlineUnits(checked, (name) => pairNames.has(name));
    return { kind: "formula", value, key, others: [] };
  },
};
