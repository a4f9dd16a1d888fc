import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  chiSquareBound,
  connector,
  draw,
  hasRepeats,
  request,
  rowsOf,
  seeds,
  transpose,
} from "./request.ts";

describe("pairs and matrix", () => {
  it("returns the given pairs, those of one target in order", () => {
    const pair = fc.tuple(fc.nat(19), fc.nat(19));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 60 }), (list) => {
        const plan = connector("pairs").plan(request({ pairs: list }));
        const rows = rowsOf(plan, 20);
        rows.forEach((row, target) => {
          expect(row).toEqual(list.filter(([, j]) => j === target).map(([i]) => i));
          row.forEach((source, k) => {
            const entry = plan.listed?.entry(target, k, source) ?? -1;
            expect(list[entry]).toEqual([source, target]);
          });
        });
        const entries = rows.flatMap((row, j) => row.map((i, k) => plan.listed?.entry(j, k, i)));
        expect(new Set(entries).size).toBe(list.length);
      }),
    );
  });

  it("accepts typed arrays, and refuses errors in them", () => {
    const list = Uint32Array.of(3, 1, 0, 2, 5, 1);
    const rows = rowsOf(connector("pairs").plan(request({ pairs: list })), 20);
    expect([rows[1], rows[2]]).toEqual([[3, 5], [0]]);
    const plan = (pairs: Uint32Array): unknown => connector("pairs").plan(request({ pairs }));
    expect(() => plan(Uint32Array.of(0, 1, 2))).toThrow("SL_PAIR");
    expect(() => plan(Uint32Array.of(0, 1, 2, 20))).toThrow(/SL_PAIR at test\.pairs\[1\]\[1\]/);
    const marks = Uint8Array.of(0, 1, 1, 0);
    const two = { sources: 2, targets: 2 };
    expect(draw(connector("matrix"), { matrix: marks }, two)).toEqual([[1], [0]]);
    for (const wrong of [Uint8Array.of(0, 1, 1), Uint8Array.of(0, 1, 1, 2)]) {
      expect(() => draw(connector("matrix"), { matrix: wrong }, two)).toThrow(
        "SL_CONNECTOR_OPTION",
      );
    }
  });

  it("refuses pairs outside the populations", () => {
    const plan = (pairs: unknown): unknown => connector("pairs").plan(request({ pairs }));
    for (const bad of [
      [[0, 20]],
      [[20, 0]],
      [[-1, 0]],
      [[0.5, 0]],
      [[0]],
      [[0, 1, 2]],
      ["x"],
      [null],
    ]) {
      expect(() => plan(bad)).toThrow("SL_PAIR");
    }
    expect(() => plan("x")).toThrow("SL_CONNECTOR_OPTION");
  });

  it("connects where the matrix is true", () => {
    const row = fc.array(fc.boolean(), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 5, maxLength: 5 }), (rows) => {
        const drawn = draw(connector("matrix"), { matrix: rows }, { sources: 5, targets: 7 });
        const marked = transpose(drawn, 5);
        expect(marked).toEqual(rows.map((marks) => marks.flatMap((mark, j) => (mark ? [j] : []))));
      }),
    );
    const wrong = { matrix: [[true]] };
    expect(() => draw(connector("matrix"), wrong)).toThrow("SL_CONNECTOR_OPTION");
  });
});

describe.each(["distance-probability", "index-probability"])("%s", (name) => {
  it("connects each pair with the probability of the formula", () => {
    const probability = (i: number, j: number): number => 1 / (1 + Math.abs(i - j));
    const counts = new Array<number>(20).fill(0);
    for (const seed of seeds) {
      const rows = draw(connector(name), { p: "any" }, { seed, formula: () => probability });
      rows.forEach((row, j) => {
        for (const i of row) counts[Math.abs(i - j)] = (counts[Math.abs(i - j)] ?? 0) + 1;
      });
    }
    const pairsAt = (d: number): number => 400 * (d === 0 ? 20 : 2 * (20 - d));
    const expected = counts.map((_, d) => pairsAt(d) * probability(0, d));
    // At distance 0 the probability is 1: no pair may be missing.
    expect(counts[0]).toBe(expected[0]);
    const variances = expected.map((mean, d) => mean * (1 - probability(0, d)));
    const statistic = counts
      .slice(1)
      .reduce(
        (sum, count, k) => sum + (count - (expected[k + 1] ?? 0)) ** 2 / (variances[k + 1] ?? 1),
        0,
      );
    expect(statistic).toBeLessThan(chiSquareBound(19));
  });

  it.each([-0.1, 1.1, Number.NaN])("refuses the probability %s", (p) => {
    expect(() => draw(connector(name), { p: "any" }, { formula: () => () => p })).toThrow(
      "SL_PROBABILITY",
    );
  });

  it("leaves out autapses", () => {
    const given = { samePopulation: true, formula: () => () => 1 };
    const rows = draw(connector(name), { p: "1", autapses: false }, given);
    rows.forEach((row, j) => {
      expect(row).toHaveLength(19);
      expect(row).not.toContain(j);
    });
  });
});

describe("small-world", () => {
  const ring = { samePopulation: true };

  it("is the ring of nearest neighbours without rewiring", () => {
    const rows = draw(connector("small-world"), { degree: 4, rewiring: 0 }, ring);
    rows.forEach((row, j) => {
      const near = [j - 2, j - 1, j + 1, j + 2].map((k) => (k + 20) % 20);
      expect([...row].sort((a, b) => a - b)).toEqual(near.sort((a, b) => a - b));
    });
  });

  it("preserves the in-degree, without repeats or autapses, whatever is rewired", () => {
    const even = fc.nat(9).map((half) => 2 * half);
    fc.assert(
      fc.property(
        even,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(),
        (degree, rewiring, seed) => {
          const rows = draw(connector("small-world"), { degree, rewiring }, { ...ring, seed });
          rows.forEach((row, j) => {
            expect(row).toHaveLength(degree);
            expect(hasRepeats(row)).toBe(false);
            expect(row).not.toContain(j);
          });
        },
      ),
    );
  });

  it("rewires the stated fraction", () => {
    let kept = 0;
    for (const seed of seeds) {
      draw(connector("small-world"), { degree: 4, rewiring: 0.3 }, { ...ring, seed }).forEach(
        (row, j) => {
          kept += row.filter((i) => Math.min((i - j + 20) % 20, (j - i + 20) % 20) <= 2).length;
        },
      );
    }
    // A rewired source may return as a neighbour that an earlier rewiring has released: second order,
    // below 0.3^2 * 4 / 16 of the connections. Around that, five standard errors of 32000 trials.
    const fraction = kept / (400 * 20 * 4);
    expect(fraction).toBeGreaterThan(0.7 - 5 * Math.sqrt(0.21 / 32000));
    expect(fraction).toBeLessThan(0.7 + 0.0225 + 5 * Math.sqrt(0.21 / 32000));
  });

  it("refuses an invalid ring", () => {
    const plan = (degree: number, given = {}): unknown =>
      draw(connector("small-world"), { degree, rewiring: 0.1 }, { ...ring, ...given });
    expect(() => plan(3)).toThrow("SL_CONNECTOR_OPTION");
    expect(() => plan(20)).toThrow("SL_DEGREE");
    expect(() => plan(4, { samePopulation: false })).toThrow("SL_CONNECTOR_OPTION");
  });
});
