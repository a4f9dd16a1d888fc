import {
  compileExpression,
  type Expression,
  type FunctionTable,
  freeNames,
} from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { ConnectorPlan, Value } from "@spikeloom/kernel";
import { VALUE, VALUE_LENGTH, VALUE_NUMBER } from "../errors.ts";
import { checkLimits } from "../plan/check-bounds.ts";
import { guardBounds } from "../plan/weight-bounds.ts";
import { openDraw } from "./draw.ts";
import { extentInPieces } from "./extent-of.ts";
import { type InPieces, whole } from "./in-pieces.ts";
import { type ProjectionEnds, pairFrame, pairNames } from "./pair-frame.ts";
import type { SynapseRow, SynapseValue } from "./synapse-row.ts";
import type { DataLoader } from "./value-kind.ts";
import {
  lowerValue,
  type ValueLimit,
  type ValueProgram,
  type ValueSource,
} from "./value-program.ts";
import { randomFunctions, type ValueStream } from "./value-stream.ts";
import { guardWeights } from "./weight-sign.ts";
import { guardWhole } from "./whole-weights.ts";

/** Context for drawing a per-synapse value. */
export interface ValueOpening {
  readonly ends: ProjectionEnds;
  readonly plan: Pick<ConnectorPlan, "by" | "listed">;
  /** Whether a draw belongs to an entry that connections share, not to a synapse. */
  readonly shared?: boolean;
  /** Random numbers of one row under a key. */
  streams(key: string): (row: number) => ValueStream;
  readonly functions?: FunctionTable | undefined;
  /** Other values of the synapse that formulas may read. */
  readonly others?: ReadonlyMap<string, SynapseValue> | undefined;
}

/** Prepare a per-synapse value: a constant, or a function that fills row by row. */
export function openValue(value: ValueProgram, opening: ValueOpening): SynapseValue {
  return whole(openValueInPieces(value, opening));
}

/** The same in pieces: lists may be long. */
export function* openValueInPieces(
  { source, place, limits }: ValueProgram,
  opening: ValueOpening,
): InPieces<SynapseValue> {
  const open = openings[source.kind] as Open<ValueSource["kind"]>;
  const opened = open(source as never, { ...opening, place });
  const values = "next" in opened ? yield* opened : opened;
  return limits.reduce((one, limit) => limited(one, limit, opening), values);
}

/** Context for resolving a per-synapse value that is not lowered yet. */
export interface SynapseValueRequest extends Omit<ValueOpening, "streams" | "others"> {
  /** A unit of the wanted dimension; `lognormal` divides by it before it takes the logarithm. */
  readonly unit: string;
  readonly place: string;
  /** Random numbers of one row, keyed by the projection and the purpose of the value. */
  stream(row: number): ValueStream;
  readonly load?: DataLoader;
}

/** Lower a per-synapse value and prepare it in one call. */
export function resolveSynapseValue(value: Value, request: SynapseValueRequest): SynapseValue {
  const { unit, place, load, stream, ...opening } = request;
  const lowered = whole(lowerValue(value, { unit, place, key: "", load }));
  return openValue(lowered, { ...opening, streams: () => stream });
}

/** Find the properties of a value that are known before any row is drawn. */
export function valueRange({
  source,
  place,
}: ValueProgram): Pick<SynapseValue, "constant" | "extent"> {
  switch (source.kind) {
    case "number":
      return { constant: source.value };
    case "list":
      return { extent: whole(extentInPieces(source.values)) };
    case "draw":
      return { extent: openDraw(source.draw, { place, functions: hostFunctions }).extent };
    case "formula":
      return {};
  }
}

type Open<Kind extends ValueSource["kind"]> = (
  source: Extract<ValueSource, { readonly kind: Kind }>,
  opening: Opening,
) => SynapseValue | InPieces<SynapseValue>;

type Opening = ValueOpening & { readonly place: string };

const openings: { readonly [Kind in ValueSource["kind"]]: Open<Kind> } = {
  number: ({ value }) => ({ constant: value }),
  list: ({ values }, opening) => listed(values, opening),
  draw: ({ draw, key }, opening) => {
    const { place, functions = {}, plan, shared } = opening;
    const { fill, extent } = openDraw(draw, { place, functions });
    const stream = opening.streams(key);
    if (shared === true) {
      const values = new Float64Array(plan.listed?.length ?? 0);
      fill(stream(0), values);
      return listed(values, opening);
    }
    const fillRow = ({ index, partners: { length } }: SynapseRow, out: Float64Array): void => {
      fill(stream(index), out.length === length ? out : out.subarray(0, length));
    };
    return extent === undefined ? checked(place, fillRow) : { fill: fillRow, extent };
  },
  formula: openFormula,
};

