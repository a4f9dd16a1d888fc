import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it, vi } from "vitest";
import { fixture, workplace } from "./spikeloom.ts";

// Each test starts the command several times, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const place = workplace();
afterAll(() => place.remove());

describe("spikeloom", () => {
  it("prints help with every command, examples and exit codes", async () => {
    const { code, stdout, stderr } = await place.run("--help");
    expect([code, stderr]).toEqual([0, ""]);
    for (const word of ["run", "check", "show", "list", "Examples:", "Exit codes:"]) {
      expect(stdout).toContain(word);
    }
  });

  it("prints the version of its package", async () => {
    const manifest = JSON.parse(
      readFileSync(new URL("../package.json", import.meta.url), "utf8"),
    ) as { readonly version: string };
    expect((await place.run("--version")).stdout).toBe(`${manifest.version}\n`);
  });

  it("ends with 2 where the command line makes no sense", async () => {
    for (const args of [["fly"], ["run"], ["run", "x.json", "--fast"], ["list", "cats"], []]) {
      const { code, stdout, stderr } = await place.run(...args);
      expect([args, code, stdout]).toEqual([args, 2, ""]);
      expect(stderr).toContain("spikeloom");
    }
    const seed = await place.run("run", "x.json", "--seed", "1.5");
    expect([seed.code, seed.stderr.includes("whole number")]).toEqual([2, true]);
  });

  it("prints usage errors as JSON where that is asked for", async () => {
    const { code, stdout, stderr } = await place.run("run", "x.json", "--fast", "--json");
    expect([code, stderr]).toEqual([2, ""]);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "SL_USAGE" } });
  });
});

describe("list", () => {
  it("has a line for each model, connector, integrator and backend", async () => {
    const { code, stdout } = await place.run("list");
    expect(code).toBe(0);
    for (const name of ["lif-curr-exp", "fixed-indegree", "rk4", "clock"]) {
      expect(stdout).toMatch(new RegExp(`^ {2}${name} +\\S.*\\.$`, "m"));
    }
  });

  it("lists one kind, also as JSON", async () => {
    const { stdout } = await place.run("list", "connectors", "--json");
    const { connectors, ...rest } = JSON.parse(stdout) as Record<string, { name: string }[]>;
    expect(rest).toEqual({});
    expect(connectors?.map(({ name }) => name)).toContain("small-world");
  });
});

describe("show", () => {
  it("prints a model's equations, parameters, spike and how it is advanced", async () => {
    const { code, stdout } = await place.run("show", "lif");
    expect(code).toBe(0);
    expect(stdout).toContain("dv/dt = (v_rest - v + r_m * i_syn) / tau_m");
    expect(stdout).toMatch(/tau_m +20 ms +membrane time constant/);
    expect(stdout).toMatch(/when +v >= v_threshold/);
    expect(stdout).toMatch(/method +exact/);
    expect(stdout).toContain("doi:10.1017/CBO9781107447615");
  });

  it("says what a model's scheme and requirements are where it states them", async () => {
    const izhikevich = await place.run("show", "izhikevich");
    expect(izhikevich.stdout).toMatch(/method +euler, as the model says/);
    const poisson = await place.run("show", "poisson");
    expect(poisson.stdout).toMatch(/Requires of a backend\n +sources/);
  });

  it("prints connectors, integrators and backends", async () => {
    expect((await place.run("show", "fixed-indegree")).stdout).toMatch(/n +integer +required/);
    expect((await place.run("show", "rk4")).stdout).toContain("x(t + dt) = ");
    expect((await place.run("show", "clock")).stdout).toContain("delays");
  });

  it("prints what a network consists of, with counts and memory", async () => {
    const { code, stdout } = await place.run("show", fixture("small.json"));
    expect(code).toBe(0);
    expect(stdout).toMatch(/E +lif-curr-exp +40 +i_offset = 0.45 nA/);
    // 40 × 10 pairs at p = 0.2.
    expect(stdout).toMatch(/E → I +fixed-probability \(p 0.2\) +about 80/);
    expect(stdout).toMatch(/neurons +50/);
    expect(stdout).toMatch(/convention +nest/);
  });

  it("gives a model as JSON that is the record itself", async () => {
    const record: unknown = JSON.parse((await place.run("show", "lif", "--json")).stdout);
    expect(record).toMatchObject({ kind: "neuron", name: "lif", parameters: { tau_m: {} } });
  });

  it("proposes the nearest name", async () => {
    const { code, stderr } = await place.run("show", "lif-cur-exp");
    expect(code).toBe(1);
    expect(stderr).toContain("SL_NOTHING_TO_SHOW at lif-cur-exp");
    expect(stderr).toContain('Did you mean "lif-curr-exp"?');
  });
});
