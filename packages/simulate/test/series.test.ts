import type { SpikeLoomError } from "@spikeloom/kernel";
import { expect, it } from "vitest";
import { meanRates, run, spikeSeries, traceSeries } from "../src/index.ts";
import { metronomes, regularBackend, stack } from "./regular-backend.ts";

const backend = regularBackend();

it("returns spikes with the size of the whole population, or counted within the recorded part", async () => {
  const [a, b] = spikeSeries(await run(metronomes(), { stack, backend }));
  expect([a?.label, a?.size]).toEqual(["A", 3]);
  // Only neuron 1 of two is recorded; it spikes at every third of 100 steps.
  expect([b?.label, b?.size, b?.times.length]).toEqual(["B (1 of 2)", 1, 33]);
  expect(new Set(b?.neurons)).toEqual(new Set([0]));
});

it("returns a trace for each neuron, up to a limit that the label states", async () => {
  const result = await run(metronomes(), { stack, backend });
  const [v, i] = traceSeries(result, 2);
  expect([v?.label, v?.unit]).toEqual(["v of A (2 of 3)", "mV"]);
  expect(v?.names).toEqual(["A 0", "A 1"]);
  expect(v?.values[1]?.slice(0, 3)).toEqual(Float64Array.of(1, 2, 3));
  expect(i?.values[0]?.[3]).toBe(1);
  expect(traceSeries(result)[0]?.label).toBe("v of A");
});

it("returns rates from all spikes of a population, recorded or not", async () => {
  const rates = meanRates(await run(metronomes(), { stack, backend }));
  // 83 spikes of 2 neurons in 10 ms.
  expect(rates["B"]).toBeCloseTo(83 / 2 / 0.01, 9);
});

it("states when spikes were recorded: within the window of the recorder, during the run", async () => {
  const network = metronomes();
  const [first, ...rest] = network.record ?? [];
  const part = { ...network, record: [{ ...first, from: "2 ms", until: "1 s" } as never, ...rest] };
  const [a, b] = spikeSeries(await run(part, { stack, backend }));
  expect([a?.recorded, b?.recorded]).toEqual([
    { from: 2, until: 10 },
    { from: 0, until: 10 },
  ]);
});

it("warns of a recorder that begins after the end of the run, and of no other", async () => {
  const network = metronomes();
  const [first] = network.record ?? [];
  const windows = [{ from: "10 ms" }, { from: "9.9 ms", until: "1 s" }, { until: "20 ms" }];
  const record = windows.map((window) => ({ ...first, ...window }) as never);
  const told: SpikeLoomError[] = [];
  const onWarning = (one: SpikeLoomError) => told.push(one);
  const { warnings } = await run({ ...network, record }, { stack, backend, onWarning });
  expect(told.map(({ code, place }) => [code, place])).toEqual([
    ["SL_RECORD_WINDOW", "record[0].from"],
  ]);
  expect(warnings).toEqual(told.map(({ message }) => message));
});
