import type { Column } from "../../session/session.ts";
import type { Ends } from "../connectors/connector.ts";
import { NAME } from "../errors.ts";
import { openCopied } from "../state.ts";
import type { PynnSynapseType } from "../synapses/synapse-type.ts";
import type { ConnectionContext, Pairs } from "../values/connection-values.ts";

/** Connections between one pair of populations. */
export interface ProjectionPart {
  /** The session's number. */
  readonly number: number;
  /** Ascending indices of these connections; undefined for all. */
  readonly order: Uint32Array | undefined;
}

/** State of a projection. */
export interface ProjectionState {
  readonly ends: Ends;
  readonly pairs: Pairs;
  readonly type: PynnSynapseType;
  readonly receptor: string;
  readonly parts: readonly ProjectionPart[];
  readonly annotations: Record<string, unknown>;
}

/** List the attributes of connections. */
export function attributeNames({ defaults, hasDelay }: PynnSynapseType): readonly string[] {
  const [weight = "weight", ...others] = Object.keys(defaults);
  return hasDelay ? [weight, "delay", ...others] : [weight, ...others];
}

/** Check that connections have an attribute. */
export function checkAttribute(type: PynnSynapseType, name: string, place: string): void {
  const names = attributeNames(type);
  if (names.includes(name)) return;
  throw NAME({
    place: `${place} (${type.name})`,
    what: "attribute",
    name,
    known: names.join(", "),
  });
}

/** Return the inputs for computing values of connections. */
export function connectionContext(ends: Ends, pairs: Pairs, name: string): ConnectionContext {
  const place = `${ends.label}.${name}`;
  return {
    ...pairs,
    place,
    shape: [ends.pre.size, ends.post.size],
    distance: (i, j) => ends.space.distance(ends.prePositions(), i, ends.postPositions(), j),
    open: ({ rng }) => openCopied(ends.state, rng, `projection/${ends.key}.${name}`),
  };
}

/** Read an attribute of all connections in creation order. */
export async function readAttribute(
  { ends, pairs, parts }: ProjectionState,
  name: string,
): Promise<Float64Array> {
  const { session } = ends.state;
  const values = new Float64Array(pairs.sources.length);
  for (const { number, order } of parts) {
    const own = await session.connections(number, name);
    if (order === undefined) values.set(own);
    else {
      order.forEach((at, k) => {
        values[at] = own[k] as number;
      });
    }
  }
  return values;
}

/** Write attributes of all connections. */
export async function writeAttributes(
  { ends, parts }: ProjectionState,
  columns: Readonly<Record<string, Column>>,
): Promise<void> {
  const { session } = ends.state;
  await Promise.all(
    parts.map(({ number, order }) => {
      const own = Object.entries(columns).map(([name, column]) => [name, ofPart(column, order)]);
      return session.setConnections(number, Object.fromEntries(own));
    }),
  );
}

/** Write attributes of one connection; the others are unchanged. */
export async function writeConnection(
  { ends, parts }: ProjectionState,
  k: number,
  values: Readonly<Record<string, number>>,
): Promise<void> {
  for (const { number, order } of parts) {
    const own = order === undefined ? k : order.indexOf(k);
    if (own >= 0) await ends.state.session.setConnections(number, values, Uint32Array.of(own));
  }
}

/** Select the values of one part. */
export function ofPart(column: Column, order: Uint32Array | undefined): Column {
  if (typeof column === "number" || order === undefined) return column;
  return Float64Array.from(order, (at) => column[at] as number);
}
