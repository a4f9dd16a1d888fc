import { writeFileSync } from "node:fs";
import { createStack, defineBackend, SpikeLoomError } from "@spikeloom/kernel";
import { afterAll, describe, expect, it, vi } from "vitest";
import { chooseBackend, givenBackend, trialBackend } from "../src/choose-backend.ts";
import { defaultStack } from "../src/default-stack.ts";
import { run } from "../src/index.ts";
import { fixture, workplace } from "./spikeloom.ts";

// The command is started several times, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const place = workplace();
afterAll(() => place.remove());

const clock = defaultStack.get("backend", "clock");
const strange = defineBackend({ ...clock, name: "strange", about: "Says who it is." });
const deaf = defineBackend({ ...clock, name: "deaf", about: "Hears nothing.", provides: [] });
const models = [...defaultStack.list("neuron"), ...defaultStack.list("integrator")];
const stack = createStack({
  plugins: [],
  tested: [...models, clock, strange, deaf],
});

const network = {
  ...({ format: "spikeloom-network", version: 1, duration: "1 ms" } as const),
  populations: { A: { model: "lif", size: 1 } },
};

function faultOf(work: () => unknown): SpikeLoomError {
  try {
    work();
  } catch (fault) {
    if (fault instanceof SpikeLoomError) return fault;
  }
  throw new Error("nothing was refused");
}

describe("a backend", () => {
  it("is the clock by default", () => {
    expect(chooseBackend(defaultStack).name).toBe("clock");
    expect(chooseBackend(defaultStack, { target: "wasm" }).name).toBe("clock");
    expect(chooseBackend(defaultStack, { target: "js" }).name).toBe("clock-js");
  });

  it("is found by name in the given stack", () => {
    expect(chooseBackend(stack, { backend: "strange" })).toBe(strange);
    expect(givenBackend(stack, "strange")).toBe(strange);
    expect(givenBackend(stack, deaf)).toBe(deaf);
  });

  it("is refused with the nearest name if it does not exist", () => {
    const fault = faultOf(() => chooseBackend(stack, { backend: "stranger" }));
    expect(fault.place).toBe("--backend");
    expect(fault.message).toContain('"strange"');
  });

  it("is the clock for a stack that contains only models", () => {
    expect(givenBackend(createStack({ plugins: [] }), undefined)).toBe(clock);
  });

  it("simulates single neurons itself, unless it is the clock", () => {
    expect(trialBackend(defaultStack, clock).name).toBe("clock-js");
    expect(trialBackend(stack, strange)).toBe(strange);
  });
});

describe("a script", () => {
  it("chooses a backend of its stack by name", async () => {
    const { provenance } = await run(network, { stack, backend: "strange" });
    expect(provenance.backend).toBe("strange");
  });

  it("refuses capabilities that the chosen one lacks", async () => {
    const source = { ...network, populations: { A: { model: "poisson", size: 1 } } };
    await expect(run(source, { stack, backend: "deaf" })).rejects.toThrow(/deaf/u);
    await expect(run(source, { stack, backend: "strange" })).resolves.toBeDefined();
  });
});

describe("the command", () => {
  it("runs on the named backend", async () => {
    const file = fixture("small.json");
    const args = ["run", file, "--for", "1ms", "--no-plots", "--json"];
    const named = await place.run(...args, "--backend", "clock-js", "--out", "named.h5");
    expect(JSON.parse(named.stdout).provenance.backend).toBe("clock-js");
    expect(named.code).toBe(0);
  });

  it("has the spikes of the clock on the reference backend", async () => {
    const driven = {
      ...network,
      duration: "30 ms",
      populations: { A: { model: "lif-curr-exp", size: 2, parameters: { i_offset: "1 nA" } } },
      projections: [
        {
          from: "A",
          to: "A",
          receptor: "excitatory",
          connector: { kind: "all-to-all" },
          weight: "1 nA",
          delay: "1.5 ms",
        },
      ],
    };
    writeFileSync(place.path("driven.json"), JSON.stringify(driven));
    const runOn = async (backend: string) => {
      const args = ["run", place.path("driven.json"), "--no-plots", "--json"];
      const { stdout } = await place.run(...args, "--backend", backend, "--out", `${backend}.h5`);
      return JSON.parse(stdout);
    };
    const [reference, fast] = [await runOn("reference"), await runOn("clock")];
    expect(reference.provenance.backend).toBe("reference");
    expect(reference.populations.A.spikes).toBeGreaterThan(2);
    expect(reference.populations).toEqual(fast.populations);
    expect(reference.spikeHash).toBe(fast.spikeHash);
  });

  it.each(["run", "check", "profile", "show"])("%s names the nearest backend", async (command) => {
    const { code, stderr } = await place.run(command, fixture("small.json"), "--backend", "clok");
    expect(code).toBe(1);
    expect(stderr).toContain("--backend");
    expect(stderr).toContain('"clock"');
  });

  it.each(["run", "check", "profile", "show"])(
    "%s passes a backend its other options, once each",
    async (command) => {
      const outcomeOf = async (...args: readonly string[]) =>
        await place.run(command, fixture("small.json"), ...args);
      const slow = await outcomeOf("--option", "plasticity=slow");
      expect(slow).toMatchObject({ code: 1, stderr: expect.stringContaining("lazy, eager") });
      const twice = await outcomeOf("--option", "workers=1", "--workers", "2");
      expect(twice).toMatchObject({ code: 1, stderr: expect.stringContaining("each option once") });
      const again = await outcomeOf("--option", "shards=1", "--option", "shards=2");
      expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining("given twice") });
      const quick =
        command === "run" || command === "profile" ? ["--for", "1ms", "--no-plots"] : [];
      const { code } = await outcomeOf(
        "--option",
        "plasticity=eager",
        "--option",
        "workers=1",
        ...quick,
      );
      expect(code).toBe(0);
    },
  );

  it("accepts no target together with a backend", async () => {
    const args = ["--backend", "clock", "--target", "js"];
    const { code, stderr } = await place.run("check", fixture("small.json"), ...args);
    expect(code).toBe(2);
    expect(stderr).toContain("cannot be used with");
  });
});
