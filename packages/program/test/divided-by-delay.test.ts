import { drawnRows } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { defaultStack as stack } from "../../../tools/test/default-stack.ts";
import { dividedByDelay } from "../src/derive/index.ts";
import { type NetworkProgram, openProjections, programOf } from "../src/index.ts";

const program = programOf(
  {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    seed: 3,
    populations: {
      sources: { model: "spike-array", size: 5 },
      targets: { model: "lif-curr-exp", size: 4 },
    },
    projections: [
      {
        name: "delayed",
        from: "sources",
        fromNeurons: { from: 1, until: 4 },
        to: "targets",
        receptor: "excitatory",
        connector: { kind: "fixed-probability", p: 0.7 },
        weight: { draw: "uniform", low: "1 nA", high: "3 nA" },
        delay: { draw: "uniform", low: "1 ms", high: "4 ms" },
      },
    ],
  },
  { stack },
);

/** Synapses of all projections as rows of source, target, weight and rounded delay, sorted. */
const synapsesOf = (of: NetworkProgram): readonly (readonly number[])[] => {
  const synapses: number[][] = [];
  for (const projection of openProjections(of, { stack })) {
    for (const row of drawnRows(projection, [projection.weight, projection.delay])) {
      const [weights = new Float64Array(), delays = new Float64Array()] = row.values;
      for (const [k, weight] of weights.entries()) {
        synapses.push([row.source(k), row.target(k), weight, Math.round(delays[k] as number)]);
      }
    }
  }
  return synapses.toSorted((a, b) => (a[2] as number) - (b[2] as number));
};

describe("a projection that is divided by delay", () => {
  it("keeps its synapses, with one delay for each part", () => {
    const divided = dividedByDelay(program, ["delayed"], stack);
    const own = synapsesOf(program);
    expect(new Set(own.map(([source]) => source))).toEqual(new Set([1, 2, 3]));
    expect(synapsesOf(divided)).toEqual(own);
    const delays = new Set(own.map(([, , , delay]) => delay));
    expect(delays.size).toBeGreaterThan(2);
    expect(divided.projections.map(({ name }) => name)).toEqual(
      [...delays].toSorted().map((steps) => `delayed, delay of ${steps} steps`),
    );
    for (const { delay } of divided.projections) expect(delay.source.kind).toBe("number");
  });

  it("is refused where a name is taken", () => {
    const [delayed] = program.projections;
    const name = "delayed, delay of 2 steps";
    const taken = { ...program, projections: [delayed, { ...delayed, name }] as never };
    expect(() => dividedByDelay(taken, ["delayed"], stack)).toThrow("SL_NOT_DERIVED");
  });
});
