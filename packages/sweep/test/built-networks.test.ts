import { describe, expect, it } from "vitest";
import { type NetworkSource, networkWith, planBuiltSweep } from "../src/built-networks.ts";
import { networkOfJob, planFingerprint, readSweepPlan, writeSweepPlan } from "../src/sweep-plan.ts";
import { network, stack } from "./networks.ts";

const rest = { stack, run: {}, from: 0 };
const tau = "populations.E.parameters.tau_m";

/** Build the network with the given number of neurons, and count the calls. */
function counted(): NetworkSource & { readonly asked: number[] } {
  const asked: number[] = [];
  return {
    asked,
    parameters: { size: 4 },
    network(values) {
      const size = values["size"] as number;
      asked.push(size);
      const { E } = network.populations;
      return { ...network, populations: { ...network.populations, E: { ...E, size } } as never };
    },
  };
}

describe("a sweep of networks that a function builds", () => {
  it("calls the function once per value, and sets everything else in the network that it returns", async () => {
    const source = counted();
    const set = { size: "5,6", [tau]: "10 ms,20 ms" };
    const plan = await planBuiltSweep(source, { set, seeds: 2 }, rest);
    expect(source.asked).toEqual([4, 5, 6]);
    expect(plan.jobs).toHaveLength(8);
    const read = readSweepPlan(writeSweepPlan(plan, "plan.json"), "plan.json") ?? plan;
    expect(planFingerprint(read)).toBe(planFingerprint(plan));
    const networkOf = networkOfJob(read, stack);
    const made = plan.jobs.map((job) => networkOf(job));
    expect(made.map(({ populations: { E } }) => E?.size)).toEqual([5, 5, 5, 5, 6, 6, 6, 6]);
    expect(made.map(({ seed }) => seed)).toEqual([5, 6, 5, 6, 5, 6, 5, 6]);
    const taus = made.map(({ populations: { E } }) => E?.parameters?.["tau_m"]);
    expect(taus.slice(0, 4)).toEqual(["10 ms", "10 ms", "20 ms", "20 ms"]);
    const damaged = writeSweepPlan(plan, "plan.json").replace('"network":1', '"network":7');
    expect(() => readSweepPlan(damaged, "plan.json")).toThrow(
      expect.objectContaining({ code: "SL_SWEEP_PLAN" }),
    );
  });

  it("refuses values of other kinds and unknown paths, and suggests the nearest", async () => {
    for (const [set, error] of [
      [{ size: "5 mV" }, { code: "SL_SWEEP_VALUES", expected: "a number, such as 4" }],
      [{ sise: "5" }, { code: "SL_NETWORK_PATH", next: 'Did you mean "size"?' }],
      [{ seed: "5" }, { code: "SL_NETWORK_PATH", next: 'Did you mean "--seeds"?' }],
    ] as const) {
      await expect(planBuiltSweep(counted(), { set }, rest)).rejects.toThrow(
        expect.objectContaining(error),
      );
    }
  });

  it("yields one network if each part has one value", async () => {
    const made = await networkWith(counted(), { size: "9", [tau]: "7 ms" }, { stack });
    expect(made.populations["E"]).toMatchObject({ size: 9, parameters: { tau_m: "7 ms" } });
    await expect(networkWith(counted(), { size: "9,8" }, { stack })).rejects.toThrow(
      expect.objectContaining({ code: "SL_SWEEP_VALUES", got: "2 values" }),
    );
  });
});
