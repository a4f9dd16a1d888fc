import type { Column } from "../../session/session.ts";
import { checkRecord } from "../check-arguments.ts";
import { VALUE } from "../errors.ts";
import { checkGoesOn } from "../state.ts";
import { type ConnectionValue, connectionColumn } from "../values/connection-values.ts";
import { checkDelays, checkWeights } from "./check-connections.ts";
import {
  attributeNames,
  checkAttribute,
  connectionContext,
  type ProjectionState,
  writeAttributes,
} from "./projection-state.ts";

type Given = ConnectionValue | readonly number[] | Float64Array;

/** Set attributes of all connections of a projection. */
export function setAttributes(
  projection: ProjectionState,
  values: Readonly<Record<string, Given | undefined>>,
): Promise<void> {
  const { ends, type, receptor, pairs } = projection;
  checkGoesOn(ends.state, "set");
  checkRecord(values, `${ends.label}.set`, attributeNames(type).join(", "));
  if (pairs.sources.length === 0) return Promise.resolve();
  const columns: Record<string, Column> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    checkAttribute(type, name, ends.label);
    const column = columnOf(projection, name, value);
    if (name === "weight" && type.name !== "ElectricalSynapse")
      checkWeights(ends, receptor, column);
    if (name === "delay") checkDelays(ends, column);
    columns[name] = column;
  }
  return writeAttributes(projection, columns);
}

function columnOf(projection: ProjectionState, name: string, value: Given): Column {
  const { ends, pairs } = projection;
  if (isFlat(value)) return byPair(projection, value, `${ends.label}.${name}`);
  return connectionColumn(value, connectionContext(ends, pairs, name));
}

function isFlat(value: Given): value is readonly number[] | Float64Array {
  if (value instanceof Float64Array) return true;
  return Array.isArray(value) && typeof value[0] === "number";
}

/** One value for each connected pair, presynaptic neuron by presynaptic neuron. */
function byPair(
  { ends, pairs }: ProjectionState,
  list: readonly number[] | Float64Array,
  place: string,
): Float64Array {
  const width = ends.post.size;
  const keys = Array.from(pairs.sources, (i, k) => i * width + (pairs.targets[k] as number));
  const ranked = [...new Set(keys)].sort((a, b) => a - b);
  if (ranked.length !== list.length) {
    const message = "A list has one value for each connected pair.";
    throw VALUE({ place, message, expected: String(ranked.length), got: String(list.length) });
  }
  const rank = new Map(ranked.map((key, at) => [key, at]));
  return Float64Array.from(keys, (key) => list[rank.get(key) as number] as number);
}
