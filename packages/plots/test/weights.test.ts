import { SpikeLoomError } from "@spikeloom/kernel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type BlocksMark,
  toPng,
  toSvg,
  toTerminal,
  type WeightMap,
  weightCourse,
  weightHistogram,
  weightMatrix,
} from "../src/index.ts";
import { decodePng, parseXml } from "./fixtures.ts";

const label = "weight of E->I";
const series = (values: readonly number[], when?: string) => ({
  label,
  unit: "nA",
  when,
  values: Float64Array.from(values),
});

function map(
  triples: readonly (readonly [source: number, target: number, value: number])[],
  sizes: readonly [number, number] = [4, 3],
): WeightMap {
  return {
    ...series(triples.map(([, , value]) => value)),
    sources: Uint32Array.from(triples, ([source]) => source),
    targets: Uint32Array.from(triples, ([, target]) => target),
    from: { label: "E", size: sizes[0] },
    to: { label: "I", size: sizes[1] },
  };
}

const blocksOf = (one: WeightMap): BlocksMark[] =>
  weightMatrix([one]).panels.flatMap(({ marks }) =>
    marks.filter((mark): mark is BlocksMark => mark.kind === "blocks"),
  );

/** Contents at the centre of a source and a target. */
function shadeAt(
  blocks: readonly BlocksMark[],
  source: number,
  target: number,
): number | undefined {
  const found = blocks.filter(({ left, right, low, high }) =>
    left.some((from, k) => {
      const [r, b, t] = [right[k] ?? 0, low[k] ?? 0, high[k] ?? 0];
      return from < target && target < r && b < source && source < t;
    }),
  );
  expect(found.length).toBeLessThanOrEqual(1);
  const colour = found[0]?.colour;
  return typeof colour === "object" ? colour.shade : undefined;
}

describe("a histogram of weights", () => {
  it("counts every synapse of a series, including negative and equal ones", () => {
    for (const values of [[-1, -0.5, -0.5, 0], [0.3, 0.3], [1e6, 1e6 + 1], [0], [-2e-9, 3e-9]]) {
      const [panel] = weightHistogram([series(values)]).panels;
      const [bars] = panel?.marks ?? [];
      if (bars?.kind !== "bars") throw new Error("no bars");
      expect(bars.heights.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 9);
      expect(bars.edges.every((edge, k) => k === 0 || edge > (bars.edges[k - 1] ?? 0))).toBe(true);
    }
  });

  it("has a panel for each label, and grey for all series of it but the last", () => {
    const other = { ...series([1]), label: "weight of I->E" };
    const { panels } = weightHistogram([series([1], "at 0 s"), series([2, 4], "at 10 s"), other]);
    expect(panels.map(({ marks }) => marks.length)).toEqual([2, 1]);
    expect(panels[0]?.legend).toEqual([
      { text: "at 0 s (1 synapse): mean 1 nA", colour: "muted" },
      { text: "at 10 s (2 synapses): mean 3 nA", colour: 0 },
    ]);
  });

  it("says so if there are none", () => {
    for (const figure of [
      weightHistogram([]),
      weightHistogram([series([])]),
      weightMatrix([]),
      weightCourse([]),
    ]) {
      expect(parseXml(toSvg(figure)).texts).toContain("no synapses");
    }
  });
});

