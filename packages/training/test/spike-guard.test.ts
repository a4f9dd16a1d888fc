import { expect, it } from "vitest";
import type { EventNetwork } from "../src/event-prop/event-network.ts";
import { spikeGuard } from "../src/event-prop/spike-guard.ts";

it("refuses a neuron that spikes endlessly, with sample and population", () => {
  const populations = [
    { name: "a", size: 2 },
    { name: "b", size: 2 },
  ];
  const network = { until: 30, dt: 0.01, populations } as unknown as EventNetwork;
  const guard = spikeGuard(network);
  for (const example of [0, 1]) {
    guard.begin(example);
    for (let k = 0; k < 3000; k++) guard.count(3, k / 100);
  }
  expect(() => guard.count(3, 30)).toThrow(/spike 3001 at 30 ms/);
  guard.begin(4);
  guard.count(2, 7);
  for (let k = 0; k <= 1000; k++) guard.count(3, 7);
  for (const text of ['sample 4 of the batch, neuron 1 of "b"', "1000 spikes at 7 ms"]) {
    expect(() => guard.count(3, 7)).toThrow(text);
  }
});
