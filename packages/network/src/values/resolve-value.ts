import type { FunctionTable } from "@spikeloom/equations";
import type { Value } from "@spikeloom/kernel";
import { type Dimension, dimensionless, parseUnit } from "@spikeloom/units";
import { VALUE, VALUE_LENGTH, VALUE_NUMBER } from "../errors.ts";
import { prepareDraw } from "./draw.ts";
import { prepareFormula } from "./formula.ts";
import { readNumbers, readScalar, withPlace } from "./scalar.ts";
import { type DataLoader, kindOfValue, loadData, type ValueKind } from "./value-kind.ts";
import { randomFunctions, type ValueStream } from "./value-stream.ts";

/**
 * A name available to a formula, in internal units.
 *
 * One number for all neurons, or one for each.
 */
export interface NamedValue {
  readonly dimension: Dimension;
  readonly value: number | Float64Array;
}

/** Context for resolving a value. */
export interface ValueRequest {
  /** Number of neurons. */
  readonly size: number;
  /** Compute only this many values, the first ones: enough to determine their kind. */
  readonly first?: number | undefined;
  /** A unit of the wanted dimension; `lognormal` divides by it before it takes the logarithm. */
  readonly unit: string;
  readonly place: string;
  /** Random numbers of one neuron, keyed by the purpose of the value. */
  stream(neuron: number): ValueStream;
  /** Names available to formulas besides `i` and `N`. */
  readonly names?: ReadonlyMap<string, NamedValue>;
  /** `exp`, `log`, `sin`, ... as the simulation computes them. */
  readonly functions?: FunctionTable;
  readonly load?: DataLoader;
}

/** Compute a value in internal units: one number, or one per neuron. */
export function resolveValue(value: Value, request: ValueRequest): number | Float64Array {
  const form = kindOfValue(value, request.place);
  const unit = withPlace(request.place, () => parseUnit(request.unit));
  const resolve = resolvers[form.kind] as Resolver<ValueKind["kind"]>;
  return checkNumbers(resolve(form.value as never, request, unit.dimension), request.place);
}

type Resolver<Kind extends ValueKind["kind"]> = (
  value: Extract<ValueKind, { kind: Kind }>["value"],
  request: ValueRequest,
  dimension: Dimension,
) => number | Float64Array;

const resolvers: { readonly [Kind in ValueKind["kind"]]: Resolver<Kind> } = {
  scalar: (value, { place }, dimension) => readScalar(value, { dimension, place }),
  list: (value, { size, first, place }, dimension) => {
    checkLength(value.length, size, place);
    return Float64Array.from(leading(value, first), (entry, k) =>
      readScalar(entry, { dimension, place: `${place}[${k}]` }),
    );
  },
  array: ({ values, unit }, { size, first, place }, dimension) => {
    checkLength(values.length, size, place);
    return readNumbers(leading(values, first), unit, { dimension, place });
  },
  data: (value, { size, first, place, load }, dimension) => {
    const values = loadData(value, load, place);
    checkLength(values.length, size, place);
    return readNumbers(leading(values, first), value.unit, { dimension, place });
  },
  draw: (value, request, dimension) => {
    const { place, unit, functions = {} } = request;
    const { draw } = prepareDraw(value, { dimension, place, unit, functions });
    return fill(request, (neuron) => draw(request.stream(neuron)));
  },
  formula: resolveFormula,
};

function resolveFormula(
  value: { readonly formula: string },
  request: ValueRequest,
  dimension: Dimension,
): number | Float64Array {
  const { size, place, names = new Map<string, NamedValue>() } = request;
  if (typeof value.formula !== "string") {
    throw VALUE({ place: `${place}.formula`, message: "A formula must be a string." });
  }
  let neuron = -1;
  let stream: ValueStream | undefined;
  const current = (): ValueStream => {
    stream ??= request.stream(neuron);
    return stream;
  };
  const offered = new Map<string, NamedValue>([
    ...names,
    ["i", { dimension: dimensionless, value: 0 }],
    ["N", { dimension: dimensionless, value: size }],
  ]);
  const dimensions = new Map([...offered].map(([name, named]) => [name, named.dimension]));
  const functions = { ...request.functions, ...randomFunctions(current) };
  const scope = { names: dimensions, functions };
  const formula = prepareFormula(value.formula, scope, { dimension, place: `${place}.formula` });
  const entries = [...offered.values()].map((named) => named.value);
  const indexSlot = [...offered.keys()].indexOf("i");
  if (!formula.draws) {
    const values = new Float64Array(Math.min(size, request.first ?? size));
    entries[indexSlot] = values.map((_, neuron) => neuron);
    formula.fill(entries, values);
    return values;
  }
  const frame = new Float64Array(offered.size);
  const changing = entries.flatMap((entry, slot) =>
    typeof entry === "number" ? [] : [[slot, entry] as const],
  );
  entries.forEach((entry, slot) => {
    if (typeof entry === "number") frame[slot] = entry;
  });
  return fill(request, (index) => {
    neuron = index;
    stream = undefined;
    frame[indexSlot] = index;
    for (const [slot, entry] of changing) frame[slot] = entry[index] ?? Number.NaN;
    return formula.compute(frame);
  });
}

function fill(
  { size, first = size }: ValueRequest,
  compute: (neuron: number) => number,
): Float64Array {
  const values = new Float64Array(Math.min(size, first));
  for (let neuron = 0; neuron < values.length; neuron++) values[neuron] = compute(neuron);
  return values;
}

/** The entries of the first neurons, the last of which differs from the first if any entry does. */
function leading<Entry>(
  list: ArrayLike<Entry>,
  count = list.length,
): readonly Entry[] | ArrayLike<Entry> {
  if (list.length <= count) return list;
  const own = Array.from({ length: count }, (_, k) => list[k] as Entry);
  for (let k = 1; k < list.length; k++) {
    const entry = list[k] as Entry;
    if (entry === own[0]) continue;
    own[count - 1] = entry;
    break;
  }
  return own;
}

function checkLength(got: number, size: number, place: string): void {
  if (got !== size) throw VALUE_LENGTH({ place, expected: `${size} entries`, got });
}

function checkNumbers(values: number | Float64Array, place: string): number | Float64Array {
  if (typeof values === "number") {
    if (Number.isNaN(values)) throw VALUE_NUMBER({ place, got: "NaN" });
    return values;
  }
  const neuron = values.findIndex(Number.isNaN);
  if (neuron < 0) return values;
  throw VALUE_NUMBER({ place, got: `NaN for neuron ${neuron}` });
}
