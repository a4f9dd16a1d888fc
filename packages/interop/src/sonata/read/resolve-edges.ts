import type { EdgeColumns, EdgePiece } from "./edge-columns.ts";
import type { EdgeTypes } from "./edge-types.ts";
import { refuse } from "./hdf5-columns.ts";
import type { Parts } from "./populations.ts";

/** Edges, and the node populations that they connect. */
export interface EdgeEnds {
  readonly columns: EdgeColumns;
  readonly source: Parts;
  readonly target: Parts;
}

/** Edges of a piece in terms of our populations; the lists are overwritten by the next piece. */
export interface ResolvedEdges {
  readonly count: number;
  /** Twice the index of the pair of parts, plus one for the second receptor. */
  readonly keys: Uint32Array;
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  readonly weights: Float64Array;
  readonly delays: Float64Array;
}

/** Assigns weight, delay and index to edges; list by list, because there are many. */
export type EdgeResolver = (piece: EdgePiece) => ResolvedEdges;

/** Create a resolver for the edges of a population. */
export function edgeResolver(ends: EdgeEnds, types: EdgeTypes): EdgeResolver {
  const { columns, source, target } = ends;
  let room = {
    keys: new Uint32Array(0),
    weights: new Float64Array(0),
    delays: new Float64Array(0),
  };
  return (piece) => {
    const { count, sources, targets } = piece;
    if (room.keys.length < count) {
      const [keys, weights, delays] = [
        new Uint32Array(count),
        new Float64Array(count),
        new Float64Array(count),
      ];
      room = { keys, weights, delays };
    }
    const { keys, weights, delays } = room;
    types.toEntries(piece.types, count);
    fillWeights(piece, types, weights);
    fillDelays(piece, types, delays);
    keys.fill(0, 0, count);
    toPlaces(sources, { count, keys, parts: source, factor: target.parts.length, columns });
    toPlaces(targets, { count, keys, parts: target, factor: 1, columns });
    addReceptors({ count, keys, weights }, ends, { entries: piece.types, types });
    return { count, keys, sources, targets, weights, delays };
  };
}

function fillWeights({ count, types, own }: EdgePiece, lists: EdgeTypes, out: Float64Array): void {
  const { syn_weight: weights, nsyns: synapses } = own;
  for (let k = 0; k < count; k++) {
    const type = types[k] as number;
    let weight = weights === undefined ? Number.NaN : (weights[k] as number);
    if (Number.isNaN(weight)) weight = lists.weights[type] as number;
    let number = synapses === undefined ? Number.NaN : (synapses[k] as number);
    if (Number.isNaN(number)) number = lists.synapses[type] as number;
    out[k] = weight * number * (lists.signs[type] as number);
  }
}

function fillDelays({ count, types, own }: EdgePiece, lists: EdgeTypes, out: Float64Array): void {
  const { delay: delays } = own;
  for (let k = 0; k < count; k++) {
    const delay = delays === undefined ? Number.NaN : (delays[k] as number);
    out[k] = Number.isNaN(delay) ? (lists.delays[types[k] as number] as number) : delay;
  }
}

interface PlaceTask {
  readonly count: number;
  readonly keys: Uint32Array;
  readonly parts: Parts;
  /** Factor of a part's index in a key. */
  readonly factor: number;
  readonly columns: EdgeColumns;
}

/** Replace node ids by indices in a part, and add the part to the key. */
function toPlaces(ids: Uint32Array, { count, keys, parts, factor, columns }: PlaceTask): void {
  const { nodes, partOf, indexOf } = parts;
  const { size, isPlain, rowOf } = nodes;
  // If nodes are numbered from 0 and in one part, the id is the index.
  const isSame = isPlain && parts.parts.length === 1;
  for (let k = 0; k < count; k++) {
    const id = ids[k] as number;
    const row = isPlain ? id : rowOf(id);
    if (!(row >= 0 && row < size)) {
      throw refuse(columns.place, `node ids of ${nodes.name}`, String(id));
    }
    if (isSame) continue;
    ids[k] = indexOf[row] as number;
    keys[k] = (keys[k] as number) + factor * (partOf[row] as number);
  }
}

/** Determine the receptor by type or by the sign of the weight; invalid weights are refused. */
function addReceptors(
  { count, keys, weights }: Pick<ResolvedEdges, "count" | "keys" | "weights">,
  { target, columns }: EdgeEnds,
  { entries, types }: { readonly entries: Uint32Array; readonly types: EdgeTypes },
): void {
  const splits = target.parts.map(({ template }) => (template?.weight.receptors.length ?? 1) > 1);
  const magnitudes = target.parts.map(({ template }) => template?.weight.isMagnitude === true);
  const parts = target.parts.length;
  for (let k = 0; k < count; k++) {
    const weight = weights[k] as number;
    if (!(Math.abs(weight) < Number.POSITIVE_INFINITY))
      throw noWeight(columns, entries[k] as number);
    const key = keys[k] as number;
    const part = parts === 1 ? 0 : key % parts;
    const chosen = types.receptors[entries[k] as number] as number;
    const receptor = chosen < 0 ? (weight < 0 ? 1 : 0) : chosen;
    keys[k] = 2 * key + (splits[part] === true ? receptor : 0);
    if (magnitudes[part] === true) weights[k] = Math.abs(weight);
  }
}

function noWeight({ place }: EdgeColumns, entry: number): Error {
  return refuse(
    place,
    "a finite syn_weight of an edge or its type",
    `none (type ${entry + 1} in order)`,
  );
}
