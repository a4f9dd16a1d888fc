import { writeFileSync } from "node:fs";
import { codeTargets } from "@spikeloom/code";
import { afterAll, expect, it, vi } from "vitest";
import { codeTargetNames } from "../src/usage/show.ts";
import { fixture, workplace } from "./spikeloom.ts";

// The command is started, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const place = workplace();
afterAll(() => place.remove());

it("has an option for every target", () => {
  expect(codeTargetNames).toEqual(codeTargets);
});

const tiny = {
  format: "spikeloom-network",
  version: 1,
  populations: {
    "a b": {
      size: 3,
      model: {
        kind: "neuron",
        contract: 1,
        name: "decay",
        about: "Decays and jumps.",
        parameters: { tau: { default: "10 ms", about: "time constant" } },
        state: { v: { initial: "2 mV", unit: "mV", about: "potential" } },
        dynamics: { v: "-v/tau" },
        spike: { when: "v < 1*mV", reset: { v: "2*mV" } },
      },
    },
  },
};

it.each(codeTargets)("prints the code of each population: %s", async (target) => {
  writeFileSync(place.path("tiny.json"), JSON.stringify(tiny));
  const { stdout, stderr } = await place.run("show", "tiny.json", "--code", target);
  expect(stderr).toBe("");
  const type = { wasm: "wat", wgsl: "wgsl", js: "txt" }[target];
  await expect(stdout).toMatchFileSnapshot(`code/tiny.${type}`);
});

it("names populations, and loads", async () => {
  const { stdout } = await place.run("show", fixture("small.json"), "--code", "wasm");
  for (const name of ["E", "I"]) {
    expect(stdout).toContain(`;; Population ${name}: `);
    expect(stdout).toContain(`(export "${name}.step")`);
    expect(stdout).toMatch(
      new RegExp(`v128\\.load offset=\\d+ ;; receptor:excitatory of ${name}`, "u"),
    );
  }
  const { stdout: json } = await place.run(
    "show",
    fixture("small.json"),
    "--code",
    "wasm",
    "--json",
  );
  expect(JSON.parse(json)).toEqual({ target: "wasm", code: stdout });
});

it("refuses code that would lose bits of integers, and files without a network", async () => {
  const { model } = tiny.populations["a b"];
  const n = { initial: 0, unit: "1", about: "count", type: "integer", bits: 32 };
  const wide = {
    ...model,
    state: { ...model.state, n },
    dynamics: undefined,
    step: [{ n: "n + 1" }],
  };
  const network = { ...tiny, populations: { wide: { size: 3, model: wide } } };
  writeFileSync(place.path("wide.json"), JSON.stringify(network));
  const refused = await place.run("show", "wide.json", "--code", "wgsl");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("SL_CODE_WIDTH");
  expect((await place.run("show", "wide.json", "--code", "js")).stdout).toContain("n + 1");
  expect((await place.run("show", "lif", "--code", "js")).stderr).toContain("SL_NO_PROGRAM");
});
