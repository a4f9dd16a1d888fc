import { bulkRandom } from "@spikeloom/code";
import { hostFunctions } from "@spikeloom/equations/functions";
import { createStack, defineNeuron, type NetworkRecord } from "@spikeloom/kernel";
import { connectors, indexBuffer, planProjection, resolveConvention } from "@spikeloom/network";
import { toGrid } from "@spikeloom/program";
import type { BulkRandom } from "@spikeloom/random";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

const stack = createStack({ plugins: [...connectors] });
const counter = defineNeuron({
  name: "counter",
  about: "Counts what arrives.",
  parameters: {},
  receptors: { in: { unit: "1", about: "count", on: { n: "n + weight" } } },
  state: { n: { initial: 0, unit: "1", about: "count" } },
});
const bulk = bulkRandom();

type Projection = NonNullable<NetworkRecord["projections"]>[number];

/** Partners, weights and delays of all rows. */
function rows(fields: Partial<Projection>, given: BulkRandom | undefined): unknown {
  const projection = { from: "n", to: "n", weight: 1, ...fields } as Projection;
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    populations: { n: { model: counter, size: 90 } },
    projections: [projection],
  };
  const options = { stack, seed: 5, functions: hostFunctions, bulk: given };
  const { plan, weight, delay } = planProjection(network, 0, options);
  const grid = { dt: 0.1, convention: resolveConvention("nest") };
  const onGrid = toGrid(delay, grid, "projections[0].delay");
  const list = indexBuffer();
  return Array.from({ length: 90 }, (_, index) => {
    list.clear();
    plan.partners(index, list);
    const partners = list.view().slice();
    const [weights, delays] = [new Float64Array(90), new Int32Array(90)];
    weight.fill?.({ index, partners }, weights);
    onGrid.fill?.({ index, partners }, delays);
    return { partners, weights, delays };
  });
}

const kinds = fc
  .record({
    connector: fc.constantFrom(
      { kind: "fixed-indegree", n: 60 },
      { kind: "fixed-indegree", n: 60, multapses: false },
      { kind: "fixed-outdegree", n: 45, multapses: false },
      { kind: "fixed-total", n: 2000 },
      { kind: "fixed-total", n: 3000, multapses: false },
      { kind: "fixed-probability", p: 0.4 },
      { kind: "index-probability", p: "0.01 * i" },
    ),
    autapses: fc.boolean(),
  })
  .map(({ connector, autapses }) => ({ ...connector, autapses }));

const bounds = fc.constantFrom(
  {},
  { min: "1.2 ms" },
  // One draw in twelve is inside: the rest of a row is redrawn repeatedly.
  { min: "1.45 ms", max: "1.55 ms" },
  { min: "1 ms", max: "2 ms", outside: "clip" },
  { min: "0.2 ms", round: "0.5 ms" },
);
const delays = fc
  .tuple(fc.constantFrom("normal", "uniform"), bounds)
  .map(([draw, limits]) =>
    draw === "normal"
      ? { draw, mean: "1.5 ms", sd: "0.2 ms", ...limits }
      : { draw, low: "0.9 ms", high: "2.1 ms", ...limits },
  );
const weights = fc.constantFrom(
  { draw: "normal", mean: 2, sd: 1, min: 0 },
  { draw: "uniform", low: -1, high: 1 },
  { draw: "lognormal", mu: 0, sigma: 0.5, max: 2 },
  { draw: "gamma", shape: 2, scale: 1, min: 0.5 },
);

describe("rows of synapses", () => {
  it("are the same with the accelerator and without", () => {
    fc.assert(
      fc.property(kinds, weights, delays, (connector, weight, delay) => {
        const fields = { connector, weight, delay } as Partial<Projection>;
        expect(rows(fields, bulk)).toEqual(rows(fields, undefined));
      }),
    );
  });

  it("are refused if a draw is never inside its bounds", () => {
    // A window 10 standard deviations away contains one draw in 10^23.
    const weight = { draw: "normal", mean: 0, sd: 1, min: 10 } as const;
    const connector = { kind: "fixed-indegree", n: 60 };
    for (const given of [bulk, undefined]) {
      expect(() => rows({ connector, weight }, given)).toThrow("SL_DRAW_REJECTED");
    }
  });

  it("refuse delays that are too long for the step, and name the delay", () => {
    const delay = { draw: "uniform", low: "0 ms", high: "4 ms" } as const;
    const connector = { kind: "fixed-indegree", n: 60 };
    for (const given of [bulk, undefined]) {
      // 5,400 draws of which one in 80 is below half a step.
      expect(() => rows({ connector, delay }, given)).toThrow("SL_DELAY at projections[0].delay");
    }
  });
});
