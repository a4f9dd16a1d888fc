import {
  fillNormal,
  fillPoisson,
  fillUniform,
  poissonThresholds,
  streamKey,
} from "@spikeloom/random";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { threefry4x32 } from "../../../../tools/test/threefry.ts";
import { emitRandomFunctions } from "../../src/random/random.ts";
import { instantiate } from "./instantiate.ts";

const [keyAt, thresholdsAt, entitiesAt, planes, out] = [0, 1024, 16384, 65536, 65536 * 8];

const { buffer, call } = instantiate(emitRandomFunctions, 16);
const words = new Uint32Array(buffer);

interface Draw {
  readonly seed: number;
  /** Indices of the entities in their group, in any order. */
  readonly entities: Uint32Array;
  readonly step: number;
}

const draws = fc.record<Draw>({
  seed: fc.maxSafeNat(),
  entities: fc.uint32Array({ minLength: 1, maxLength: 70 }),
  step: fc.maxSafeNat(),
});

/** Compute the blocks for a step when `share` steps have one; the address of its first plane. */
function blocksFor({ seed, entities, step }: Draw, share: 2 | 4): number {
  const count = entities.length;
  words.set(entities, entitiesAt / 4);
  words.set(streamKey(seed, "test"), keyAt / 4);
  const block = Math.floor(step / share);
  const stride = 4 * (count + 3);
  const high = Math.floor(block / 2 ** 32);
  call("fill_blocks", keyAt, entitiesAt, count, block | 0, high, planes, stride);
  return planes + (step % share) * (4 / share) * stride;
}

const strideOf = ({ entities }: Draw): number => 4 * (entities.length + 3);
const series = ({ seed, entities, step }: Draw) => ({
  key: streamKey(seed, "test"),
  entities,
  step,
});

describe("random functions in WebAssembly", () => {
  it("computes the blocks of the reference for every entity", () => {
    fc.assert(
      fc.property(draws, (draw) => {
        const { seed, entities, step } = draw;
        blocksFor(draw, 4);
        const block = Math.floor(step / 4);
        const key = streamKey(seed, "test");
        for (let i = 0; i < entities.length; i++) {
          const high = Math.floor(block / 2 ** 32);
          const expected = new Uint32Array(4);
          threefry4x32(Uint32Array.of(entities[i]!, 0, block, high), key, expected);
          const got = [0, 1, 2, 3].map((w) => words[(planes + w * strideOf(draw)) / 4 + i]);
          expect(got).toEqual([...expected]);
        }
      }),
    );
  });

  it.each([
    ["fill_uniform", fillUniform],
    ["fill_normal", fillNormal],
  ] as const)("%s gives the doubles of the reference", (name, reference) => {
    fc.assert(
      fc.property(draws, (draw) => {
        const high = blocksFor(draw, 2);
        call(name, high, high + strideOf(draw), draw.entities.length, out);
        const expected = new Float64Array(draw.entities.length);
        reference(series(draw), expected);
        expect(new Float64Array(buffer, out, draw.entities.length)).toEqual(expected);
      }),
    );
  });

  it("gives the normal values of the far tails too", () => {
    const pairs = [
      [0, 0],
      [0, 4096],
      [1, 0],
      [2 ** 32 - 1, 2 ** 32 - 1],
      [2 ** 31, 0],
      [400, 7],
    ];
    pairs.forEach(([high, low], i) => {
      words[planes / 4 + i] = high!;
      words[planes / 4 + 64 + i] = low!;
    });
    call("fill_normal", planes, planes + 256, pairs.length, out);
    const [least, , , most, middle] = new Float64Array(buffer, out, 5);
    // The quantiles of 2^-53 and 1 - 2^-53.
    expect(least).toBe(-most!);
    expect(most).toBeCloseTo(8.2095, 4);
    // The least value above the median: half a grain of 2^-52 times sqrt(2 pi).
    expect(middle! / (2 ** -53 * Math.sqrt(2 * Math.PI))).toBeCloseTo(1, 12);
  });

  it("fills floats from the same words", () => {
    const draw: Draw = {
      seed: 5,
      entities: Uint32Array.from({ length: 64 }, (_, i) => 9 * i),
      step: 3,
    };
    const high = blocksFor(draw, 2);
    call("fill_normal_f32", high, high + strideOf(draw), draw.entities.length, out);
    const normals = new Float64Array(draw.entities.length);
    fillNormal(series(draw), normals);
    expect(new Float32Array(buffer, out, draw.entities.length)).toEqual(Float32Array.from(normals));
    call("fill_uniform_f32", high, high + strideOf(draw), draw.entities.length, out);
    const expected = Float32Array.from(
      new Uint32Array(buffer, high, draw.entities.length),
      (word) => (word >>> 8) * 2 ** -24,
    );
    expect(new Float32Array(buffer, out, draw.entities.length)).toEqual(expected);
  });

  it("counts as the reference does, at any mean and for words at the thresholds themselves", () => {
    fc.assert(
      fc.property(draws, fc.double({ min: 1e-5, max: 60, noNaN: true }), (draw, lambda) => {
        const thresholds = poissonThresholds(lambda);
        words.set(thresholds, thresholdsAt / 4);
        const plane = blocksFor(draw, 4);
        call("poisson_counts", plane, draw.entities.length, thresholdsAt, thresholds.length, out);
        const expected = new Uint32Array(draw.entities.length);
        fillPoisson(series(draw), thresholds, expected);
        expect(new Uint32Array(buffer, out, draw.entities.length)).toEqual(expected);
        const edges = Array.from(thresholds.slice(0, 30), (t) => [t - 1, t]).flat();
        words.set([...edges, 0, 2 ** 32 - 1], planes / 4);
        const count = edges.length + 2;
        call("poisson_counts", planes, count, thresholdsAt, thresholds.length, out);
        const counted = Array.from(new Uint32Array(buffer, out, count));
        const all = Array.from(words.slice(planes / 4, planes / 4 + count));
        expect(counted).toEqual(all.map((w) => thresholds.filter((t) => w >= t).length));
      }),
    );
  });
});
