import { indexBuffer, type SynapseValue } from "@spikeloom/network";
import { type Pieces, pieceSize, rowSize } from "@spikeloom/program";
import { type Part, placeIn } from "../share.ts";
import type { GridProjection } from "./grid-projection.ts";

/** The synapses of one neuron whose targets a shard owns; arrays belong to the reader. */
export interface SynapseRow {
  /** The common end: the target's index in the shard, or the source. */
  readonly by: "target" | "source";
  own: number;
  /** The other ends: sources, or indices of targets in the shard. */
  partners: Uint32Array;
  /** In steps. */
  delays: number | Int32Array;
  /** Undefined if they were not requested. */
  weights: number | Float64Array | undefined;
  /** Further values, in the order in which they were requested. */
  more: (number | Float64Array)[];
  /** Index of each synapse in its row before those of other shards were removed. */
  numbers: Uint32Array | undefined;
}

/** Values drawn for each row in addition to its partners. */
export interface RowRequest {
  readonly part: Part;
  readonly weights: boolean;
  readonly more?: readonly SynapseValue[] | undefined;
  readonly numbered?: boolean | undefined;
  /** Called with the drawn partners of each row, before the row is visited. */
  readonly keep?: (partners: Uint32Array) => void;
  /** Returns stored partners of the next row, which need not be drawn again. */
  readonly take?: () => Uint32Array | undefined;
}

/**
 * Draw the synapses of a projection that a shard owns, neuron by neuron.
 *
 * Rows are the same whichever shard draws them; the row passed to `visit` is valid until the next.
 */
export function* eachRow(
  projection: GridProjection,
  request: RowRequest,
  visit: (row: SynapseRow) => void,
): Pieces<void> {
  const { plan } = projection;
  for (const _ of plan.prepareRows?.() ?? []) yield 0;
  yield* plan.by === "target"
    ? eachTarget(projection, request, visit)
    : eachSource(projection, request, visit);
}

function* eachTarget(
  projection: GridProjection,
  request: RowRequest,
  visit: (row: SynapseRow) => void,
): Pieces<void> {
  const { part } = request;
  const { targets, sources } = projection;
  const draw = rowDrawer(projection, request, sources);
  const isAll = targets.isAll === true;
  yield* inPieces(isAll ? part.size : targets.size, (k) => {
    const index = isAll ? part.start + k * part.every : k;
    const place = isAll ? k : placeIn(part, targets.neuron(k));
    const row = place < 0 ? undefined : draw(index);
    if (row === undefined) return 0;
    row.own = place;
    visit(row);
    return row.partners.length;
  });
}

function* eachSource(
  projection: GridProjection,
  request: RowRequest,
  visit: (row: SynapseRow) => void,
): Pieces<void> {
  const { targets, sources } = projection;
  const draw = rowDrawer(projection, request, targets);
  yield* inPieces(sources.size, (index) => {
    const row = draw(index);
    if (row === undefined) return 0;
    row.own = sources.neuron(index);
    keepOwn(row, request.part);
    if (row.partners.length > 0) visit(row);
    return row.partners.length;
  });
}

/** Draws the row of an index, whose partners are chosen neurons; undefined if it is empty. */
function rowDrawer(
  projection: GridProjection,
  request: RowRequest,
  others: GridProjection["sources"],
): (index: number) => SynapseRow | undefined {
  const draw = partnersOf(projection, request);
  const values = rowValues(projection, request.weights, request);
  const chosen = chosenNeurons(others);
  const row = newRow(projection.plan.by);
  return (index) => {
    const partners = draw(index);
    if (partners.length === 0) return undefined;
    values.fill({ index, partners }, row);
    row.partners = chosen === undefined ? partners : renamed(partners, chosen);
    return row;
  };
}

