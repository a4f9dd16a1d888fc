import { describe, expect, it } from "vitest";
import { advance, load, prepare, said } from "./learning-network.ts";
import { greeted, type SimulationClient, simulation, simulator } from "./simulated.ts";

const summary = simulation({ case: "readSummary", value: {} });

/** A client whose requests are held back when the given number of bytes is waiting: by default, one at a time. */
async function narrow(mostWaitingBytes = 1): Promise<SimulationClient> {
  const one = await greeted(undefined, simulator(), mostWaitingBytes);
  await one.ask(load);
  await one.ask(prepare);
  return one;
}

describe("requests beyond the limit", () => {
  it("do not prevent a stream from receiving its client's progress", async () => {
    const one = await narrow();
    await one.ask({ case: "stream", value: { spikes: ["E"], samples: true, ahead: 1 } });
    one.send(simulation(advance(500)));
    for (let k = 0; k < 3; k++) one.send(summary);
    let result = await one.next();
    for (let taken = 1; result.case === "chunk"; taken++) {
      one.input.write(one.message({ id: 0, call: { case: "taken", value: { chunks: taken } } }));
      result = await one.next();
    }
    expect(said(result, "reached").time).toBe(50);
    for (let k = 0; k < 3; k++) expect(said(await one.next(), "summary").step).toBe(500);
  });

  it.each([
    ["right behind it", 1, 0],
    ["behind requests that may wait", 1000, 3],
  ])("do not prevent a run from being interrupted %s", async (_, most, between) => {
    const one = await narrow(most);
    one.send(simulation(advance(1e9)));
    for (let k = 0; k < between; k++) one.send(summary);
    one.send({ case: "interrupt", value: {} });
    expect(said(await one.next(), "reached").interrupted).toBe(true);
    for (let k = 0; k < between; k++) expect((await one.next()).case).toBe("summary");
    expect((await one.next()).case).toBe("done");
  });

  it("are answered before an interrupt behind them is read", async () => {
    const one = await narrow();
    one.send(simulation(advance(500)));
    for (let k = 0; k < 3; k++) one.send(summary);
    one.send({ case: "interrupt", value: {} });
    expect(said(await one.next(), "reached").interrupted).toBe(false);
    for (let k = 0; k < 3; k++) expect(said(await one.next(), "summary").step).toBe(500);
    expect((await one.next()).case).toBe("done");
  });
});
