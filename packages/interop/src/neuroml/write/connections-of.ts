import { drawnRows, type PlannedProjection } from "@spikeloom/network";

/** A connection of a projection. */
export interface Connection {
  readonly id: number;
  readonly pre: number;
  readonly post: number;
  /** In internal units. */
  readonly weight: number;
  /** In ms. */
  readonly delay: number;
}

/** Return the connections of a projection one by one, as a run draws them. */
export function* connectionsOf(projection: PlannedProjection): Generator<Connection> {
  let id = 0;
  for (const row of drawnRows(projection, [projection.weight, projection.delay])) {
    const [weights, delays] = row.values;
    for (let k = 0; k < row.partners.length; k++) {
      yield {
        id: id++,
        pre: row.source(k),
        post: row.target(k),
        weight: weights?.[k] ?? 0,
        delay: delays?.[k] ?? 0,
      };
    }
  }
}
