import { readFileSync, writeFileSync } from "node:fs";
import { conventions } from "@spikeloom/network";
import { afterAll, describe, expect, it, vi } from "vitest";
import { conventionAbout } from "../src/show/convention-sections.ts";
import { conventionNames } from "../src/usage/run-options.ts";
import { fixture, model, workplace } from "./spikeloom.ts";

// Each test starts the command several times, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const place = workplace();
afterAll(() => place.remove());

describe("spikeloom", () => {
  it("prints help with every command, examples and exit codes", async () => {
    const { code, stdout, stderr } = await place.run("--help");
    expect([code, stderr]).toEqual([0, ""]);
    for (const word of ["run", "profile", "check", "show", "list", "Examples:", "Exit codes:"]) {
      expect(stdout).toContain(word);
    }
  });

  it("prints the version of its package", async () => {
    const manifest = JSON.parse(
      readFileSync(new URL("../package.json", import.meta.url), "utf8"),
    ) as { readonly version: string };
    expect((await place.run("--version")).stdout).toBe(`${manifest.version}\n`);
  });

  it("ends with 2 if the command line is invalid", async () => {
    for (const args of [["fly"], ["run"], ["run", "x.json", "--fast"], ["list", "cats"], []]) {
      const { code, stdout, stderr } = await place.run(...args);
      expect([args, code, stdout]).toEqual([args, 2, ""]);
      expect(stderr).toContain("spikeloom");
    }
    const seed = await place.run("run", "x.json", "--seed", "1.5");
    expect([seed.code, seed.stderr.includes("integer")]).toEqual([2, true]);
    const chosen = await place.run("run", "x.json", "--convention", "nst");
    expect(chosen.code).toBe(2);
    expect(chosen.stderr).toMatch(/'nst' is invalid\..*\n\(Did you mean nest\?\)\n\(see spikeloom/);
  });

  it("prints usage errors as JSON on request", async () => {
    const { code, stdout, stderr } = await place.run("run", "x.json", "--fast", "--json");
    expect([code, stderr]).toEqual([2, ""]);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "SL_USAGE" } });
  });
});

describe("new plugin", () => {
  it("accepts the source of its equations, and refuses a vague one", async () => {
    const make = (cite: string) =>
      place.run("new", "plugin", "neuron", "mine", "--cite", cite, "--out", "made");
    const refused = await make("a book");
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("doi:10.")]);
    expect((await make("doi:10.1000/182")).code).toBe(0);
    const source = readFileSync(place.path("made/src/mine.ts"), "utf8");
    expect(source).toContain('cite: ["doi:10.1000/182"],');
  });

  it("accepts a description on one line, and refuses none", async () => {
    const make = (about: string) =>
      place.run("new", "plugin", "connector", "ring", "--about", about, "--out", "ring");
    const refused = await make(" \n");
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("sentence")]);
    expect((await make("A ring\n of neighbours.")).code).toBe(0);
    const source = readFileSync(place.path("ring/src/ring.ts"), "utf8");
    expect(source).toContain("/** A ring of neighbours. */");
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

  it("accepts the singular as well", async () => {
    const [one, many] = [await place.run("list", "neuron"), await place.run("list", "neurons")];
    expect([one.code, one.stdout]).toEqual([0, many.stdout]);
  });

  it("lists one kind, also as JSON", async () => {
    const { stdout } = await place.run("list", "connectors", "--json");
    const { connectors, ...rest } = JSON.parse(stdout) as Record<string, { name: string }[]>;
    expect(rest).toEqual({});
    expect(connectors?.map(({ name }) => name)).toContain("small-world");
  });
});

describe("help", () => {
  it("fits into 80 columns for every command", async () => {
    for (const args of [[], ["run"], ["profile"], ["check"], ["show"], ["list"]]) {
      const { stdout } = await place.run(...args, "--help");
      const long = stdout.split("\n").filter((line) => line.length > 80);
      expect(long).toEqual([]);
    }
  });
});

