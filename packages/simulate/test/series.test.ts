import { expect, it } from "vitest";
import { meanRates, run, spikeSeries, traceSeries } from "../src/index.ts";
import { metronomes, regularBackend, stack } from "./regular-backend.ts";

const backend = regularBackend();

it("gives spikes with the whole population's size, or counted within the recorded part", async () => {
  const [a, b] = spikeSeries(await run(metronomes(), { stack, backend }));
  expect([a?.label, a?.size]).toEqual(["A", 3]);
  // Neuron 1 of two is the only one recorded; it spikes at every third of 100 steps.
  expect([b?.label, b?.size, b?.times.length]).toEqual(["B (1 of 2)", 1, 33]);
  expect(new Set(b?.neurons)).toEqual(new Set([0]));
});

it("gives a trace for each neuron, up to a bound that the label states", async () => {
  const result = await run(metronomes(), { stack, backend });
  const [v, i] = traceSeries(result, 2);
  expect([v?.label, v?.unit]).toEqual(["v of A (2 of 3)", "mV"]);
  expect(v?.names).toEqual(["A 0", "A 1"]);
  expect(v?.values[1]?.slice(0, 3)).toEqual(Float64Array.of(1, 2, 3));
  expect(i?.values[0]?.[3]).toBe(1);
  expect(traceSeries(result)[0]?.label).toBe("v of A");
});

it("gives rates from all spikes of a population, recorded or not", async () => {
  const rates = meanRates(await run(metronomes(), { stack, backend }));
  // 83 spikes of 2 neurons in 10 ms.
  expect(rates["B"]).toBeCloseTo(83 / 2 / 0.01, 9);
});
