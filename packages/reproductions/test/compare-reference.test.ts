import { expect, it } from "vitest";
import { compare, type Recorded } from "./compare-reference.ts";

const recorded: Recorded = {
  spikes: () => [1, 3, 5.1],
  trace: () => ({ times: [0, 0.1, 0.2], values: [-70, -69, -68] }),
  size: 1,
  durationMs: 10,
};

it("finds no difference if there is none", () => {
  const differences = compare(
    {
      spikes: [
        {
          neuron: 0,
          tolerance_ms: 0,
          count: 3,
          times_ms: [1, 3],
          nth_ms: [[3, 5.1]],
          last_ms: 5.1,
          intervals_ms: [2],
          steady_hz: 476.2,
          steady_tolerance_hz: 0.1,
        },
      ],
      samples: [{ neuron: 0, variable: "v", at_ms: 0.1, value: "-69 mV", tolerance: "0 mV" }],
      extremes: [{ neuron: 0, variable: "v", maximum: "-68 mV", tolerance: "0 mV" }],
      statistics: [{ rate_hz: 300, rate_tolerance_hz: 0, least_interval_ms: 2 }],
    },
    recorded,
  );
  expect(differences).toEqual([]);
});

it("names every difference", () => {
  const differences = compare(
    {
      spikes: [
        {
          neuron: 0,
          tolerance_ms: 0,
          count: 4,
          times_ms: [1.1],
          nth_ms: [[4, 7]],
          last_ms: 5,
          intervals_ms: [2.1],
          steady_hz: 470,
          steady_tolerance_hz: 0.1,
        },
      ],
      samples: [
        { neuron: 0, variable: "v", at_ms: 0.1, value: "-69.1 mV", tolerance: "0 mV" },
        { neuron: 0, variable: "v", at_ms: 0.15, value: "-69 mV", tolerance: "1 mV" },
      ],
      extremes: [
        { neuron: 0, variable: "v", maximum: "-67 mV", minimum: "-71 mV", tolerance: "0.5 mV" },
      ],
      statistics: [
        { rate_hz: 290, rate_tolerance_hz: 1, cv: 1, cv_tolerance: 0.1, least_interval_ms: 3 },
      ],
    },
    recorded,
  );
  expect(differences).toHaveLength(13);
});
