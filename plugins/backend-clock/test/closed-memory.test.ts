import { wasm } from "@spikeloom/code/encoder";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { takeMemory } from "../src/closed-memory.ts";
import { leaky, type Network, poisson, simulate } from "./simulate.ts";

/** Allocated memories; kept, so that none is collected before it is reused. */
const made: object[] = [];
const { Memory } = wasm;

beforeAll(() => {
  // Memory that an earlier file has left in the process is used here, or is too large for all tests below.
  takeMemory(2 ** 26, { shared: false });
  const construct: ProxyHandler<typeof Memory>["construct"] = (target, given) => {
    const memory = Reflect.construct(target, given) as object;
    made.push(memory);
    return memory;
  };
  Object.assign(wasm, { Memory: new Proxy(Memory, { construct }) });
});
afterAll(() => {
  Object.assign(wasm, { Memory });
});

/** Some spikes, by synapses that are stored in memory. */
function networkOf(size: number): Network {
  return {
    populations: {
      input: { model: poisson, size, parameters: { rate: "200 Hz" } },
      E: { model: leaky, size },
    },
    projections: [
      {
        from: "input",
        to: "E",
        connector: { kind: "fixed-probability", p: 0.5 },
        weight: { draw: "uniform", low: "1 mV", high: "3 mV" },
        delay: { draw: "uniform", low: "1 ms", high: "5 ms" },
      },
    ],
    record: [{ population: "E", variables: ["spikes", "v"] }],
  };
}

interface Ran {
  readonly shown: readonly unknown[];
  close(): void | Promise<void>;
}

async function ranOn(size: number): Promise<Ran> {
  const { simulation, samples, spikes } = await simulate(networkOf(size), [100]);
  const state = await simulation.state("E", "v");
  return { shown: [spikes, samples, state], close: () => simulation.close() };
}

describe("the memory of a closed network", () => {
  it("is reused by the next one, without any contents", async () => {
    // None is closed before all have run, so each has separate memory.
    const fresh: Ran[] = [];
    for (const size of [40, 90, 60]) fresh.push(await ranOn(size));
    expect(made.length).toBe(3);
    for (const { close } of fresh) await close();
    for (const k of [0, 1, 2, 1, 0, 2]) {
      const { shown, close } = await ranOn([40, 90, 60][k] as number);
      expect([k, ...shown]).toEqual([k, ...(fresh[k]?.shown ?? [])]);
      await close();
    }
    expect(made.length).toBe(3);
    expect(fresh[1]?.shown[0]).not.toEqual([]);
  });

  it("is not that of a network that is still open", async () => {
    const first = await simulate(networkOf(40), [10]);
    const second = await simulate(networkOf(40), [10]);
    const before = await first.simulation.state("E", "v");
    second.simulation.advance(50);
    expect(await first.simulation.state("E", "v")).toEqual(before);
    await first.simulation.close();
    await second.simulation.close();
  });

  it("is not read by the closed one any more", async () => {
    const { simulation } = await simulate(networkOf(40), [10]);
    await simulation.close();
    await simulation.close();
    const other = await simulate(networkOf(40), [10]);
    await simulation.close();
    const third = await simulate(networkOf(40), [10]);
    const before = await other.simulation.state("E", "v");
    expect(await third.simulation.state("E", "v")).toEqual(before);
    third.simulation.advance(50);
    expect(await third.simulation.state("E", "v")).not.toEqual(before);
    expect(await other.simulation.state("E", "v")).toEqual(before);
    const asks = [
      () => simulation.state("E", "v"),
      async () => simulation.setState?.("E", "v", new Float64Array(40)),
      async () => simulation.sendSpikes?.("input", new Uint32Array([1])),
    ];
    for (const ask of asks) await expect(ask()).rejects.toThrow("SL_SIMULATION_ENDED");
  });
});
