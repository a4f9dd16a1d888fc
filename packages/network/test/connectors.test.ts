import { connectors } from "@spikeloom/network";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  chiSquare,
  chiSquareBound,
  connector,
  draw,
  hasRepeats,
  request,
  rowsOf,
  seeds,
} from "./request.ts";

const flags = fc.record({ autapses: fc.boolean(), multapses: fc.boolean() });
const sizes = fc.record({
  sources: fc.integer({ min: 1, max: 30 }),
  targets: fc.integer({ min: 1, max: 30 }),
});

describe("all-to-all and one-to-one", () => {
  it("connects each source once, without itself if autapses are off", () => {
    const everyone = Array.from({ length: 20 }, (_, k) => k);
    expect(draw(connector("all-to-all"), {})).toEqual(everyone.map(() => everyone));
    const others = draw(connector("all-to-all"), { autapses: false }, { samePopulation: true });
    expect(others).toEqual(everyone.map((j) => everyone.filter((i) => i !== j)));
  });

  it("expects as many connections as it creates", () => {
    for (const autapses of [true, false]) {
      const ready = request({ autapses }, { samePopulation: true });
      const plan = connector("all-to-all").plan(ready);
      expect(plan.expected).toBe(rowsOf(plan, 20).flat().length);
    }
  });

  it("connects i to i and refuses unequal ends", () => {
    expect(draw(connector("one-to-one"), {})).toEqual(Array.from({ length: 20 }, (_, k) => [k]));
    expect(() => draw(connector("one-to-one"), {}, { targets: 19 })).toThrow("SL_CONNECTOR_OPTION");
  });
});

describe.each([
  ["fixed-indegree", "target"],
  ["fixed-outdegree", "source"],
] as const)("%s", (name, by) => {
  it("gives each row exactly n partners and respects the flags", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        flags,
        fc.nat(20),
        fc.nat(),
        (size, own, wanted, seed) => {
          const pool = own.autapses ? size : size - 1;
          const n = own.multapses ? (pool > 0 ? wanted : 0) : Math.min(wanted, pool);
          const rows = draw(
            connector(name),
            { n, ...own },
            { sources: size, targets: size, samePopulation: true, seed },
          );
          expect(connector(name).plan(request({ n: 0 })).by).toBe(by);
          rows.forEach((row, index) => {
            expect(row).toHaveLength(n);
            expect(row.every((partner) => partner >= 0 && partner < size)).toBe(true);
            if (!own.autapses) expect(row).not.toContain(index);
            if (!own.multapses) expect(hasRepeats(row)).toBe(false);
          });
        },
      ),
    );
  });

  it("refuses more distinct partners than there are", () => {
    const plan = (n: number, autapses: boolean): unknown =>
      draw(connector(name), { n, multapses: false, autapses }, { samePopulation: true });
    expect(() => plan(20, true)).not.toThrow();
    expect(() => plan(21, true)).toThrow("SL_DEGREE");
    expect(() => plan(19, false)).not.toThrow();
    expect(() => plan(20, false)).toThrow("SL_DEGREE");
    expect(() =>
      draw(
        connector(name),
        { n: 1, autapses: false },
        { sources: 1, targets: 1, samePopulation: true },
      ),
    ).toThrow("SL_DEGREE");
  });

  it.each([true, false])("draws each partner equally often (multapses %s)", (multapses) => {
    const counts = new Array<number>(20).fill(0);
    for (const seed of seeds) {
      for (const row of draw(connector(name), { n: 6, multapses }, { seed })) {
        for (const partner of row) counts[partner] = (counts[partner] ?? 0) + 1;
      }
    }
    // 400 seeds x 20 rows x 6 draws over 20 partners. Without multapses the counts vary less than chi-square
    // allows, by the factor 1 - 5/19, so the bound holds for both.
    expect(
      chiSquare(
        counts,
        counts.map(() => 2400),
      ),
    ).toBeLessThan(chiSquareBound(19));
  });
});