describe("a map of weights", () => {
  it("shades by value, averages multapses, and leaves the rest blank", () => {
    const blocks = blocksOf(
      map([
        [0, 0, 0],
        [1, 2, 1],
        [3, 1, 0.25],
        [3, 1, 0.75],
      ]),
    );
    expect(shadeAt(blocks, 0, 0)).toBe(0);
    expect(shadeAt(blocks, 1, 2)).toBe(1);
    expect(shadeAt(blocks, 3, 1)).toBe(0.5);
    expect(shadeAt(blocks, 2, 2)).toBeUndefined();
  });

  it("shades inhibition by its strength", () => {
    const blocks = blocksOf(
      map([
        [0, 0, -1],
        [1, 1, -0.1],
      ]),
    );
    expect([shadeAt(blocks, 0, 0), shadeAt(blocks, 1, 1)]).toEqual([1, 0]);
  });

  it("of large populations has several neurons per cell, and says how many", () => {
    const one = map(
      [
        [999, 1999, 1],
        [998, 1998, 3],
        [0, 0, 0],
      ],
      [1000, 2000],
    );
    const [panel] = weightMatrix([one]).panels;
    expect(panel?.remark).toContain("5 sources and 9 targets per cell");
    const blocks = blocksOf(one);
    // The mean of 1 and 3 is the largest of all means.
    expect(shadeAt(blocks, 999, 1999)).toBe(1);
    expect(shadeAt(blocks, 0, 0)).toBe(0);
    expect(shadeAt(blocks, 500, 1000)).toBeUndefined();
  });

  it("is drawn without seams: adjacent cells have no background in between", async () => {
    const triples = Array.from(
      { length: 100 },
      (_, k) => [Math.floor(k / 10), k % 10, (k % 10) / 9 + 1] as const,
    );
    const png = await toPng(
      toSvg(weightMatrix([map(triples, [10, 10])], { width: 400, height: 300 })),
    );
    const image = decodePng(png);
    const row = Array.from({ length: 300 }, (_, k) => image.at(200 + k, 300));
    expect(row).not.toContain("#ffffff");
    expect(new Set(row).size).toBeGreaterThan(3);
  });

  it("refuses missing targets, and neurons and sizes out of range", () => {
    const codeOf = (one: WeightMap): string => {
      try {
        weightMatrix([one]);
      } catch (fault) {
        if (fault instanceof SpikeLoomError) return `${fault.code} ${fault.place}`;
      }
      return "none";
    };
    const good = map([[0, 0, 1]]);
    expect(codeOf({ ...good, targets: new Uint32Array(0) })).toBe(
      `SL_PLOT_LENGTHS targets of "${label}"`,
    );
    expect(codeOf(map([[4, 0, 1]]))).toBe(`SL_PLOT_NEURON sources[0] of "${label}"`);
    expect(codeOf(map([[0, 0, 1]], [-1, 3]))).toBe(`SL_PLOT_NEURON size of sources of "${label}"`);
  });
});

describe("weights over time", () => {
  it("have a mean, two quantiles and single synapses", () => {
    const times = Float64Array.of(0, 1000, 2000);
    const flat = (value: number): Float64Array => times.map(() => value);
    const course = {
      label,
      unit: "nA",
      times,
      mean: flat(2),
      low: flat(1),
      high: flat(3),
      count: 500,
      traces: [flat(1.5), flat(2.5)],
    };
    const [panel] = weightCourse([course]).panels;
    const lines = (panel?.marks ?? []).filter((mark) => mark.kind === "line");
    expect(lines.map(({ colour, faint }) => [colour, faint])).toEqual([
      [0, true],
      [0, true],
      ["muted", false],
      ["muted", false],
      ["ink", false],
    ]);
    expect(panel?.legend.map(({ text }) => text)).toEqual([
      "mean of 500 synapses",
      "5 % and 95 %",
      "2 of them",
    ]);
    const short = { ...course, low: flat(1).slice(1) };
    expect(() => weightCourse([short])).toThrow("SL_PLOT_LENGTHS");
  });
});

describe("anything", () => {
  it("is drawn as SVG and in a terminal, or refused with a code", () => {
    const value = fc.oneof(fc.double(), fc.constantFrom(0, -0, 1e308, -1e308, 5e-324));
    const anyMap = fc
      .record({
        triples: fc.array(fc.tuple(fc.nat(5), fc.nat(5), value), { maxLength: 20 }),
        sizes: fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 400 })),
        text: fc.string({ unit: "binary", maxLength: 12 }),
      })
      .map(({ triples, sizes, text }) => ({ ...map(triples, sizes), label: text, when: text }));
    fc.assert(
      fc.property(fc.array(anyMap, { maxLength: 2 }), (maps) => {
        for (const draw of [weightHistogram, weightMatrix]) {
          try {
            const figure = draw(maps);
            parseXml(toSvg(figure));
            toTerminal(figure, { columns: 80, rows: 60, colour: true });
          } catch (fault) {
            if (!(fault instanceof SpikeLoomError)) throw fault;
            expect(fault.code).toMatch(/^SL_PLOT_/);
          }
        }
      }),
      { numRuns: 150, seed: 20261124 },
    );
  });
});
