import type { ProjectionRecord, Value } from "@spikeloom/kernel";
import {
  type EdgeBundle,
  type EdgeRoom,
  type GatheredEdges,
  gathered,
  keepRun,
  newBundle,
} from "./edge-bundle.ts";
import { type EdgeColumns, edgeColumns } from "./edge-columns.ts";
import { type EdgeTypeFiles, edgeTypes } from "./edge-types.ts";
import { type ColumnFile, refuse } from "./hdf5-columns.ts";
import { type Parts, quantityText } from "./populations.ts";
import { type EdgeEnds, edgeResolver, type ResolvedEdges } from "./resolve-edges.ts";
import { edgeSorter } from "./sort-edges.ts";

/** Sources of edges. */
export interface EdgeFiles extends EdgeTypeFiles {
  readonly file: ColumnFile;
  /** Node populations by name. */
  readonly populations: ReadonlyMap<string, Parts>;
}

/** Read all edge populations of a file as projections. */
export function readProjections(edges: EdgeFiles): readonly ProjectionRecord[] {
  const { file } = edges;
  const names = file.names("edges");
  if (names.length === 0) throw refuse(`${file.name}: /edges`, "edge populations", "none");
  return names.flatMap((name) => readPopulation(edgeColumns(file, name), edges));
}

function readPopulation(columns: EdgeColumns, edges: EdgeFiles): readonly ProjectionRecord[] {
  const ends: EdgeEnds = {
    columns,
    source: nodesOf(columns.source, columns, edges),
    target: nodesOf(columns.target, columns, edges),
  };
  const resolve = edgeResolver(ends, edgeTypes(columns, edges));
  // By key; a key consists of two parts and a sign, so there are few.
  const bundles: (EdgeBundle | undefined)[] = [];
  const pairs = ends.source.parts.length * ends.target.parts.length;
  const sort = edgeSorter(2 * pairs);
  const most = pairs === 1 ? columns.size : undefined;
  const room = { file: edges.file, place: columns.place, most };
  for (const piece of columns.pieces()) keepEdges(sort(resolve(piece)), bundles, { ends, room });
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
  throw refuse(place, `a node population: ${names}`, name.slice(0, 80));
}

interface Keeping {
  readonly ends: EdgeEnds;
  readonly room: EdgeRoom;
}

/** Append edges to their bundles, runs of equal keys together. */
function keepEdges(
  resolved: ResolvedEdges,
  bundles: (EdgeBundle | undefined)[],
  { ends, room }: Keeping,
): void {
  const { count, keys, weights, delays } = resolved;
  for (let from = 0; from < count; ) {
    const key = keys[from] as number;
    let until = from + 1;
    while (until < count && keys[until] === key) until++;
    let bundle = bundles[key];
    if (bundle === undefined) {
      checkTarget(key, ends);
      bundle = newBundle(weights[from] as number, delays[from] as number, room);
      // Sparse arrays are slower to access.
      while (bundles.length < key) bundles.push(undefined);
      bundles[key] = bundle;
    }
    keepRun(bundle, resolved, { from, until, room });
    from = until;
  }
}

function checkTarget(key: number, { columns, target }: EdgeEnds): void {
  if (target.parts[(key >>> 1) % target.parts.length]?.template !== undefined) return;
  throw refuse(columns.place, "targets that are not virtual nodes", columns.target);
}

interface Placing {
  readonly ends: EdgeEnds;
  /** Total of all bundles. */
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