it("draws every subset of distinct partners equally often", () => {
  const counts = new Map<string, number>();
  for (const seed of seeds) {
    const given = { seed, sources: 5, targets: 20 };
    for (const row of draw(connector("fixed-indegree"), { n: 2, multapses: false }, given)) {
      const key = [...row].sort().join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  expect(counts.size).toBe(10);
  // 8000 rows over the 10 subsets of 2 of 5.
  expect(chiSquare([...counts.values()], new Array(10).fill(800))).toBeLessThan(chiSquareBound(9));
});

describe("fixed-probability", () => {
  it("has rows without repeats, and keeps to the flag", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.boolean(),
        fc.nat(),
        (p, autapses, seed) => {
          const rows = draw(
            connector("fixed-probability"),
            { p, autapses },
            { samePopulation: true, seed },
          );
          rows.forEach((row, index) => {
            expect(hasRepeats(row)).toBe(false);
            if (!autapses) expect(row).not.toContain(index);
          });
        },
      ),
    );
  });

  it.each([0, 1])("is certain for p = %s", (p) => {
    expect(draw(connector("fixed-probability"), { p }).flat()).toHaveLength(p * 400);
  });

  it.each([0.03, 0.5, 0.9])("has binomial in-degrees for p = %s", (p) => {
    let sum = 0;
    let squares = 0;
    const perSource = new Array<number>(20).fill(0);
    for (const seed of seeds) {
      for (const row of draw(connector("fixed-probability"), { p }, { seed })) {
        sum += row.length;
        squares += (row.length - 20 * p) ** 2;
        for (const source of row) perSource[source] = (perSource[source] ?? 0) + 1;
      }
    }
    const rows = 8000;
    const variance = 20 * p * (1 - p);
    // Five standard errors of the mean; of the variance sqrt(2 / rows) is the relative error for a nearly
    // normal count, and the skewness at p = 0.03 raises it to sqrt((2 + 1 / variance) / rows).
    expect(Math.abs(sum / rows - 20 * p)).toBeLessThan(5 * Math.sqrt(variance / rows));
    const relative = Math.sqrt((2 + 1 / variance) / rows);
    expect(Math.abs(squares / rows / variance - 1)).toBeLessThan(5 * relative);
    const expected = perSource.map(() => rows * p);
    expect(chiSquare(perSource, expected) / (1 - p)).toBeLessThan(chiSquareBound(20));
  });
});

describe("fixed-total", () => {
  it("creates exactly n connections and respects the flags", () => {
    fc.assert(
      fc.property(sizes, flags, fc.nat(200), fc.nat(), (given, own, wanted, seed) => {
        const same = given.sources === given.targets;
        const pairs = given.sources * given.targets - (same && !own.autapses ? given.targets : 0);
        const n = own.multapses ? (pairs > 0 ? wanted : 0) : Math.min(wanted, pairs);
        const rows = draw(
          connector("fixed-total"),
          { n, ...own },
          { ...given, samePopulation: same, seed },
        );
        expect(rows.flat()).toHaveLength(n);
        rows.forEach((row, index) => {
          if (same && !own.autapses) expect(row).not.toContain(index);
          if (!own.multapses) expect(hasRepeats(row)).toBe(false);
        });
      }),
    );
  });

  it("refuses more distinct pairs than there are", () => {
    const plan = (n: number): unknown => draw(connector("fixed-total"), { n, multapses: false });
    expect(plan(400)).toHaveLength(20);
    expect(() => plan(401)).toThrow("SL_DEGREE");
  });

  it.each([true, false])("treats all pairs equally (multapses %s)", (multapses) => {
    const counts = new Array<number>(400).fill(0);
    for (const seed of seeds) {
      draw(connector("fixed-total"), { n: 100, multapses }, { seed }).forEach((row, target) => {
        for (const source of row)
          counts[source * 20 + target] = (counts[source * 20 + target] ?? 0) + 1;
      });
    }
    // 400 seeds x 100 connections over 400 pairs; without multapses a pair's count has variance factor 3/4.
    const factor = multapses ? 1 : 0.75;
    expect(
      chiSquare(
        counts,
        counts.map(() => 100),
      ) / factor,
    ).toBeLessThan(chiSquareBound(400));
  });

  it.each([
    ["binomial", true, 100 * (1 / 20) * (19 / 20)],
    // The variance of a hypergeometric number: n p (1 - p) (N - n) / (N - 1).
    ["hypergeometric", false, 100 * (1 / 20) * (19 / 20) * (300 / 399)],
  ] as const)("has %s in-degrees", (_, multapses, variance) => {
    let squares = 0;
    for (const seed of seeds) {
      for (const row of draw(connector("fixed-total"), { n: 100, multapses }, { seed })) {
        squares += (row.length - 5) ** 2;
      }
    }
    // Rows share a total, but with 20 of them nearly independently: five relative errors of a variance.
    const measured = squares / 8000 / variance;
    expect(Math.abs(measured - 1)).toBeLessThan(5 * Math.sqrt(2.3 / 8000));
  });
});

