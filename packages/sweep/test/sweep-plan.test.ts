import { describe, expect, it } from "vitest";
import {
  checkJobs,
  networkOfJob,
  planFingerprint,
  planSweep,
  readSweepPlan,
  writeSweepPlan,
} from "../src/sweep-plan.ts";
import { network, stack } from "./networks.ts";

const rest = { stack, run: {}, from: 0 };
const [tau, weight] = ["populations.E.parameters.tau_m", "projections.drive.weight"];
const set = { [tau]: "10 ms,20 ms", [weight]: ["1 mV", "2 mV", "3 mV"] };

describe("the list of jobs", () => {
  it("combines each value with each other one, and each point with each seed", () => {
    const { jobs } = planSweep(network, { set, seeds: 2 }, rest);
    expect(jobs).toHaveLength(12);
    expect(jobs.map(({ job }) => job)).toEqual(jobs.map((_, k) => k));
    expect(jobs[0]).toEqual({ job: 0, seed: 5, parameters: { [tau]: "10 ms", [weight]: "1 mV" } });
    expect(jobs[3]).toEqual({ job: 3, seed: 6, parameters: { [tau]: "10 ms", [weight]: "2 mV" } });
    expect(jobs[11]).toEqual({
      job: 11,
      seed: 6,
      parameters: { [tau]: "20 ms", [weight]: "3 mV" },
    });
  });

  it("pairs values that vary together", () => {
    const pairs = { [tau]: "10 ms,20 ms", [weight]: "1 mV,2 mV" };
    const { jobs } = planSweep(network, { set: pairs, zip: true, seeds: [9] }, rest);
    expect(jobs.map(({ parameters }) => Object.values(parameters))).toEqual([
      ["10 ms", "1 mV"],
      ["20 ms", "2 mV"],
    ]);
    expect(() => planSweep(network, { set, zip: true }, rest)).toThrow(
      expect.objectContaining({ code: "SL_SWEEP_VALUES", place: weight }),
    );
  });

  it("is a single run if nothing varies", () => {
    expect(planSweep(network, {}, rest).jobs).toEqual([{ job: 0, seed: 5, parameters: {} }]);
  });

  it.each([0, 1.5, -1, [], [1, 1], [-1], [0.5]].map((seeds) => [seeds]))(
    "refuses the seeds %j",
    (seeds) => {
      expect(() => planSweep(network, { seeds }, rest)).toThrow(
        expect.objectContaining({ code: "SL_SWEEP_PLAN" }),
      );
    },
  );

  it("refuses an unreasonably large grid before it builds it", () => {
    const many = { [tau]: "linspace(1 ms,2 ms,100000)", [weight]: "linspace(1 mV,2 mV,100000)" };
    expect(() => planSweep(network, { set: many }, rest)).toThrow(
      expect.objectContaining({ code: "SL_SWEEP_PLAN", got: "10000000000" }),
    );
  });

  it("is restored from its text, and distinguished from any other", () => {
    const plan = planSweep(network, { set, seeds: 2 }, rest);
    const read = readSweepPlan(writeSweepPlan(plan, "plan.json"), "plan.json");
    expect(read?.jobs).toEqual(plan.jobs);
    expect(read?.network).toEqual(network);
    const marks = [plan, ...[{ seeds: 3 }, { set: { [tau]: "10 ms" } }].map(planOf)];
    expect(new Set(marks.map(planFingerprint)).size).toBe(3);
    expect(planFingerprint(read as NonNullable<typeof read>)).toBe(planFingerprint(plan));
    const schema = '{ "$schema": "./sweep-plan.schema.json",';
    const named = readSweepPlan(
      writeSweepPlan(plan, "plan.json").replace("{", schema),
      "plan.json",
    );
    expect(named).toEqual(read);
    expect(readSweepPlan(JSON.stringify(network), "network.json")).toBeUndefined();
    const damaged = writeSweepPlan(plan, "plan.json").replace('"job":3', '"job":4');
    expect(() => readSweepPlan(damaged, "plan.json")).toThrow(
      expect.objectContaining({ code: "SL_SWEEP_PLAN", place: "plan.json" }),
    );
  });

  it("yields the network that one would write by hand", () => {
    const plan = planSweep(network, { set, seeds: 2 }, rest);
    const made = networkOfJob(plan, stack)({ seed: 6, parameters: { [weight]: "3 mV" } });
    expect(made.seed).toBe(6);
    expect(made.projections?.[0]?.weight).toBe("3 mV");
    expect(made.projections?.[1]).toEqual(network.projections?.[1]);
  });

  it("is checked once per point, and reports each error once", () => {
    const plan = planSweep(network, { set, seeds: 3 }, rest);
    let checked = 0;
    checkJobs(plan, networkOfJob(plan, stack), () => {
      checked += 1;
      return [];
    });
    expect(checked).toBe(6);
  });
});

function planOf(ranges: Parameters<typeof planSweep>[1]): ReturnType<typeof planSweep> {
  return planSweep(network, ranges, rest);
}
