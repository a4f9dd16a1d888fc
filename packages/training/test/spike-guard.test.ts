import { expect, it } from "vitest";
import { spikeGuard } from "../src/event-prop/spike-guard.ts";

it("refuses a neuron that spikes endlessly, with sample and population", () => {
  const guard = spikeGuard({ name: "b", size: 2 }, { until: 30, dt: 0.01 });
  for (const example of [0, 1]) {
    guard.begin(example);
    for (let k = 0; k < 3000; k++) guard.check(1, k / 100);
  }
  expect(() => guard.check(1, 30)).toThrow(/spike 3001 at 30 ms/);
  guard.begin(4);
  guard.check(0, 7);
  for (let k = 0; k <= 1000; k++) guard.check(1, 7);
  for (const text of ['sample 4 of the batch, neuron 1 of "b"', "1000 spikes at 7 ms"]) {
    expect(() => guard.check(1, 7)).toThrow(text);
  }
});
