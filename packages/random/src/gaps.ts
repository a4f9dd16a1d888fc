import { log } from "./elementary.ts";
import { DISTRIBUTION } from "./errors.ts";
import type { Key } from "./key.ts";
import { setCounter, uniformOpenOf } from "./stream.ts";
import { threefry13 } from "./threefry13.ts";

/**
 * Poisson events of constant rate, one train per entity.
 *
 * Draws gaps between events instead of counts in every step, so a step costs one comparison for each entity without an event.
 * Correct for any rate, but above 0.05 events per step counts are faster.
 */
export interface GapTrains {
  readonly key: Key;
  /** The entity of each train. */
  readonly entities: Uint32Array;
  /** Mean number of events per step: of all trains, or of each. */
  readonly lambda: number | Float64Array;
  /** The time of the next event of each train in steps. */
  readonly next: Float64Array;
  /** Number of gaps that each train has drawn. */
  readonly drawn: Uint32Array;
}

/** Events of a step. */
export interface GapEvents {
  /** Number of events of each train; valid only for trains with events. */
  readonly counts: Uint32Array;
  /** The trains with events, ascending. */
  readonly trains: Uint32Array;
}

/** Start event trains at the beginning of a step. */
export function startGaps(
  key: Key,
  entities: Uint32Array,
  { lambda, step = 0 }: { readonly lambda: number | Float64Array; readonly step?: number },
): GapTrains {
  if (typeof lambda === "number") checkRate(lambda);
  else for (const each of lambda) checkRate(each);
  setCounter(new Uint32Array(4), 0, step);
  const size = entities.length;
  const next = new Float64Array(size).fill(step);
  const trains: GapTrains = { key, entities, lambda, next, drawn: new Uint32Array(size) };
  for (let k = 0; k < size; k++) drawGap(trains, k);
  return trains;
}

function checkRate(lambda: number): void {
  if (lambda > 0 && lambda <= 1) return;
  const expected = "0 < lambda <= 1 events a step";
  throw DISTRIBUTION({ distribution: "Poisson gap", expected, got: String(lambda) });
}

/**
 * Collect the events of a step and return the number of trains that had any.
 *
 * Steps must be in order; `events` has room for all trains.
 */
export function takeGaps(trains: GapTrains, step: number, events: GapEvents): number {
  const { next } = trains;
  const { counts, trains: list } = events;
  const end = step + 1;
  let found = 0;
  for (let k = 0; k < next.length; k++) {
    if (!((next[k] as number) < end)) continue;
    list[found++] = k;
    let count = 0;
    while ((next[k] as number) < end) {
      count++;
      drawGap(trains, k);
    }
    counts[k] = count;
  }
  return found;
}

const counter = new Uint32Array(4);
const block = new Uint32Array(4);

/** Draw the gap after the next event and advance to the event at its end. */
function drawGap({ key, entities, lambda, next, drawn }: GapTrains, train: number): void {
  const number = drawn[train] as number;
  counter[0] = entities[train] as number;
  // Two gaps share a block.
  counter[1] = number >>> 1;
  threefry13(counter, key, block);
  const lane = 2 * (number & 1);
  const u = uniformOpenOf(block[lane] as number, block[lane + 1] as number);
  const rate = typeof lambda === "number" ? lambda : (lambda[train] as number);
  next[train] = (next[train] as number) + -log(u) / rate;
  drawn[train] = number + 1;
}
