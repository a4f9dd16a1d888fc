import type { PositionRecord, SpaceRecord } from "@spikeloom/kernel";
import { distanceFunction, entityStreams, placeNeurons } from "@spikeloom/network";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const place = (position: PositionRecord, size: number) =>
  placeNeurons(position, { size, place: "positions", stream: entityStreams(1, "position/A") });

describe("placeNeurons", () => {
  it("lays out a grid with the last axis fastest", () => {
    const [x, y] = place(
      { layout: "grid", shape: [2, 3], spacing: ["1 mm", 10], origin: [5, 0] },
      6,
    );
    expect([...(x ?? [])]).toEqual([5, 5, 5, 1005, 1005, 1005]);
    expect([...(y ?? [])]).toEqual([0, 10, 20, 0, 10, 20]);
  });

  it("draws between the corners, each neuron by itself", () => {
    const position = { layout: "random", low: [0, "-1 mm"], high: [100, "1 mm"] } as const;
    const many = place(position, 1000);
    const inside = (axis: Float64Array | undefined, low: number, high: number): boolean =>
      axis?.every((value) => value >= low && value < high) ?? false;
    expect(inside(many[0], 0, 100)).toBe(true);
    expect(inside(many[1], -1000, 1000)).toBe(true);
    expect(place(position, 10)[1]).toEqual(many[1]?.subarray(0, 10));
  });

  it("refuses values that do not fit", () => {
    const bad: readonly PositionRecord[] = [
      { layout: "grid", shape: [2, 2] },
      { layout: "grid", shape: [6, 1, 1, 1] },
      { layout: "grid", shape: [-2, -3] },
      { layout: "grid", shape: [2, 3], spacing: [1] },
      { layout: "random", low: [0], high: [1, 1] },
      { layout: "random", low: [], high: [] },
      { layout: "list", points: [[0], [1]] },
      { layout: "list", points: [[0], [1], [2], [3], [4], [5, 6]] },
      { layout: "list", points: [[0], [1], [2], [3], [4], ["1 ms"]] },
      { layout: "ring" } as unknown as PositionRecord,
    ];
    for (const position of bad) expect(() => place(position, 6)).toThrow("SL_POSITIONS");
  });
});

describe("distanceFunction", () => {
  const point = fc.tuple(
    fc.double({ min: -1e3, max: 1e3, noNaN: true }),
    fc.double({ min: -1e3, max: 1e3, noNaN: true }),
  );
  const at = ([x, y]: readonly [number, number]) => [Float64Array.of(x), Float64Array.of(y)];
  const distance = (
    space: SpaceRecord | undefined,
    from: readonly [number, number],
    to: readonly [number, number],
  ) => distanceFunction(space, { from: at(from), to: at(to), place: "p" })(0, 0);

  it("is Euclid's without periods", () => {
    expect(distance(undefined, [0, 0], [3, 4])).toBe(5);
    expect(distance({ dimensions: 2 }, [1, 1], [1, -6])).toBe(7);
  });

  it("counts the nearest image on periodic axes", () => {
    const space: SpaceRecord = { dimensions: 2, periodic: ["0.1 mm", null] };
    expect(distance(space, [0, 0], [99, 0])).toBe(1);
    expect(distance(space, [0, 0], [0, 99])).toBe(99);
    fc.assert(
      fc.property(point, point, (a, b) => {
        let least = Number.POSITIVE_INFINITY;
        for (let k = -25; k <= 25; k++) {
          least = Math.min(least, Math.sqrt((a[0] - b[0] + 100 * k) ** 2 + (a[1] - b[1]) ** 2));
        }
        // Coordinates up to 2000 um are subtracted, so a few ulps of that.
        expect(distance(space, a, b)).toBeCloseTo(least, 9);
        expect(distance(space, b, a)).toBeCloseTo(least, 9);
      }),
    );
  });

  it("refuses spaces that do not fit the positions", () => {
    expect(() => distance({ dimensions: 3 }, [0, 0], [1, 1])).toThrow("SL_SPACE");
    expect(() => distance({ dimensions: 2, periodic: [1] }, [0, 0], [1, 1])).toThrow("SL_SPACE");
    expect(() => distance({ dimensions: 2, periodic: [0, null] }, [0, 0], [1, 1])).toThrow(
      "SL_SPACE",
    );
    const ends = { from: at([0, 0]), to: [Float64Array.of(0)], place: "p" };
    expect(() => distanceFunction(undefined, ends)).toThrow("SL_POSITIONS");
  });
});
