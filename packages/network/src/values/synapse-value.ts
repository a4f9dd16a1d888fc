import type { FunctionTable } from "@spikeloom/equations";
import type { ConnectorPlan, Value } from "@spikeloom/kernel";
import { type Dimension, parseUnit } from "@spikeloom/units";
import { VALUE, VALUE_LENGTH, VALUE_NUMBER } from "../errors.ts";
import { prepareDraw } from "./draw.ts";
import { extentInPieces } from "./extent-of.ts";
import { prepareFormula } from "./formula.ts";
import { type InPieces, overRanges, whole } from "./in-pieces.ts";
import { type ProjectionEnds, pairFrame } from "./pair-frame.ts";
import type { Extent } from "./sampler.ts";
import { readNumbersInPieces, readScalar, withPlace } from "./scalar.ts";
import { type DataLoader, kindOfValue, loadData, type ValueKind } from "./value-kind.ts";
import { randomFunctions, type ValueStream } from "./value-stream.ts";

/** The synapses of one neuron, in the order listed by the connector. */
export interface SynapseRow {
  /** The neuron that the row belongs to: a target or a source, as the plan's `by` says. */
  readonly index: number;
  readonly partners: ArrayLike<number>;
}

/** A per-synapse weight or delay, in internal units. */
export type SynapseValue =
  | { readonly constant: number; readonly fill?: never; readonly extent?: never }
  | {
      readonly constant?: never;
      /** Write the values of one row; the same whichever rows were filled before. */
      fill(row: SynapseRow, out: Float64Array): void;
      /** Minimum and maximum possible value, if known. */
      readonly extent?: Extent | undefined;
    };

/** Context for resolving a per-synapse value. */
export interface SynapseValueRequest {
  /** A unit of the wanted dimension; `lognormal` takes the logarithm over it. */
  readonly unit: string;
  readonly place: string;
  readonly ends: ProjectionEnds;
  readonly plan: Pick<ConnectorPlan, "by" | "listed">;
  /** Whether a draw is per entry shared by connections, not per synapse. */
  readonly shared?: boolean;
  /** Random numbers of one row, keyed by the projection and by what the value is for. */
  stream(row: number): ValueStream;
  readonly functions?: FunctionTable;
  readonly load?: DataLoader;
}

/** Prepare a per-synapse value: a constant, or a function that fills row by row. */
export function resolveSynapseValue(value: Value, request: SynapseValueRequest): SynapseValue {
  return whole(synapseValueInPieces(value, request));
}

/** The same in pieces: lists may be long. */
export function* synapseValueInPieces(
  value: Value,
  request: SynapseValueRequest,
): InPieces<SynapseValue> {
  const form = kindOfValue(value, request.place);
  const unit = withPlace(request.place, () => parseUnit(request.unit));
  const resolve = resolvers[form.kind] as Resolver<ValueKind["kind"]>;
  const resolved = resolve(form.value as never, request, unit.dimension);
  return "next" in resolved ? yield* resolved : resolved;
}

type Resolver<Kind extends ValueKind["kind"]> = (
  value: Extract<ValueKind, { kind: Kind }>["value"],
  request: SynapseValueRequest,
  dimension: Dimension,
) => SynapseValue | InPieces<SynapseValue>;

const resolvers: { readonly [Kind in ValueKind["kind"]]: Resolver<Kind> } = {
  scalar: (value, { place }, dimension) => {
    const constant = readScalar(value, { dimension, place });
    if (!Number.isFinite(constant)) throw VALUE_NUMBER({ place, got: String(value) });
    return { constant };
  },
  list: (value, request, dimension) =>
    listed(request, value.length, function* () {
      const numbers = new Float64Array(value.length);
      yield* overRanges(value.length, (from, until) => {
        for (let k = from; k < until; k++) {
          numbers[k] = readScalar(value[k], { dimension, place: `${request.place}[${k}]` });
        }
        return true;
      });
      return numbers;
    }),
  array: ({ values, unit }, request, dimension) =>
    listed(request, values.length, () =>
      readNumbersInPieces(values, unit, { dimension, place: request.place }),
    ),
  data: (value, request, dimension) => {
    const values = loadData(value, request.load, request.place);
    return listed(request, values.length, () =>
      readNumbersInPieces(values, value.unit, { dimension, place: request.place }),
    );
  },
  draw: (value, request, dimension) => {
    const { place, unit, functions = {} } = request;
    const { fill, extent } = prepareDraw(value, { dimension, place, unit, functions });
    if (request.shared === true) {
      const values = new Float64Array(request.plan.listed?.length ?? 0);
      fill(request.stream(0), values);
      return listed(request, values.length, () => values);
    }
    const fillRow = ({ index, partners: { length } }: SynapseRow, out: Float64Array): void => {
      fill(request.stream(index), out.length === length ? out : out.subarray(0, length));
    };
    return extent === undefined ? checked(request, fillRow) : { fill: fillRow, extent };
  },
  formula: (value, request, dimension) => fillByFormula(value.formula, request, dimension),
};

function* listed(
  request: SynapseValueRequest,
  length: number,
  read: () => Float64Array | InPieces<Float64Array>,
): InPieces<SynapseValue> {
  const list = checkListing(request.plan, length, request.place);
  const reading = read();
  const values = "next" in reading ? yield* reading : reading;
  const fill = ({ index, partners }: SynapseRow, out: Float64Array): void => {
    for (let k = 0; k < partners.length; k++) {
      out[k] = values[list.entry(index, k, partners[k] ?? 0)] ?? Number.NaN;
    }
  };
  return { ...checked(request, fill), extent: yield* extentInPieces(values) };
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

function fillByFormula(
  formula: unknown,
  request: SynapseValueRequest,
  dimension: Dimension,
): SynapseValue {
  const { place, plan, ends } = request;
  if (typeof formula !== "string") {
    throw VALUE({ place: `${place}.formula`, message: "A formula must be a string." });
  }
  let row = -1;
  let stream: ValueStream | undefined;
  const current = (): ValueStream => {
    stream ??= request.stream(row);
    return stream;
  };
  const pair = pairFrame(ends);
  const functions = { ...request.functions, ...randomFunctions(current) };
  const scope = { names: pair.names, functions };
  const ready = prepareFormula(formula, scope, { dimension, place: `${place}.formula` });
  const load = pair.loader(ready.reads);
  const byTarget = plan.by === "target";
  return checked(request, ({ index, partners }, out) => {
    row = index;
    stream = undefined;
    for (let k = 0; k < partners.length; k++) {
      const partner = partners[k] ?? 0;
      if (byTarget) load(partner, index);
      else load(index, partner);
      out[k] = ready.compute(pair.frame);
    }
  });
}

function checked(
  { place }: SynapseValueRequest,
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
    // The difference is not a number for infinite ones either.
    const value = values[k] as number;
    if (value - value !== 0) return k;
  }
  return -1;
}