describe("show", () => {
  it("prints a model's equations, parameters, spike and integration", async () => {
    const { code, stdout } = await place.run("show", "lif");
    expect(code).toBe(0);
    expect(stdout).toContain("dv/dt = (v_rest - v + r_m * i_syn) / tau_m");
    expect(stdout).toMatch(/tau_m +20 ms +membrane time constant/);
    expect(stdout).toMatch(/when +v >= v_threshold/);
    expect(stdout).toMatch(/method +exact/);
    expect(stdout).toContain("doi:10.1017/CBO9781107447615");
  });

  it("describes a model's scheme and requirements if it has any", async () => {
    const quadratic = await place.run("show", "qif");
    expect(quadratic.stdout).toMatch(/method +rk4 in 2 sub-steps, as the model says/);
    const poisson = await place.run("show", "poisson");
    expect(poisson.stdout).toMatch(/Requires of a backend\n +sources/);
  });

  it("prints connectors, integrators and backends", async () => {
    expect((await place.run("show", "fixed-indegree")).stdout).toMatch(/n +integer +required/);
    expect((await place.run("show", "rk4")).stdout).toContain("x(t + dt) = ");
    expect((await place.run("show", "clock")).stdout).toContain("delays");
  });

  it("prints the contents of a network, with counts and memory", async () => {
    const { code, stdout } = await place.run("show", fixture("small.json"));
    expect(code).toBe(0);
    expect(stdout).toMatch(/E +lif-curr-exp +40 +i_offset = 0.45 nA/);
    // 40 × 10 pairs at p = 0.2.
    expect(stdout).toMatch(/E → I +fixed-probability \(p 0.2\) +about 80/);
    expect(stdout).toMatch(/neurons +50/);
    expect(stdout).toMatch(/convention +nest/);
  });

  it("prints a model as JSON that equals the record", async () => {
    const record: unknown = JSON.parse((await place.run("show", "lif", "--json")).stdout);
    expect(record).toMatchObject({ kind: "neuron", name: "lif", parameters: { tau_m: {} } });
  });

  it("refuses a plugin's model that no network could use", async () => {
    const record = JSON.parse((await place.run("show", "lif", "--json")).stdout) as object;
    const faulty = { ...record, name: "mine", dynamics: { v: "(v_rset - v) / tau_m" } };
    writeFileSync(place.path("mine.mjs"), `export default ${JSON.stringify(faulty)};`);
    const { code, stdout, stderr } = await place.run("show", "mine", "--plugin", "./mine.mjs");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain('SL_NAME_UNKNOWN at neuron "mine" dynamics.v');
  });

  it("answers the name of another simulator with ours", async () => {
    const { code, stderr } = await place.run("show", "aeif_cond_exp");
    expect(code).toBe(1);
    expect(stderr).toContain("NEST's aeif_cond_exp is adex-cond-exp here.");
  });

  it("proposes the nearest name", async () => {
    const { code, stderr } = await place.run("show", "lif-cur-exp");
    expect(code).toBe(1);
    expect(stderr).toContain("SL_NOTHING_TO_SHOW at lif-cur-exp");
    expect(stderr).toContain('Did you mean "lif-curr-exp"?');
  });

  it("lists the models in a file, and shows one by its name", async () => {
    const file = fixture("own-models.json");
    const summary = await place.run("show", file);
    expect(summary.stdout).toMatch(
      /Models in the file\n +leaky +neuron +A leaky membrane of its own/,
    );
    expect(summary.stdout).toContain(`spikeloom show ${file} leaky`);
    const { code, stdout } = await place.run("show", file, "leaky");
    expect(code).toBe(0);
    expect(stdout).toContain("dv/dt = (drive - v) / tau");
    const absent = await place.run("show", file, "lif");
    expect([absent.code, absent.stderr.includes("SL_NO_OWN_MODEL")]).toEqual([1, true]);
    expect(absent.stderr).toContain("one of leaky");
  });

  it("describes how each population is integrated, its initial state, and its input", async () => {
    const { stdout } = await place.run("show", fixture("own-models.json"));
    expect(stdout).toMatch(/Integration\n +A +exact\n +B +euler/);
    expect(stdout).toMatch(/Initial values\n +A +v = 5 mV\n +B +v = 0 mV/);
    expect(stdout).toContain("0 at first, 12 mV from 20 ms, 0 mV from 60 ms, held to the end");
  });

  it("detects a model file by its kind", async () => {
    const { code, stdout } = await place.run("show", model("gif"));
    expect([code, stdout.startsWith("gif  (neuron)")]).toEqual([0, true]);
    const rule = await place.run("show", model("stdp-pair"));
    expect(rule.stdout).toContain("stdp-pair  (plasticity)");
  });

  it("describes every switch of a convention in words", async () => {
    const { code, stdout } = await place.run("show", "brian2");
    expect([code, stdout.startsWith("brian2  (convention)")]).toEqual([0, true]);
    expect(stdout).toMatch(/1\. integrate.*\n +2\. threshold.*\n +3\. arrive.*\n +4\. reset/);
    expect(stdout).toMatch(/spikeStamp +start +a spike of this step carries the time t\n/);
    expect(stdout).toMatch(/multiplicity +one +a source neuron sends at most one spike in a step/);
    const record: unknown = JSON.parse((await place.run("show", "nengo", "--json")).stdout);
    expect(record).toEqual(conventions.find(({ name }) => name === "nengo"));
  });

  it("shows a convention and a format with the same name one after the other", async () => {
    const { stdout } = await place.run("show", "nest");
    expect(stdout).toMatch(/^nest {2}\(convention\)\n[\s\S]*\n\nnest {2}\(format\)\n/);
    const { records } = JSON.parse((await place.run("show", "nest", "--json")).stdout);
    const convention = conventions.find(({ name }) => name === "nest");
    expect(records).toEqual([convention, expect.objectContaining({ kind: "format" })]);
  });
});

describe("conventions", () => {
  it("are the same in the help of run, in list and in the network package", async () => {
    const known = conventions.map(({ name }) => name);
    expect(conventionNames).toEqual(known);
    expect(Object.keys(conventionAbout)).toEqual(known);
    const { stdout } = await place.run("list", "convention", "--json");
    const listed = JSON.parse(stdout) as { readonly conventions: readonly { name: string }[] };
    expect(listed.conventions.map(({ name }) => name)).toEqual(known);
  });
});