describe("every connector", () => {
  const options: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    "all-to-all": {},
    "one-to-one": {},
    "fixed-probability": { p: 0.3 },
    "fixed-indegree": { n: 5, multapses: false },
    "fixed-outdegree": { n: 5, multapses: false },
    "fixed-total": { n: 77, multapses: false },
    pairs: {
      pairs: [
        [1, 2],
        [3, 4],
      ],
    },
    matrix: {
      matrix: Array.from({ length: 20 }, (_, i) =>
        Array.from({ length: 20 }, (_, j) => (i * j) % 3 === 1),
      ),
    },
    "distance-probability": { p: "any" },
    "index-probability": { p: "any" },
    "small-world": { degree: 4, rewiring: 0.5 },
    convolution: {
      rows: 4,
      columns: 5,
      kernelRows: 3,
      kernelColumns: 3,
      stride: 1,
      padding: 1,
      pool: 1,
    },
  };

  it.each(connectors.map(({ name }) => name))("%s draws other rows under another seed", (name) => {
    const certain = ["all-to-all", "one-to-one", "pairs", "matrix", "convolution"].includes(name);
    const [one, two] = [1, 2].map((seed) =>
      draw(connector(name), options[name] ?? {}, { samePopulation: true, seed }),
    );
    if (certain) expect(two).toEqual(one);
    else expect(two).not.toEqual(one);
  });
});

describe("convolution", () => {
  const kernel = { kernelRows: 3, kernelColumns: 2 };
  const taken = { rows: 6, columns: 7, ...kernel, stride: 1, padding: 0, pool: 1 };
  const inputs = 3;

  /** Sum over a window place by place, as the definition has it. */
  const windows = (pool: number, stride: number, padding: number) => {
    const [rows, columns] = [Math.floor(6 / pool), Math.floor(7 / pool)];
    const places = (length: number, side: number): number =>
      Math.floor((length + 2 * padding - side) / stride) + 1;
    const [down, across] = [places(rows, 3), places(columns, 2)];
    const found = new Map<string, number>();
    for (let y = 0; y < 6; y++) {
      for (let x = 0; x < 7; x++) {
        const [row, column] = [Math.floor(y / pool), Math.floor(x / pool)];
        if (row >= rows || column >= columns) continue;
        for (let k = 0; k < down * across * 6; k++) {
          const [r, c] = [Math.floor(k / 6 / across), Math.floor(k / 6) % across];
          const [ky, kx] = [(k % 6) >> 1, k % 2];
          if (r * stride + ky - padding !== row || c * stride + kx - padding !== column) continue;
          for (let channel = 0; channel < inputs; channel++) {
            for (let output = 0; output < 2; output++) {
              const source = (y * 7 + x) * inputs + channel;
              const target = (r * across + c) * 2 + output;
              found.set(`${source}>${target}`, ((output * inputs + channel) * 3 + ky) * 2 + kx);
            }
          }
        }
      }
    }
    return { found, targets: down * across * 2 };
  };

  it.each([
    [1, 1, 0],
    [1, 2, 1],
    [2, 1, 1],
    [1, 1, 2],
  ])("has the pairs and weights of pool %i, stride %i, padding %i", (pool, stride, padding) => {
    const { found, targets } = windows(pool, stride, padding);
    const ends = { sources: 6 * 7 * inputs, targets };
    const plan = connector("convolution").plan(request({ ...taken, pool, stride, padding }, ends));
    const rows = rowsOf(plan, targets);
    const made = rows.flatMap((row, target) =>
      row.map(
        (source, k) => [`${source}>${target}`, plan.listed?.entry(target, k, source)] as const,
      ),
    );
    expect(made).toHaveLength(found.size);
    expect(plan.expected).toBe(found.size);
    expect(new Map(made)).toEqual(found);
  });

  it("refuses maps that do not fit", () => {
    const plan = (options: object, ends: object) => () =>
      connector("convolution").plan(request({ ...taken, ...options }, ends));
    expect(plan({}, { sources: 43, targets: 24 })).toThrow("a multiple of 6 × 7 neurons");
    expect(plan({}, { sources: 42, targets: 25 })).toThrow("a multiple of 4 × 6 neurons");
    expect(plan({ kernelRows: 8 }, { sources: 42, targets: 24 })).toThrow("at most 6 × 7");
  });
});
