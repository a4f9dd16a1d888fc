import type { ProjectionRecord, Value } from "@spikeloom/kernel";
import { type EdgeColumns, type EdgePiece, edgeColumns } from "./edge-columns.ts";
import { type EdgeTypeFiles, type EdgeTypes, edgeTypes } from "./edge-types.ts";
import { type ColumnFile, refuse } from "./hdf5-columns.ts";
import { type Parts, quantityText } from "./populations.ts";

/** What edges are made of. */
export interface EdgeFiles extends EdgeTypeFiles {
  readonly file: ColumnFile;
  /** Populations of nodes by name. */
  readonly populations: ReadonlyMap<string, Parts>;
}

/** Read all populations of edges of a file, as projections of ours. */
export function readProjections(edges: EdgeFiles): readonly ProjectionRecord[] {
  const { file } = edges;
  const names = file.names("edges");
  if (names.length === 0) throw refuse(`${file.name}: /edges`, "populations of edges", "none");
  return names.flatMap((name) => readPopulation(edgeColumns(file, name), edges));
}

/** Connections of one projection: those between two parts that have weights of one sign. */
interface Bundle {
  readonly source: number;
  readonly target: number;
  readonly isNegative: boolean;
  count: number;
  /** Of all connections so far; NaN once two of them differ. */
  weight: number;
  delay: number;
  pairs: Uint32Array;
  weights: Float64Array | undefined;
  delays: Float64Array | undefined;
}

interface Ends {
  readonly columns: EdgeColumns;
  readonly source: Parts;
  readonly target: Parts;
}

function readPopulation(columns: EdgeColumns, edges: EdgeFiles): readonly ProjectionRecord[] {
  const ends: Ends = {
    columns,
    source: nodesOf(columns.source, columns, edges),
    target: nodesOf(columns.target, columns, edges),
  };
  const resolve = resolver(ends, edgeTypes(columns, edges));
  const bundles = new Map<number, Bundle>();
  // Counted first, so that no list is ever larger than it has to be.
  for (const piece of columns.pieces()) countEdges(resolve(piece), bundles, ends);
  for (const bundle of bundles.values()) makeRoom(bundle, edges.file, columns);
  for (const piece of columns.pieces()) keepEdges(resolve(piece), bundles, columns);
  return [...bundles.values()].map((bundle) => projectionOf(bundle, ends, bundles.size === 1));
}

function nodesOf(name: string, { place }: EdgeColumns, { populations }: EdgeFiles): Parts {
  const found = populations.get(name);
  if (found !== undefined) return found;
  const names = [...populations.keys()].join(", ").slice(0, 200);
  throw refuse(place, `a population of nodes: ${names}`, name.slice(0, 80));
}

/** Edges of a piece in terms of our populations. */
interface Resolved {
  readonly count: number;
  /** Which bundle, by a number that its ends and its sign make. */
  readonly keys: Uint32Array;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  readonly weights: Float64Array;
  readonly delays: Float64Array;
}

function resolver(
  { columns, source, target }: Ends,
  types: EdgeTypes,
): (piece: EdgePiece) => Resolved {
  const splits = target.parts.map(({ template }) => (template?.weight.receptors.length ?? 1) > 1);
  const magnitudes = target.parts.map(({ template }) => template?.weight.isMagnitude === true);
  let keys = new Uint32Array(0);
  return ({ count, sources, targets, types: ids, own }) => {
    if (keys.length < count) keys = new Uint32Array(count);
    const { syn_weight: weights, nsyns: synapses, delay: delays } = own;
    let id = -1;
    let type = { weight: Number.NaN, synapses: 1, delay: 1, sign: 1 };
    for (let k = 0; k < count; k++) {
      if (ids[k] !== id) {
        id = ids[k] as number;
        type = types.find(id);
      }
      const from = source.nodes.rowOf(sources[k] as number);
      const to = target.nodes.rowOf(targets[k] as number);
      if (from < 0 || to < 0) throw noNode(columns, from < 0 ? sources[k] : targets[k]);
      const part = target.partOf[to] as number;
      let weight = weights[k] as number;
      if (Number.isNaN(weight)) weight = type.weight;
      const number = synapses[k] as number;
      weight *= (Number.isNaN(number) ? type.synapses : number) * type.sign;
      if (!(weight < Number.POSITIVE_INFINITY)) throw noWeight(columns, id);
      const isNegative = weight < 0 && splits[part] === true;
      weights[k] = magnitudes[part] === true ? Math.abs(weight) : weight;
      if (Number.isNaN(delays[k])) delays[k] = type.delay;
      const pair = (source.partOf[from] as number) * 256 + part;
      keys[k] = 2 * pair + (isNegative ? 1 : 0);
      sources[k] = source.indexOf[from] as number;
      targets[k] = target.indexOf[to] as number;
    }
    return { count, keys, sources, targets, weights, delays };
  };
}

