import type { ProjectionRecord, Value } from "@spikeloom/kernel";
import {
  type EdgeBundle,
  type GatheredEdges,
  gathered,
  newBundle,
  nextBlock,
  spreadValues,
} from "./edge-bundle.ts";
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

function readPopulation(columns: EdgeColumns, edges: EdgeFiles): readonly ProjectionRecord[] {
  const ends: EdgeEnds = {
    columns,
    source: nodesOf(columns.source, columns, edges),
    target: nodesOf(columns.target, columns, edges),
  };
  const resolve = edgeResolver(ends, edgeTypes(columns, edges));
  // By key; a key is made of two parts and a sign, so there are few.
  const bundles: (EdgeBundle | undefined)[] = [];
  for (const piece of columns.pieces()) keepEdges(resolve(piece), bundles, { ends, edges });
  const keys = bundles.flatMap((bundle, key) => (bundle === undefined ? [] : [key]));
  return keys.map((key) => {
    const made = projectionOf(key, gathered(bundles[key] as EdgeBundle), { ends, keys });
    bundles[key] = undefined;
    return made;
  });
}

function nodesOf(name: string, { place }: EdgeColumns, { populations }: EdgeFiles): Parts {
  const found = populations.get(name);
  if (found !== undefined) return found;
  const names = [...populations.keys()].join(", ").slice(0, 200);
  throw refuse(place, `a population of nodes: ${names}`, name.slice(0, 80));
}

interface Keeping {
  readonly ends: EdgeEnds;
  readonly edges: EdgeFiles;
}

/** Put each edge into its bundle. */
function keepEdges(
  { count, keys, sources, targets, weights, delays }: ResolvedEdges,
  bundles: (EdgeBundle | undefined)[],
  { ends, edges }: Keeping,
): void {
  for (let k = 0; k < count; k++) {
    const [key, weight, delay] = [keys[k] as number, weights[k] as number, delays[k] as number];
    let bundle = bundles[key];
    if (bundle === undefined) {
      checkTarget(key, ends);
      bundle = newBundle(weight, delay);
      // An array with holes is slower to look into.
      while (bundles.length < key) bundles.push(undefined);
      bundles[key] = bundle;
    }
    if (2 * bundle.used === bundle.block.pairs.length)
      nextBlock(bundle, edges.file, ends.columns.place);
    if (bundle.weight !== weight && bundle.block.weights === undefined)
      spreadValues(bundle, "weight");
    if (bundle.delay !== delay && bundle.block.delays === undefined) spreadValues(bundle, "delay");
    const { block } = bundle;
    const at = bundle.used++;
    block.pairs[2 * at] = sources[k] as number;
    block.pairs[2 * at + 1] = targets[k] as number;
    if (block.weights !== undefined) block.weights[at] = weight;
    if (block.delays !== undefined) block.delays[at] = delay;
  }
}

function checkTarget(key: number, { columns, target }: EdgeEnds): void {
  if (target.parts[(key >>> 1) % target.parts.length]?.template !== undefined) return;
  throw refuse(columns.place, "targets that are no virtual nodes", columns.target);
}

interface Placing {
  readonly ends: EdgeEnds;
  /** Of all bundles. */
  readonly keys: readonly number[];
}

function projectionOf(
  key: number,
  { pairs, weights, delays }: GatheredEdges,
  { ends, keys }: Placing,
): ProjectionRecord {
  const { columns, source, target } = ends;
  const pair = key >>> 1;
  const from = source.parts[Math.floor(pair / target.parts.length)];
  const to = target.parts[pair % target.parts.length];
  const { receptors, unit } = to?.template?.weight ?? { receptors: ["excitatory"], unit: "nA" };
  const receptor = receptors[key % 2] ?? receptors[0];
  const between =
    source.parts.length * target.parts.length > 1 ? [`${from?.name}->${to?.name}`] : [];
  return {
    name: keys.length === 1 ? columns.name : [columns.name, ...between, receptor].join("/"),
    from: from?.name ?? "",
    to: to?.name ?? "",
    receptor,
    connector: { kind: "pairs", pairs },
    weight: valueIn(weights, unit),
    delay: valueIn(delays, "ms"),
  };
}

function valueIn(values: number | Float64Array, unit: string): Value {
  return typeof values === "number" ? quantityText(values, unit) : { values, unit };
}
