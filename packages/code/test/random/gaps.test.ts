import { type GapEvents, startGaps, streamKey, takeGaps } from "@spikeloom/random";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emitGaps } from "../../src/random/gaps.ts";
import { instantiate } from "./instantiate.ts";

const [keyAt, entitiesAt, nextAt, drawnAt] = [0, 4096, 8192, 16384];
const [listAt, workAt, countsAt, lambdaAt] = [20480, 24576, 28672, 32768];

const { buffer, call } = instantiate(emitGaps, 1);
const view = (at: number, length: number): Uint32Array => new Uint32Array(buffer, at, length);

interface Trains {
  readonly seed: number;
  readonly entities: Uint32Array;
  /** One for each entity. */
  readonly lambda: Float64Array;
  readonly start: number;
}

const trains = fc.record<Trains>({
  seed: fc.maxSafeNat(),
  entities: fc.uint32Array({ minLength: 1, maxLength: 70 }),
  lambda: fc.float64Array({ min: 1e-4, max: 1, noNaN: true, minLength: 70, maxLength: 70 }),
  start: fc.integer({ min: 0, max: 2 ** 33 }),
});

const planes = [keyAt, entitiesAt, nextAt, drawnAt, lambdaAt, listAt];

function start({ seed, entities, lambda, start: step }: Trains): void {
  const { length } = entities;
  view(keyAt, 4).set(streamKey(seed, "gaps"));
  view(entitiesAt, length).set(entities);
  new Float64Array(buffer, nextAt, 1024).fill(Number.POSITIVE_INFINITY).fill(step, 0, length);
  view(drawnAt, length).fill(0);
  view(listAt, length).set([...entities.keys()]);
  new Float64Array(buffer, lambdaAt, 70).set(lambda);
  call("draw_gaps", ...planes, length);
}

function take({ entities }: Trains, step: number): Record<number, number> {
  const found = call("take_gaps", ...planes, entities.length, step + 1, workAt, countsAt);
  const counts = view(countsAt, entities.length);
  return Object.fromEntries(Array.from(view(listAt, found), (train) => [train, counts[train]!]));
}

describe("gaps in WebAssembly", () => {
  it("have the events of the reference in every step", () => {
    fc.assert(
      fc.property(trains, (given) => {
        const { seed, entities, start: first } = given;
        const size = entities.length;
        const lambda = given.lambda.subarray(0, size);
        start(given);
        const same = startGaps(streamKey(seed, "gaps"), entities, { lambda, step: first });
        const events: GapEvents = { counts: new Uint32Array(size), trains: new Uint32Array(size) };
        for (let step = first; step < first + 40; step++) {
          const found = takeGaps(same, step, events);
          const listed = Array.from(events.trains.subarray(0, found));
          const expected = listed.map((train) => [train, events.counts[train]!]);
          expect(take(given, step)).toEqual(Object.fromEntries(expected));
          expect(Array.from(view(listAt, found))).toEqual(listed);
        }
        expect(new Float64Array(buffer, nextAt, size)).toEqual(same.next);
        expect(view(drawnAt, size)).toEqual(same.drawn);
      }),
    );
  });
});
