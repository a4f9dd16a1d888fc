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

type Spikes = readonly (readonly [neuron: number, time: number])[];

/** Take the spikes of all neurons before a time, one neuron after the other. */
function oneByOne({ take }: SourceTimes, until: number): Spikes {
  const found: [number, number][] = [];
  for (let n = 0; n < size; n++) {
    for (let time = take(n, until); time < until; time = take(n, until)) found.push([n, time]);
  }
  return found.sort((a, b) => a[1] - b[1] || a[0] - b[0]);
}

function together({ ahead }: SourceTimes, until: number): Spikes {
  const found: [number, number][] = [];
  ahead?.take(until, (neuron, time) => void found.push([neuron, time]));
  return found;
}

it("draws the points of many neurons ahead, as one by one", () => {
  const [single, several] = [
    sourceTimes(source, request),
    sourceTimes(source, { ...request, gaps: threadGaps() }),
  ];
  let spikes = 0;
  // Windows are shorter and longer than what is drawn at once.
  for (let [until, k] = [0.01, 0]; until < 20; until += [0.01, 0.3, 4][k++ % 3] as number) {
    const expected = oneByOne(single, until);
    expect(together(several, until)).toEqual(expected);
    spikes += expected.length;
    expect(several.ahead?.next()).toBe(single.next.reduce((a, b) => Math.min(a, b)));
    if (k % 5 > 0) continue;
    several.ahead?.putBack();
    expect(several.next).toEqual(single.next);
    const isActive = (_: number, n: number): boolean => single.next[n] !== Number.POSITIVE_INFINITY;
    expect(several.position.filter(isActive)).toEqual(single.position.filter(isActive));
  }
  expect(spikes).toBeGreaterThan(20_000);
});
