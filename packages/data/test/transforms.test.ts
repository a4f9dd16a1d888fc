import { describe, expect, it } from "vitest";
import {
  addNoise,
  cropEvents,
  cropTime,
  denoise,
  downsample,
  dropArea,
  dropEvents,
  dropHotPixels,
  dropTime,
  type EventStream,
  flipPolarity,
  flipTime,
  flipX,
  flipY,
  jitterPlace,
  jitterTime,
  refractory,
  skewTime,
  toFrames,
  toTimeSurface,
  toVoxelGrid,
} from "../src/index.ts";
import { randomEvents } from "./random-events.ts";

const sensor = { width: 34, height: 34 };
const events = randomEvents({ seed: 5, count: 4000, sensor, interval: 60 });

/** A sum that also depends on the order. */
function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += ((k % 97) + 1) * (values[k] as number);
  return sum;
}

const sumsOf = ({ t, x, y }: EventStream) => [t.length, sumOf(t), sumOf(x), sumOf(y)];

/** Results of Tonic 1.7.0 for the same events, written as N-MNIST and read by it. */
describe("as Tonic", () => {
  it("keeps events after a refractory period", () => {
    const sums = [1446, 2_902_394_563, 1_176_401, 1_149_513];
    expect(sumsOf(refractory(events, 40_000))).toEqual(sums);
  });

  it("drops hot pixels", () => {
    const sums = [1958, 5_135_106_635, 1_594_853, 1_507_284];
    expect(sumsOf(dropHotPixels(events, 40))).toEqual(sums);
  });

  it("makes frames", () => {
    const byTime = toFrames(events, { interval: 10_000 });
    expect([byTime.shape, sumOf(byTime.values)]).toEqual([[10, 2, 34, 34], 183_978]);
    const byCount = toFrames(events, { events: 900 });
    expect([byCount.shape, sumOf(byCount.values)]).toEqual([[4, 2, 34, 34], 172_584]);
  });

  it("computes a voxel grid and time surfaces", () => {
    const grid = toVoxelGrid(events, 6);
    expect(grid.shape).toEqual([6, 1, 34, 34]);
    // Single precision over some thousand sums.
    expect(sumOf(grid.values)).toBeCloseTo(-2464.1, 2);
    const surfaces = toTimeSurface(events, { interval: 10_000, tau: 5000 });
    expect(surfaces.shape).toEqual([10, 2, 34, 34]);
    expect(sumOf(surfaces.values)).toBeCloseTo(84_269.555, 2);
  });
});

describe("denoise", () => {
  it("keeps events after a recent one at a neighbour", () => {
    const few: EventStream = {
      sensor,
      t: Float64Array.of(0, 10, 20, 200),
      x: Uint16Array.of(5, 6, 20, 6),
      y: Uint16Array.of(5, 5, 20, 6),
      p: new Uint8Array(4),
    };
    expect([...denoise(few, 100).t]).toEqual([10]);
    expect([...denoise(few, 195).t]).toEqual([10, 200]);
  });
});

describe("frames", () => {
  it("contain all events, even very many", () => {
    const { values, shape } = toFrames(events, { frames: 7 });
    expect(shape[0]).toBe(7);
    expect(values.reduce((sum, one) => sum + one, 0)).toBe(4000);
  });

  it("are refused without exactly one way to split events", () => {
    for (const options of [{}, { frames: 2, events: 3 }, { frames: 0 }, { interval: -1 }]) {
      expect(() => toFrames(events, options)).toThrow(
        expect.objectContaining({ code: "SL_DATA_OPTION" }),
      );
    }
  });

  it("are refused if they do not fit in memory", () => {
    // Some 1e7 and 1e9 planes of 34 by 34 pixels.
    for (const make of [
      () => toFrames(events, { interval: 0.01 }),
      () => toFrames(events, { frames: 1e9 }),
      () => toVoxelGrid(events, 1e9),
      () => toTimeSurface(events, { interval: 0.01, tau: 1 }),
    ]) {
      expect(make).toThrow(expect.objectContaining({ code: "SL_DATA_OPTION" }));
    }
  });

  it("may contain no events", () => {
    const none = cropTime(events, 0, 0);
    expect(toFrames(none, { frames: 2 }).values.every((one) => one === 0)).toBe(true);
    expect(toTimeSurface(none, { interval: 1, tau: 1 }).shape[0]).toBe(0);
    expect(toVoxelGrid(none, 3).values).toHaveLength(3 * 34 * 34);
  });
});

describe("coordinates and times", () => {
  it("are flipped, and back", () => {
    for (const flip of [flipX, flipY, flipPolarity]) {
      expect(flip(events)).not.toEqual(events);
      expect(flip(flip(events))).toEqual(events);
    }
    const backwards = flipTime(events);
    expect(backwards.t[0]).toBe(0);
    expect(backwards.t.every((time, k) => k === 0 || time >= (backwards.t[k - 1] as number))).toBe(
      true,
    );
  });

  it("are cropped and downsampled", () => {
    const part = cropEvents(events, { left: 10, top: 4, width: 5, height: 6 });
    expect(part.sensor).toEqual({ width: 5, height: 6 });
    const count = events.x.filter((x, k) => {
      const y = events.y[k] as number;
      return x >= 10 && x < 15 && y >= 4 && y < 10;
    }).length;
    expect(part.t).toHaveLength(count);
    expect(part.x.every((x) => x < 5)).toBe(true);
    const coarse = downsample(events, 4);
    expect(coarse.sensor).toEqual({ width: 9, height: 9 });
    expect(coarse.x[7]).toBe(Math.floor((events.x[7] as number) / 4));
    expect(skewTime(events, 2, 5).t[9]).toBe(2 * (events.t[9] as number) + 5);
    expect(() => cropEvents(events, { left: 30, top: 0, width: 5, height: 5 })).toThrow(
      expect.objectContaining({ code: "SL_DATA_OPTION" }),
    );
  });
});

describe("augmentation", () => {
  const seed = { seed: 9, sample: 3 };
  const each: Readonly<Record<string, (of: typeof seed & { epoch?: number }) => EventStream>> = {
    dropEvents: (of) => dropEvents(events, 0.3, of),
    dropTime: (of) => dropTime(events, 0.2, of),
    dropArea: (of) => dropArea(events, 0.5, of),
    jitterPlace: (of) => jitterPlace(events, 1.5, of),
    jitterTime: (of) => jitterTime(events, 30, of),
    addNoise: (of) => addNoise(events, 100, of),
  };

  it.each(Object.entries(each))("%s draws by seed, sample and epoch", (_, augment) => {
    const before = sumsOf(events);
    const once = augment(seed);
    expect(augment(seed)).toEqual(once);
    expect(sumsOf(augment({ ...seed, epoch: 1 }))).not.toEqual(sumsOf(once));
    expect(sumsOf(events)).toEqual(before);
    expect(once.t.every((time, k) => k === 0 || time >= (once.t[k - 1] as number))).toBe(true);
    expect(once.x.every((x, k) => x < 34 && (once.y[k] as number) < 34)).toBe(true);
  });

  it("drops about the requested fraction", () => {
    // 4000 draws of 0.3: a deviation of 29, of which five are allowed.
    expect(Math.abs(dropEvents(events, 0.3, seed).t.length - 2800)).toBeLessThan(145);
    expect(addNoise(events, 100, seed).t).toHaveLength(4100);
  });
});
