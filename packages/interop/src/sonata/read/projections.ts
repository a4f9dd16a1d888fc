import type { ProjectionRecord, Value } from "@spikeloom/kernel";
import { type EdgeColumns, edgeColumns } from "./edge-columns.ts";
import { type EdgeTypeFiles, edgeTypes } from "./edge-types.ts";
import { type ColumnFile, refuse } from "./hdf5-columns.ts";
import { type Parts, quantityText } from "./populations.ts";
import { type EdgeEnds, edgeResolver, type ResolvedEdges } from "./resolve-edges.ts";

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

function readPopulation(columns: EdgeColumns, edges: EdgeFiles): readonly ProjectionRecord[] {
  const ends: EdgeEnds = {
    columns,
    source: nodesOf(columns.source, columns, edges),
    target: nodesOf(columns.target, columns, edges),
  };
  const resolve = edgeResolver(ends, edgeTypes(columns, edges));
  // By key; a key is made of two parts and a sign, so there are few.
  const bundles: (Bundle | undefined)[] = [];
  // Counted first, so that no list is ever larger than it has to be.
  for (const piece of columns.pieces(resolve.needsEnds)) {
    countEdges(resolve.piece(piece, resolve.needsEnds), bundles, ends);
  }
  const found = bundles.filter((bundle) => bundle !== undefined);
  for (const bundle of found) makeRoom(bundle, edges.file, columns);
  for (const piece of columns.pieces(true)) keepEdges(resolve.piece(piece, true), bundles, columns);
  return found.map((bundle) => projectionOf(bundle, ends, found.length === 1));
}

function nodesOf(name: string, { place }: EdgeColumns, { populations }: EdgeFiles): Parts {
  const found = populations.get(name);
  if (found !== undefined) return found;
  const names = [...populations.keys()].join(", ").slice(0, 200);
  throw refuse(place, `a population of nodes: ${names}`, name.slice(0, 80));
}

function countEdges(
  { count, keys, weights, delays }: ResolvedEdges,
  bundles: (Bundle | undefined)[],
  ends: EdgeEnds,
): void {
  for (let k = 0; k < count; k++) {
    const [key, weight, delay] = [keys[k] as number, weights[k] as number, delays[k] as number];
    let bundle = bundles[key];
    if (bundle === undefined) {
      bundle = newBundle(key, { weight, delay }, ends);
      // An array with holes is slower to look into.
      while (bundles.length < key) bundles.push(undefined);
      bundles[key] = bundle;
    }
    bundle.count++;
    if (bundle.weight !== weight) bundle.weight = Number.NaN;
    if (bundle.delay !== delay) bundle.delay = Number.NaN;
  }
}

function newBundle(
  key: number,
  first: { readonly weight: number; readonly delay: number },
  { columns, target }: EdgeEnds,
): Bundle {
  const pair = key >>> 1;
  const part = pair % target.parts.length;
  if (target.parts[part]?.template === undefined) {
    throw refuse(columns.place, "targets that are no virtual nodes", columns.target);
  }
  return {
    ...{ source: Math.floor(pair / target.parts.length), target: part, isNegative: key % 2 === 1 },
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
  { count, keys, sources, targets, weights, delays }: ResolvedEdges,
  bundles: readonly (Bundle | undefined)[],
  { place }: EdgeColumns,
): void {
  for (let k = 0; k < count; k++) {
    const bundle = bundles[keys[k] as number];
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

function projectionOf(bundle: Bundle, ends: EdgeEnds, isOnly: boolean): ProjectionRecord {
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
