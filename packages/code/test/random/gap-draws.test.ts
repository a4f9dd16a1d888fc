import type { DrawnSource } from "@spikeloom/program";
import { type SourceTimes, sourceTimes } from "@spikeloom/program/events";
import { expect, it } from "vitest";
import { threadGaps } from "../../src/random/gap-draws.ts";

const size = 3000;

/** Poisson sources of rates from 0 to 3 kHz, of which some stop. */
const source: DrawnSource = {
  kind: "poisson",
  key: "sources",
  values: new Map([
    ["rate", Float64Array.from({ length: size }, (_, n) => (n % 7) * (n % 11) * 0.05)],
    [
      "stop",
      Float64Array.from({ length: size }, (_, n) =>
        n % 5 === 0 ? n % 40 : Number.POSITIVE_INFINITY,
      ),
    ],
  ]),
  start: { kind: "number", value: 0 },
  stop: { kind: "name", name: "stop" },
  rate: { kind: "name", name: "rate" },
  bound: { kind: "name", name: "rate" },
};

const request = { seed: 5, trial: 2, dt: 0.1, name: "s", size };

/** Take the spikes of every third neuron of a window, in order. */
function window(times: SourceTimes, until: number): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  const neurons = Int32Array.from({ length: size / 3 }, (_, k) => 3 * k + (Math.floor(until) % 3));
  times.takeAll(neurons, until, (neuron, time) => void found.push([neuron, time]));
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

it("draws the points of many neurons at once, as one by one", () => {
  const [single, several] = [
    sourceTimes(source, request),
    sourceTimes(source, { ...request, gaps: threadGaps() }),
  ];
  let spikes = 0;
  for (let until = 1; until < 60; until++) {
    const expected = window(single, until);
    expect(window(several, until)).toEqual(expected);
    spikes += expected.length;
    expect(several.next).toEqual(single.next);
    expect(several.position.filter((_, n) => single.next[n] !== Number.POSITIVE_INFINITY)).toEqual(
      single.position.filter((_, n) => single.next[n] !== Number.POSITIVE_INFINITY),
    );
  }
  expect(spikes).toBeGreaterThan(50_000);
});