function countEdges(
  { count, keys, weights, delays }: Resolved,
  bundles: Map<number, Bundle>,
  ends: Ends,
): void {
  let key = -1;
  let bundle: Bundle | undefined;
  for (let k = 0; k < count; k++) {
    const [weight, delay] = [weights[k] as number, delays[k] as number];
    if (keys[k] !== key || bundle === undefined) {
      key = keys[k] as number;
      bundle = bundles.get(key) ?? newBundle(key, { weight, delay }, ends);
      bundles.set(key, bundle);
    }
    bundle.count++;
    if (bundle.weight !== weight) bundle.weight = Number.NaN;
    if (bundle.delay !== delay) bundle.delay = Number.NaN;
  }
}

function newBundle(
  key: number,
  first: { readonly weight: number; readonly delay: number },
  { columns, target }: Ends,
): Bundle {
  const pair = key >>> 1;
  const part = pair % 256;
  if (target.parts[part]?.template === undefined) {
    throw refuse(columns.place, "targets that are no virtual nodes", columns.target);
  }
  return {
    ...{ source: Math.floor(pair / 256), target: part, isNegative: key % 2 === 1 },
    ...{ count: 0, ...first, weights: undefined, delays: undefined },
    pairs: new Uint32Array(0),
  };
}

function makeRoom(bundle: Bundle, file: ColumnFile, { place }: EdgeColumns): void {
  const { count } = bundle;
  const lists = [bundle.weight, bundle.delay].filter(Number.isNaN).length;
  file.hold(8 * count * (1 + lists), place);
  bundle.pairs = new Uint32Array(shared(8 * count));
  if (Number.isNaN(bundle.weight)) bundle.weights = new Float64Array(shared(8 * count));
  if (Number.isNaN(bundle.delay)) bundle.delays = new Float64Array(shared(8 * count));
  bundle.count = 0;
}

/** Memory that workers need no copy of, where there is such. */
function shared(bytes: number): ArrayBuffer {
  const isShared = typeof SharedArrayBuffer === "function";
  return (isShared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes)) as ArrayBuffer;
}

function keepEdges(
  { count, keys, sources, targets, weights, delays }: Resolved,
  bundles: ReadonlyMap<number, Bundle>,
  { place }: EdgeColumns,
): void {
  let key = -1;
  let bundle: Bundle | undefined;
  for (let k = 0; k < count; k++) {
    if (keys[k] !== key || bundle === undefined) {
      key = keys[k] as number;
      bundle = bundles.get(key);
    }
    if (bundle === undefined || 2 * bundle.count >= bundle.pairs.length) {
      throw refuse(place, "the same edges each time they are read", "others");
    }
    const at = bundle.count++;
    bundle.pairs[2 * at] = sources[k] as number;
    bundle.pairs[2 * at + 1] = targets[k] as number;
    if (bundle.weights !== undefined) bundle.weights[at] = weights[k] as number;
    if (bundle.delays !== undefined) bundle.delays[at] = delays[k] as number;
  }
}

function projectionOf(bundle: Bundle, ends: Ends, isOnly: boolean): ProjectionRecord {
  const { columns, source, target } = ends;
  const [from, to] = [source.parts[bundle.source], target.parts[bundle.target]];
  const { receptors, unit } = to?.template?.weight ?? { receptors: ["excitatory"], unit: "nA" };
  const receptor = receptors[bundle.isNegative ? 1 : 0] ?? receptors[0];
  const between =
    source.parts.length * target.parts.length > 1 ? [`${from?.name}->${to?.name}`] : [];
  return {
    name: isOnly ? columns.name : [columns.name, ...between, receptor].join("/"),
    from: from?.name ?? "",
    to: to?.name ?? "",
    receptor,
    connector: { kind: "pairs", pairs: bundle.pairs },
    weight: valueIn(bundle.weight, bundle.weights, unit),
    delay: valueIn(bundle.delay, bundle.delays, "ms"),
  };
}

function valueIn(value: number, values: Float64Array | undefined, unit: string): Value {
  return values === undefined ? quantityText(value, unit) : { values, unit };
}

function noNode({ place }: EdgeColumns, got: number | undefined): Error {
  return refuse(place, "numbers of nodes of its populations", String(got));
}

function noWeight({ place }: EdgeColumns, type: number): Error {
  return refuse(place, "syn_weight, finite, of an edge or its type", `none for type ${type}`);
}
