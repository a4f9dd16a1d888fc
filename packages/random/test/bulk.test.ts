import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Stream, stream, streamKey } from "../src/index.ts";

const key = streamKey(11, "bulk");

/** Distinct numbers as the specification words it: Floyd's algorithm with single draws and a set. */
function floyd(from: Stream, below: number, count: number): number[] {
  const taken = new Set<number>();
  for (let last = below - count; last < below; last++) {
    const drawn = from.integer(last + 1);
    taken.add(taken.has(drawn) ? last : drawn);
  }
  return [...taken];
}

const bounds = fc.oneof(
  fc.integer({ min: 1, max: 100 }),
  fc.integer({ min: 1, max: 2 ** 32 }),
  fc.constantFrom(2 ** 31, 2 ** 31 + 1, 2 ** 32 - 1, 2 ** 32, 3 * 2 ** 30, 2 ** 40),
);

describe("draws of many numbers", () => {
  it("equal the same number of single draws", () => {
    fc.assert(
      fc.property(fc.nat(5), fc.nat(40), bounds, (entity, count, below) => {
        const [many, single] = [stream(key, entity), stream(key, entity)];
        const doubles = new Float64Array(count);
        many.uniforms(doubles);
        expect([...doubles]).toEqual(Array.from(doubles, () => single.uniform()));
        many.normals(doubles);
        expect([...doubles]).toEqual(Array.from(doubles, () => single.normal()));
        const wholes = new Uint32Array(count);
        many.integers(Math.min(below, 2 ** 32), wholes);
        expect([...wholes]).toEqual(
          Array.from(wholes, () => single.integer(Math.min(below, 2 ** 32))),
        );
        const enough = Math.max(count, Math.min(below, 2 ** 32));
        many.distinctIntegers(enough, wholes);
        expect([...wholes]).toEqual(floyd(single, enough, count));
        expect(many.uint32()).toBe(single.uint32());
      }),
    );
  });

  it("refuse more distinct numbers than there are", () => {
    const draw = (): void => stream(key, 0).distinctIntegers(3, new Uint32Array(4));
    expect(draw).toThrow("SL_DISTRIBUTION");
    const all = new Uint32Array(4);
    stream(key, 0).distinctIntegers(4, all);
    expect([...all].sort()).toEqual([0, 1, 2, 3]);
  });
});
