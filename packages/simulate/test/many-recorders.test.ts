import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { defaultStack } from "spikeloom";
import { expect, it } from "vitest";
import { watchSamples } from "../src/finite/sample-watch.ts";
import { planRecorders } from "../src/recordings.ts";

const count = 1000;

/** Stack that counts look-ups. */
function counted(stack: Stack): { readonly stack: Stack; lookups(): number } {
  let lookups = 0;
  const find = (...args: readonly unknown[]): unknown => {
    lookups += 1;
    return (stack.find as (...args: readonly unknown[]) => unknown)(...args);
  };
  return { stack: { ...stack, find } as unknown as Stack, lookups: () => lookups };
}

it("plans many recorders of a population with one model and one list of neurons", () => {
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    dt: "0.1 ms",
    duration: "1 ms",
    populations: { E: { model: "lif-curr-exp", size: 80 }, I: { model: "lif-curr-exp", size: 2 } },
    record: [
      ...Array.from({ length: count }, () => ({ population: "E", variables: ["spikes", "v"] })),
      { population: "E", variables: ["v"], neurons: { from: 3, until: 5 } },
      { population: "I", variables: ["spikes"] },
    ],
  };
  const { stack, lookups } = counted(defaultStack);
  const plans = planRecorders(network, stack);
  expect(lookups()).toBe(2);
  const lists = new Set(plans.map(({ neurons }) => neurons));
  expect([...lists].map((list) => [...list])).toEqual([
    Array.from({ length: 80 }, (_, k) => k),
    [3, 4],
    [0, 1],
  ]);
});

it("reads the states of a population once, however many recorders it has", () => {
  let reads = 0;
  const population = {
    form: { states: new Map([["v", {}]]) },
    get initial() {
      reads += 1;
      return new Map();
    },
  };
  const program = {
    populations: new Map([["E", population]]),
    recorders: Array.from({ length: count }, () => ({ population: "E", variables: ["v"] })),
  };
  const watch = watchSamples(program as unknown as NetworkProgram);
  expect(reads).toBe(1);
  watch.samples({
    recorder: count - 1,
    variable: "v",
    steps: Int32Array.of(0),
    values: Float64Array.of(1),
  });
  expect(watch.take()).toEqual([]);
});
