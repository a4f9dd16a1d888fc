import { writeFileSync } from "node:fs";
import { clock } from "@spikeloom/backend-clock";
import { network, poissonInput, population, projection, stepInput } from "@spikeloom/network";
import { lifCondExp, lifCurrExp, spikeArray, traubMilesCondExp } from "@spikeloom/neurons";
import { coarseSteps } from "@spikeloom/simulate";
import { afterAll, describe, expect, it } from "vitest";
import { defaultStack } from "../src/default-stack.ts";
import { workplace } from "./spikeloom.ts";

const options = { stack: defaultStack, backend: clock({ target: "js" }) };

const place = workplace();
afterAll(() => place.remove());

interface Case {
  readonly model: Parameters<typeof population>[0];
  readonly dt: string;
  readonly weight: string;
  readonly receptor?: string;
  readonly integrator?: { readonly name: string; readonly subSteps: number };
}

function oneSynapse({ model, dt, weight, receptor = "excitatory", integrator }: Case) {
  const source = population(spikeArray(), 3, { times: [["1 ms"], ["2 ms"], ["3 ms"]] });
  const target = population(model, 5, integrator === undefined ? {} : { integrator });
  const connect = { connector: { kind: "all-to-all" }, receptor, delay: "4 ms" };
  const projections = [projection(source, target, { ...connect, weight } as never)];
  return network({ dt, populations: { source, target }, projections } as never);
}

const excited = lifCondExp({ tau_syn_exc: "1 ms" });

it.each([
  ["Hodgkin-Huxley neurons at 1 ms", { model: traubMilesCondExp(), dt: "1 ms", weight: "1 nS" }],
  ["fast conductances at 4 ms", { model: excited, dt: "4 ms", weight: "5 nS" }],
  [
    "inhibition that outruns the step",
    { model: lifCondExp(), dt: "1 ms", weight: "1.5 uS", receptor: "inhibitory" },
  ],
] satisfies readonly (readonly [string, Case])[])("warns of %s", async (_, one) => {
  const [warning, ...others] = await coarseSteps(oneSynapse(one), options);
  expect(others).toEqual([]);
  expect(warning?.code).toBe("SL_COARSE_STEP");
  expect(warning?.message).toMatch(/projections\[0\].*at most 1 %.*smaller dt, or sub-steps/);
});

it.each([
  [
    "Hodgkin-Huxley neurons at 0.01 ms",
    { model: traubMilesCondExp(), dt: "0.01 ms", weight: "1 nS" },
  ],
  ["conductances at 0.1 ms", { model: excited, dt: "0.1 ms", weight: "5 nS" }],
  [
    "fast conductances in sub-steps",
    { model: excited, dt: "4 ms", weight: "5 nS", integrator: { name: "rk4", subSteps: 20 } },
  ],
  // Currents are integrated exactly, whatever the step.
  ["currents", { model: lifCurrExp(), dt: "0.5 ms", weight: "0.2 nA" }],
] satisfies readonly (readonly [string, Case])[])("accepts %s", async (_, one) => {
  expect(await coarseSteps(oneSynapse(one), options)).toEqual([]);
});

it("skips step-by-step rules, which have no finer step", async () => {
  const source = population(spikeArray(), 1, { times: [["1 ms"]] });
  const target = population("snntorch-leaky", 1);
  const connect = { connector: { kind: "all-to-all" }, receptor: "x", weight: 0.5, delay: "1 ms" };
  const projections = [projection(source, target, connect as never)];
  const given = network({
    dt: "1 ms",
    convention: "frameworks",
    populations: { source, target },
    projections,
  } as never);
  expect(await coarseSteps(given, options)).toEqual([]);
});

it("includes Poisson inputs, and checks identical ones once", async () => {
  const target = population(excited, 5);
  const input = { rate: "10 Hz", weight: "5 nS", receptor: "excitatory" };
  const stimuli = Array.from({ length: 500 }, () => poissonInput(target, input as never));
  const found = await coarseSteps(
    network({ dt: "4 ms", populations: { target }, stimuli } as never),
    options,
  );
  expect(found.map(({ place: where }) => where)).toEqual(["stimuli[0]"]);
});

describe("a neuron with a current and no spikes", () => {
  const driven = (dt: string, more: object = {}) => {
    const parameters = { i_offset: "0.3 nA" } as const;
    const A = population(traubMilesCondExp(), 3, { parameters, ...more });
    return network({ dt, populations: { A, B: { ...A } } });
  };

  it.each(["0.5 ms", "1 ms"])("is reported once, at %s", async (dt) => {
    const [warning, ...others] = await coarseSteps(driven(dt), options);
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ code: "SL_COARSE_STEP", place: "populations.A" });
    expect(warning?.summary).toBe(
      "The step is too coarse for the effect of its currents on the potential.",
    );
  });

  it("is reported if a stimulus drives it, whenever that begins", async () => {
    const A = population(lifCondExp(), 1, { integrator: "euler" });
    const steps = stepInput(A, { times: ["300 ms"], values: ["0.3 nA"] });
    const coarse = network({ dt: "2 ms", populations: { A }, stimuli: [steps] });
    expect((await coarseSteps(coarse, options)).map(({ place: where }) => where)).toEqual([
      "populations.A",
    ]);
    expect(await coarseSteps({ ...coarse, stimuli: [] }, options)).toEqual([]);
  });

  it("is accepted with small steps, and with sub-steps", async () => {
    expect(await coarseSteps(driven("0.1 ms"), options)).toEqual([]);
    const integrator = { name: "rk4", subSteps: 20 };
    expect(await coarseSteps(driven("1 ms", { integrator }), options)).toEqual([]);
  });
});

it.each(["2 ms", "5 ms"])(
  "does not use a quarter of %s as a reference, which is just as inaccurate",
  async (dt) => {
    const [warning] = await coarseSteps(
      oneSynapse({ model: traubMilesCondExp(), dt, weight: "20 nS" }),
      options,
    );
    expect(warning?.code).toBe("SL_COARSE_STEP");
  },
);

it("is reported by check, which still succeeds", async () => {
  const coarse = oneSynapse({ model: traubMilesCondExp(), dt: "1 ms", weight: "1 nS" });
  writeFileSync(place.path("coarse.json"), JSON.stringify(coarse));
  const { code, stdout, stderr } = await place.run("check", "coarse.json");
  expect([code, stdout]).toEqual([0, expect.stringContaining("no errors")]);
  expect(stderr).toContain("warning: SL_COARSE_STEP at coarse.json: projections[0]");
  const report = JSON.parse((await place.run("check", "coarse.json", "--json")).stdout) as {
    readonly warnings: readonly { readonly code: string }[];
  };
  expect(report.warnings.map(({ code: one }) => one)).toEqual(["SL_COARSE_STEP"]);
});

it("is reported by check for the step of the planned run", async () => {
  const fine = oneSynapse({ model: traubMilesCondExp(), dt: "0.01 ms", weight: "1 nS" });
  writeFileSync(place.path("fine.json"), JSON.stringify(fine));
  const [own, given, none] = await Promise.all(
    [[], ["--dt", "1ms"], ["--dt", "1mV"]].map((more) => place.run("check", "fine.json", ...more)),
  );
  expect([own?.code, own?.stderr]).toEqual([0, ""]);
  expect([given?.code, given?.stderr]).toEqual([0, expect.stringContaining("SL_COARSE_STEP")]);
  expect([none?.code, none?.stderr]).toEqual([1, expect.stringMatching(/^SL_\w+ at --dt/)]);
});
