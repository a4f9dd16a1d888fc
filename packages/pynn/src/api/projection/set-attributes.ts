import type { Column } from "../../session/session.ts";
import { checkNumber, checkRecord } from "../check-arguments.ts";
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
  writeConnection,
} from "./projection-state.ts";

type Given = ConnectionValue | readonly number[] | Float64Array;

/** Set attributes of all connections of a projection. */
export function setAttributes(
  projection: ProjectionState,
  values: Readonly<Record<string, Given | undefined>>,
): Promise<void> {
  const { label } = projection.ends;
  checkRecords(projection, values, label);
  if (projection.pairs.sources.length === 0) return Promise.resolve();
  const read = (name: string, value: Given): Column => columnOf(projection, name, value);
  return writeAttributes(projection, checked(projection, values, { label, read }));
}

/** Set attributes of one connection; the others are unchanged. */
export async function setConnection(
  projection: ProjectionState,
  k: number,
  values: Readonly<Record<string, number | undefined>>,
): Promise<void> {
  const label = `${projection.ends.label}[${k}]`;
  checkRecords(projection, values, label);
  const read = (name: string, value: number): number => {
    checkNumber(value, `${label}.${name}`);
    return value;
  };
  await writeConnection(projection, k, checked(projection, values, { label, read }));
}

function checkRecords({ ends, type }: ProjectionState, values: unknown, label: string): void {
  checkGoesOn(ends.state, "set");
  checkRecord(values, `${label}.set`, attributeNames(type).join(", "));
}

interface Reading<Value, Read> {
  /** Prefix of the place of errors. */
  readonly label: string;
  readonly read: (name: string, value: Value) => Read;
}

/** Read the new values; signs and bounds are checked as for a new projection. */
function checked<Value, Read extends Column>(
  { ends, type, receptor }: ProjectionState,
  values: Readonly<Record<string, Value | undefined>>,
  { label, read }: Reading<Value, Read>,
): Record<string, Read> {
  const columns: Record<string, Read> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    checkAttribute(type, name, label);
    const column = read(name, value);
    const place = { ...ends, label };
    if (name === "weight" && type.name !== "ElectricalSynapse")
      checkWeights(place, receptor, column);
    if (name === "delay") checkDelays(place, column);
    columns[name] = column;
  }
  return columns;
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

/** One value per connected pair, ordered by presynaptic neuron. */
function byPair(
  { ends, pairs }: ProjectionState,
  list: readonly number[] | Float64Array,
  place: string,
): Float64Array {
  const width = ends.post.size;
  const keys = Array.from(pairs.sources, (i, k) => i * width + (pairs.targets[k] as number));
  const ranked = [...new Set(keys)].sort((a, b) => a - b);
  if (ranked.length !== list.length) {
    const message = "A list needs one value per connected pair.";
    throw VALUE({ place, message, expected: String(ranked.length), got: String(list.length) });
  }
  const rank = new Map(ranked.map((key, at) => [key, at]));
  return Float64Array.from(keys, (key) => list[rank.get(key) as number] as number);
}
