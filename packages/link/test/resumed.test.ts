import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Chunk } from "../src/generated/simulation.ts";
import { advance, doubles, indices, load, network, prepare, said } from "./learning-network.ts";
import { greeted, type SimulationClient, simulation, simulator } from "./simulated.ts";

const stream = { case: "stream", value: { spikes: [], samples: true, ahead: 1 } } as const;

/** A simulation that can be revised. */
async function revisable(served = simulator()): Promise<SimulationClient> {
  const one = await greeted(undefined, served);
  await one.ask(load);
  const options = { ...prepare.value.options, revisable: true };
  said(await one.ask({ case: "prepare", value: { options } }), "prepared");
  return one;
}

/** Leave samples behind that were recorded and not sent, because the run was interrupted. */
async function leaveSamples(one: SimulationClient): Promise<void> {
  await one.ask(stream);
  one.send(simulation(advance(1e9)));
  expect((await one.next()).case).toBe("chunk");
  // A second one has been recorded, and waits.
  await sleep(100);
  one.send({ case: "interrupt", value: {} });
  said(await one.next(), "reached");
  await one.next();
  one.input.write(one.message({ id: 0, call: { case: "taken", value: { chunks: 1 } } }));
}

async function nextChunk(one: SimulationClient): Promise<Chunk> {
  return said(await one.ask(advance(1)), "chunk");
}

const changed = (record: readonly object[], rest: object = {}) =>
  ({
    case: "load",
    value: {
      ...load.value,
      network: { case: "json", value: JSON.stringify({ ...network, ...rest, record }) },
    },
  }) as const;

describe("remaining samples of an interrupted run", () => {
  it("are those of the recorders that wrote them, even after a revision", async () => {
    const one = await revisable();
    await leaveSamples(one);
    const record = [{ population: "E", variables: ["v"], neurons: { every: 6 } }];
    said(await one.ask(changed(record)), "loaded");
    said(await one.ask({ case: "revise", value: {} }), "prepared");
    const { samples } = await nextChunk(one);
    const neurons = samples.map((part) => indices(part.neurons));
    expect([neurons[0], neurons.at(-1)]).toEqual([
      [0, 3, 6, 9],
      [0, 6],
    ]);
    for (const [k, part] of samples.entries()) {
      const [times, values] = [doubles(part.times), doubles(part.values)];
      expect(values.length).toBe(times.length * (neurons[k]?.length ?? 0));
    }
  });

  it("are discarded if the simulation goes back", async () => {
    const one = await revisable();
    const { checkpoint } = said(await one.ask({ case: "save", value: {} }), "saved");
    await leaveSamples(one);
    said(await one.ask({ case: "restore", value: { checkpoint } }), "prepared");
    const { samples, time } = await nextChunk(one);
    expect(time).toBe(0.1);
    expect(samples.flatMap((part) => doubles(part.times))).toEqual([0.1]);
  });
});

describe("a simulation that continues", () => {
  it("reports warnings in between", async () => {
    const plain = simulator();
    const one = await revisable({
      ...plain,
      async simulate(given, options) {
        const sim = await plain.simulate(given, options);
        const { revise, restore } = sim;
        const message = (text: string): void => options.onWarning?.(new Error(text) as never);
        return Object.defineProperties(Object.create(sim) as typeof sim, {
          revise: {
            value: (...of: Parameters<typeof revise>) => {
              message("revised");
              return revise(...of);
            },
          },
          restore: {
            value: (...of: Parameters<typeof restore>) => {
              message("restored");
              return restore(...of);
            },
          },
        });
      },
    });
    const { checkpoint } = said(await one.ask({ case: "save", value: {} }), "saved");
    await one.ask(advance(1));
    const restored = await one.ask({ case: "restore", value: { checkpoint } });
    expect(said(restored, "prepared").warnings).toEqual(["restored"]);
    const revised = await one.ask({ case: "revise", value: {} });
    expect(said(revised, "prepared").warnings).toEqual(["revised"]);
    expect(said(await one.ask(advance(1)), "reached").warnings).toEqual([]);
  });

  it("keeps its network if another one is refused", async () => {
    const one = await revisable();
    const populations = { ...network.populations, more: { model: "none-such", size: 2 } };
    await one.ask(changed([], { populations }));
    expect((await one.ask({ case: "revise", value: {} })).case).toBe("failure");
    expect(said(await one.ask({ case: "check", value: {} }), "checked").errors).toEqual([]);
    said(await one.ask(prepare), "prepared");
  });

  it("ends a restore with an interrupt, and keeps its state", async () => {
    const one = await revisable();
    const { checkpoint } = said(await one.ask({ case: "save", value: {} }), "saved");
    await one.ask(advance(10));
    one.send(simulation({ case: "restore", value: { checkpoint } }));
    one.send({ case: "interrupt", value: {} });
    expect(await one.next()).toMatchObject({ case: "failure", value: { code: "SL_RUN_STOPPED" } });
    await one.next();
    expect(said(await one.ask({ case: "readSummary", value: {} }), "summary").step).toBe(10);
  });
});