function* listed(values: Float64Array, { plan, place }: Opening): InPieces<SynapseValue> {
  const list = checkListing(plan, values.length, place);
  const fill = ({ index, partners }: SynapseRow, out: Float64Array): void => {
    for (let k = 0; k < partners.length; k++) {
      out[k] = values[list.entry(index, k, partners[k] ?? 0)] ?? Number.NaN;
    }
  };
  return { ...checked(place, fill), extent: yield* extentInPieces(values) };
}

/** Reject a list that cannot be matched with the connections; return the mapping. */
export function checkListing(
  plan: Pick<ConnectorPlan, "listed">,
  length: number,
  place: string,
): NonNullable<ConnectorPlan["listed"]> {
  const list = plan.listed;
  if (list === undefined) {
    const message = "This connector does not list its connections, so a list cannot be matched.";
    const next = "Use a draw or a formula, or list the connections with the connector pairs.";
    throw VALUE({ place, message, next });
  }
  if (length === list.length) return list;
  throw VALUE_LENGTH({ place, expected: `${list.length} entries`, got: length });
}

function openFormula(
  { value, key, others }: Extract<ValueSource, { readonly kind: "formula" }>,
  opening: Opening,
): SynapseValue {
  const { place, plan, ends } = opening;
  const streams = opening.streams(key);
  let row = -1;
  let stream: ValueStream | undefined;
  const current = (): ValueStream => {
    stream ??= streams(row);
    return stream;
  };
  const functions = { ...opening.functions, ...randomFunctions(current) };
  const pair = pairFrame(ends);
  const frame = new Float64Array(pairNames.size + others.length);
  frame.set(pair.frame);
  // If two have the same name, the other value hides that of the pair.
  const slots = new Map([...pairNames.keys(), ...others].map((name, slot) => [name, slot]));
  const compute = compileExpression(value, { slots, functions });
  const load = pair.loader(pairNamesIn(value, others), frame);
  const byTarget = plan.by === "target";
  return checked(place, (own, out) => {
    const { index, partners } = own;
    const columns = others.map((name) => valuesOf(opening.others?.get(name), own));
    row = index;
    stream = undefined;
    for (let k = 0; k < partners.length; k++) {
      const partner = partners[k] ?? 0;
      if (byTarget) load(partner, index);
      else load(index, partner);
      for (let c = 0; c < columns.length; c++) {
        frame[pairNames.size + c] = (columns[c] as Float64Array)[k] as number;
      }
      out[k] = compute(frame);
    }
  });
}

/** Names of a formula that belong to the pair of neurons. */
export function pairNamesIn(value: Expression, others: readonly string[]): ReadonlySet<string> {
  const own = [...freeNames(value)].filter((name) => pairNames.has(name) && !others.includes(name));
  return new Set(own);
}

function valuesOf(value: SynapseValue | undefined, row: SynapseRow): Float64Array {
  const values = new Float64Array(row.partners.length);
  if (value?.constant === undefined) value?.fill(row, values);
  else values.fill(value.constant);
  return values;
}

/** Refuse values that violate a condition: a constant immediately, others when they are drawn. */
function limited(values: SynapseValue, limit: ValueLimit, { plan }: ValueOpening): SynapseValue {
  switch (limit.kind) {
    case "sign":
      return guardWeights(values, limit);
    case "whole":
      return guardWhole(values, limit);
    case "weight":
      return guardBounds(values, { ...limit, by: plan.by });
    case "parameter": {
      const { place } = limit;
      if (values.constant !== undefined) {
        checkLimits(limit, values.constant, { place, of: "synapse" });
        return values;
      }
      const { fill, extent } = values;
      return {
        extent,
        fill(row, out): void {
          fill(row, out);
          const drawn = out.subarray(0, row.partners.length);
          checkLimits(limit, drawn, { place, of: `row ${row.index}, synapse` });
        },
      };
    }
  }
}

function checked(
  place: string,
  fill: (row: SynapseRow, out: Float64Array) => void,
): Extract<SynapseValue, { fill: unknown }> {
  return {
    fill(row, out): void {
      fill(row, out);
      const infinite = firstInfinite(out, row.partners.length);
      if (infinite < 0) return;
      throw VALUE_NUMBER({ place, got: `${out[infinite]} in row ${row.index}` });
    },
  };
}

function firstInfinite(values: Float64Array, length: number): number {
  for (let k = 0; k < length; k++) {
    // The difference is NaN for infinite values, too.
    const value = values[k] as number;
    if (value - value !== 0) return k;
  }
  return -1;
}
