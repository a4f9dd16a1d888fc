import { describe, expect, it } from "vitest";
import { simulate } from "../src/index.ts";
import { counters, plasticBackend, stack } from "./plastic-backend.ts";

const backend = plasticBackend();

describe("close", () => {
  it("resolves after earlier calls, once for all callers", async () => {
    const events: string[] = [];
    const slow: typeof backend = {
      ...backend,
      async prepare(program, job) {
        const simulation = await backend.prepare(program, job);
        const { state } = simulation;
        return Object.assign(simulation, {
          async state(population: string, variable: string) {
            await new Promise((resolve) => setTimeout(resolve, 5));
            events.push("read");
            return await state(population, variable);
          },
          async close() {
            await new Promise((resolve) => setTimeout(resolve, 5));
            events.push("closed");
          },
        });
      },
    };
    const sim = await simulate(counters(), { stack, backend: slow });
    const reads = [sim.state("A", "v"), sim.state("B", "v")];
    const first = sim.close();
    await expect(sim.state("A", "v")).rejects.toMatchObject({ code: "SL_STEPPING_TURN" });
    await sim.close();
    expect(events).toEqual(["read", "read", "closed"]);
    expect((await Promise.all(reads)).map(({ values }) => values.length)).toEqual([3, 2]);
    await first;
    expect(events.length).toBe(3);
  });

  it("resolves at once if a call has broken the simulation", async () => {
    let closed = 0;
    const broken: typeof backend = {
      ...backend,
      async prepare(program, job) {
        const simulation = await backend.prepare(program, job);
        return Object.assign(simulation, {
          advance(): never {
            throw new Error("broken");
          },
          close: async () => void closed++,
        });
      },
    };
    const sim = await simulate(counters(), { stack, backend: broken });
    const running = sim.advance("1 ms");
    const closing = sim.close();
    await expect(running).rejects.toThrow("broken");
    await closing;
    expect(closed).toBe(1);
  });
});
