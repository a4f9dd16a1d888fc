import { type BulkRandom, type Stream, stream, streamKey } from "@spikeloom/random";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { streamDraws } from "../../src/generated/stream-draws.ts";
import { bulkRandom } from "../../src/random/bulk-random.ts";
import { streamDrawsModule } from "../../src/random/stream-draws-module.ts";

const bulk = bulkRandom();
/** Accepts draws of any length, so that short ones are tested too. */
const eager: BulkRandom = { ...bulk, least: 1 };

type Numbers = readonly number[];
type Act = (from: Stream) => Numbers;

function filled<A extends Float64Array | Uint32Array>(out: A, fill: (out: A) => void): Numbers {
  fill(out);
  return [...out];
}

const wholes = (count: number): Uint32Array => new Uint32Array(count);
const doubles = (count: number): Float64Array => new Float64Array(count);

// 256 blocks are computed at a time, so a draw of 1100 words and more goes round more than once.
const counts = fc.oneof(fc.nat(40), fc.integer({ min: 500, max: 1300 }));
const bounds = fc.oneof(
  fc.integer({ min: 1, max: 2000 }),
  fc.integer({ min: 1, max: 2 ** 32 - 1 }),
  // Just above a power of two nearly half of all words are rejected.
  fc.constantFrom(2 ** 31, 2 ** 31 + 1, 2 ** 32 - 1, 2 ** 32, 3 * 2 ** 30),
);

const acts: fc.Arbitrary<readonly [string, Act]> = fc.oneof(
  fc.constant(["word", (from: Stream) => [from.uint32()]] as const),
  fc.constant(["normal", (from: Stream) => [from.normal()]] as const),
  fc.constant(["gamma", (from: Stream) => [from.gamma(2)]] as const),
  counts.map(
    (n) =>
      [`uniforms ${n}`, (from: Stream) => filled(doubles(n), (out) => from.uniforms(out))] as const,
  ),
  counts.map(
    (n) =>
      [`normals ${n}`, (from: Stream) => filled(doubles(n), (out) => from.normals(out))] as const,
  ),
  fc
    .tuple(counts, bounds)
    .map(
      ([n, below]) =>
        [
          `integers ${n} ${below}`,
          (from: Stream) => filled(wholes(n), (out) => from.integers(below, out)),
        ] as const,
    ),
  fc
    .tuple(
      counts,
      fc.oneof(fc.nat(3000), fc.nat(2 ** 20), fc.constantFrom(2 ** 22 + 7, 2 ** 27 + 1)),
    )
    .map(
      ([n, more]) =>
        [
          `distinct ${n} ${more}`,
          (from: Stream) => filled(wholes(n), (out) => from.distinctIntegers(n + more, out)),
        ] as const,
    ),
);

const places = fc.record({
  seed: fc.maxSafeNat(),
  entity: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  step: fc.maxSafeNat(),
});

describe("the accelerator of streams", () => {
  it("gives the numbers of the plain stream, whatever is drawn before and after", () => {
    fc.assert(
      fc.property(places, fc.array(acts, { maxLength: 8 }), ({ seed, entity, step }, list) => {
        const key = streamKey(seed, "test");
        const plain = stream(key, entity, step);
        const fast = stream(key, entity, step, { bulk: eager });
        for (const [name, act] of list) expect([name, act(fast)]).toEqual([name, act(plain)]);
        expect(fast.uint32()).toBe(plain.uint32());
      }),
    );
  });

  it("is the same for draws longer than its memory holds", () => {
    const key = streamKey(3, "long");
    const [plain, fast] = [stream(key, 9), stream(key, 9, 0, { bulk })];
    for (const from of [plain, fast]) from.uint32();
    const long = 20_011;
    for (const act of [
      (from: Stream): Numbers => filled(doubles(long), (out) => from.normals(out)),
      (from: Stream): Numbers => filled(wholes(long), (out) => from.integers(77_169, out)),
      (from: Stream): Numbers => filled(wholes(long), (out) => from.distinctIntegers(20_100, out)),
      (from: Stream): Numbers => filled(wholes(long), (out) => from.distinctIntegers(2 ** 25, out)),
      // The marks of the draw before are gone.
      (from: Stream): Numbers => filled(wholes(100), (out) => from.distinctIntegers(101, out)),
    ]) {
      expect(act(fast)).toEqual(act(plain));
    }
  });

  it("serves several streams in turn", () => {
    const key = streamKey(3, "turns");
    const fast = [0, 1].map((entity) => stream(key, entity, 0, { bulk: eager }));
    const plain = [0, 1].map((entity) => stream(key, entity));
    for (const n of [5, 33, 4]) {
      for (const which of [0, 1, 1, 0]) {
        const [a, b] = [doubles(n), doubles(n)];
        fast[which]?.normals(a);
        plain[which]?.normals(b);
        expect(a).toEqual(b);
      }
    }
  });

  it("gives the values of both tails of the normal distribution", () => {
    const key = streamKey(8, "tails");
    const [a, b] = [doubles(400_000), doubles(400_000)];
    stream(key, 0, 0, { bulk }).normals(a);
    stream(key, 0).normals(b);
    expect(a).toEqual(b);
    // 93 are expected on each side, so fewer than 50 are a fault. The region beyond exp(-25) is that of
    // `fill_normal`, whose test reaches it.
    expect(a.filter((x) => x < -3.5).length).toBeGreaterThan(50);
    expect(a.filter((x) => x > 3.5).length).toBeGreaterThan(50);
  });
});

it("runs the code that is written for it", () => {
  expect(Buffer.from(streamDrawsModule()).toString("base64")).toBe(streamDraws);
});