/** Draw the partners of a row, unless they are stored; the array belongs to the reader until the next. */
function partnersOf(
  { plan }: GridProjection,
  { keep, take }: RowRequest,
): (index: number) => Uint32Array {
  const partners = indexBuffer();
  return (index) => {
    const known = take?.();
    if (known !== undefined) return known;
    partners.clear();
    plan.partners(index, partners);
    const view = partners.view();
    keep?.(view);
    return view;
  };
}

/** Visit rows by their number; yields the number of synapses drawn since the last yield once there are many. */
function* inPieces(count: number, visit: (number: number) => number): Pieces<void> {
  let [synapses, size] = [0, 0];
  for (let k = 0; k < count; k++) {
    const drawn = visit(k);
    synapses += drawn;
    size += drawn + rowSize;
    if (size < pieceSize) continue;
    yield synapses;
    [synapses, size] = [0, 0];
  }
  yield synapses;
}

/** Create a reusable row. */
export function newRow(by: "target" | "source"): SynapseRow {
  return {
    by,
    own: 0,
    partners: new Uint32Array(0),
    delays: 0,
    weights: undefined,
    more: [],
    numbers: undefined,
  };
}

/** Neurons by their index in the selection; undefined if both are the same. */
function chosenNeurons(chosen: GridProjection["sources"]): Uint32Array | undefined {
  if (chosen.isAll === true) return undefined;
  return Uint32Array.from({ length: chosen.size }, (_, k) => chosen.neuron(k));
}

function renamed(numbers: Uint32Array, chosen: Uint32Array): Uint32Array {
  for (let k = 0; k < numbers.length; k++) numbers[k] = chosen[numbers[k] as number] as number;
  return numbers;
}

/** Remove the targets of other shards. */
function keepOwn(row: SynapseRow, part: Part): void {
  const { partners, delays, weights, more, numbers } = row;
  let kept = 0;
  for (let k = 0; k < partners.length; k++) {
    const place = placeIn(part, partners[k] as number);
    if (place < 0) continue;
    partners[kept] = place;
    if (typeof delays !== "number") delays[kept] = delays[k] as number;
    if (typeof weights === "object") weights[kept] = weights[k] as number;
    for (const one of more) if (typeof one === "object") one[kept] = one[k] as number;
    if (numbers !== undefined) numbers[kept] = numbers[k] as number;
    kept++;
  }
  row.partners = partners.subarray(0, kept);
}

/** Draws delays and weights. */
export interface RowValues {
  fill(row: { readonly index: number; readonly partners: Uint32Array }, into: SynapseRow): void;
}

/** Draw delays, weights and other requested values, row by row, in arrays that grow as needed. */
export function rowValues(
  { gridDelay: delay, weight }: GridProjection,
  withWeights: boolean,
  { more = [], numbered = false }: Pick<RowRequest, "more" | "numbered"> = {},
): RowValues {
  let delays = new Int32Array(1024);
  let weights = new Float64Array(1024);
  let others = more.map(() => new Float64Array(1024));
  let numbers = new Uint32Array(1024);
  const grow = (length: number): void => {
    delays = new Int32Array(2 * length);
    weights = new Float64Array(2 * length);
    others = more.map(() => new Float64Array(2 * length));
    numbers = new Uint32Array(2 * length);
  };
  return {
    fill(row, into) {
      const { length } = row.partners;
      if (delays.length < length) grow(length);
      into.delays = delay.constant ?? delays;
      if (delay.constant === undefined) delay.fill(row, delays);
      for (let k = 0; k < more.length; k++) {
        const value = more[k] as SynapseValue;
        into.more[k] = value.constant ?? (others[k] as Float64Array);
        if (value.constant === undefined) value.fill(row, others[k] as Float64Array);
      }
      into.numbers = numbered ? numbers : undefined;
      if (numbered) for (let k = 0; k < length; k++) numbers[k] = k;
      if (!withWeights) return;
      into.weights = weight.constant ?? weights;
      if (weight.constant === undefined) weight.fill(row, weights);
    },
  };
}
