import { readFileSync } from "node:fs";
import type {
  NetworkRecord,
  NeuronRecord,
  PlasticityRecord,
  SynapseRecord,
} from "@spikeloom/kernel";
import { checkNetwork } from "@spikeloom/network";
import { programOf, readableProgram } from "@spikeloom/program";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { defaultStack } from "../src/default-stack.ts";
import { printedProgram } from "../src/show/program.ts";
import { fixture, type Outcome, workplace } from "./spikeloom.ts";

// The command is started, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const place = workplace();
afterAll(() => place.remove());

const show = async (name: string, ...more: readonly string[]): Promise<Outcome> =>
  await place.run("show", fixture(name), "--program", ...more);

/** Output for a part: the lines below its heading, up to the next one with the same indentation. */
function partOf(text: string, head: string): string {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.trimStart().startsWith(head));
  const depth = lines[start]?.search(/\S/u) ?? 0;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line === "" || line.search(/\S/u) <= depth);
  return rest.slice(0, end < 0 ? rest.length : end).join("\n");
}

describe("the program of neurons", () => {
  let text = "";
  beforeAll(async () => {
    text = (await show("small.json")).stdout;
  });

  it("names the phases in the order of the convention", () => {
    const phases = [...text.matchAll(/^ {2}\d\. (\w+)/gmu)].map(([, phase]) => phase);
    expect(phases).toEqual([
      ...["input", "sources", "integrate", "arrive", "threshold", "reset", "plasticity", "sample"],
    ]);
  });

  it("prints the equations, and the propagators with their numbers", () => {
    const integrate = partOf(text, "integrate: exact over 0.1 ms");
    expect(integrate).toContain("dv/dt = (-70 - v) / 10 + (i_syn_exc + i_syn_inh + 450) / 250");
    // exp(-0.1 / 10) and exp(-0.1 / 2), to six digits.
    expect(integrate).toMatch(/v ← 0\.99005 \* v .*,\s+where free/u);
    expect(integrate).toContain("i_syn_exc ← 0.951229 * i_syn_exc");
  });

  it("describes arrivals, the spike condition, and the effects of a spike", () => {
    expect(partOf(text, "arrive")).toContain("i_syn_exc ← i_syn_exc + arrived_excitatory");
    expect(text).toContain("spiked = free and v >= -55");
    expect(text).toContain("v ← -70,  where spiked");
    // 2 ms in steps of 0.1 ms.
    expect(text).toContain("refractory_steps ← refractory_steps + 20,  where spiked");
    expect(text).toContain("refractory_steps ← refractory_steps - 1,  where not free");
  });

  it("describes the inputs of a population, and its recordings", () => {
    expect(partOf(text, "Population I:")).toContain("excitatory from E->I");
    expect(partOf(text, "Population E:")).toContain("excitatory from stimulus 0 (poisson)");
    expect(text).toContain("spikes, v of E (neurons 0 to 1), every 0.1 ms");
  });

  it("states which neurons a projection connects", () => {
    // 40 sources, 10 targets, each pair with a probability of 0.2.
    expect(text).toContain(
      "E->I: E → I, fixed-probability (autapses true, p 0.2), about 80 synapses",
    );
    expect(text).toContain("onto receptor excitatory; weight 50 pA; delay 1.5 ms (15 steps)");
  });

  it("stays within 100 columns, without generated names", () => {
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(text).not.toMatch(/[a-z]\.\d|\w:\w/u);
  });

  it("is the same as data, with all digits", () => {
    const network = JSON.parse(readFileSync(fixture("small.json"), "utf8")) as NetworkRecord;
    const program = programOf(network, { stack: defaultStack });
    const { populations, projections } = readableProgram(program, { synapses: [80] });
    const integrate = populations[0]?.parts.find(({ when }) => when === "integrate");
    const decay = integrate?.equations.find(
      ({ left, sign }) => left === "i_syn_exc" && sign === "←",
    );
    const [factor, rest] = decay?.right.split(" * ") ?? [];
    expect(rest).toBe("i_syn_exc");
    // The matrix exponential rounds differently from exp.
    expect(Math.abs(Number(factor) / Math.exp(-0.05) - 1)).toBeLessThan(1e-15);
    expect(projections[0]).toMatchObject({ synapses: 80, receptor: "excitatory" });
  });
});

describe("the program of plastic synapses", () => {
  let text = "";
  beforeAll(async () => {
    text = (await show("learns.json")).stdout;
  });

  it("describes the effects of spikes of both ends, within bounds", () => {
    const pre = partOf(text, "on a spike of the source");
    // a_minus = 0.021 and a_plus = 0.02 of w_max = 800 pA.
    expect(pre).toContain("min(max(weight - 16.8 * x_post, 0), 800)");
    expect(pre).toMatch(/delivered = weight/u);
    expect(partOf(text, "on a spike of the target")).toContain(
      "weight ← min(max(weight + 16 * x_pre, 0), 800)",
    );
    expect(text).toContain("0 pA ≤ weight ≤ 800 pA");
  });

  it("describes how traces rise and decay", () => {
    expect(partOf(text, "to what its source keeps")).toContain("x_pre ← x_pre + 1");
    const between = partOf(text, "between events");
    expect(between).toContain("dx_pre/dt = -x_pre / 20");
    expect(between).toContain("dx_post/dt = -x_post / 20");
  });

  it("writes a source as a process", () => {
    const source = partOf(text, "Population S:");
    expect(source).toContain('a poisson process of each neuron, draws keyed by "source/S"');
    // 20 Hz in spikes per ms.
    expect(source).toContain("rate = 0.02");
  });
});

const whole = (parts: object): NetworkRecord => ({
  ...({ format: "spikeloom-network", version: 1 } as const),
  populations: { A: { model: "lif-curr-exp", size: 2 } },
  ...parts,
});
const projection = (parts: object) => ({
  from: "A",
  to: "A",
  connector: { kind: "all-to-all" },
  weight: "1 pA",
  receptor: "excitatory",
  ...parts,
});

describe("a program in equations", () => {
  it("prints the equations and the scheme if a scheme advances them", () => {
    const text = printedProgram(
      whole({ populations: { A: { model: "adex", size: 2 } } }),
      defaultStack,
    );
    const integrate = partOf(text, "integrate:");
    expect(text).toMatch(/by rk4-guarded in one step, in 10 sub-steps where its guard\s+holds/u);
    expect(integrate).toContain("dw/dt = (4 * (min(v, 0) + 70.6) - w) / 144");
    expect(integrate).toContain("x ← x + dt / 6 * (k1 + 2 * k2 + 2 * k3 + k4)");
    expect(integrate).toContain("w ← w + 80.5,  where spiked");
  });

  it("numbers a new value while its old one is still read", () => {
    const text = printedProgram(
      whole({ populations: { A: { model: "izhikevich", size: 2 } } }),
      defaultStack,
    );
    const integrate = partOf(text, "integrate:");
    // Both right sides read the old v.
    expect(integrate).toContain("v_1 = v + 0.1 * (0.04 * v * v + 5 * v + 140 - u)");
    expect(integrate).toContain("u ← u + 0.002 * (0.2 * v - u)");
    expect(text).toContain("v ← where(spiked, -65, v_1)");
  });

  it("follows the order of a convention in which spikes arrive in the step that sends them", () => {
    const projections = [projection({ delay: "0 ms" })];
    const text = printedProgram(whole({ convention: "brian2", projections }), defaultStack);
    const places = ["spiked = free", "i_syn_exc ← i_syn_exc + arrived", "v ← -70,  where spiked"];
    const found = places.map((one) => text.indexOf(one));
    expect(found).not.toContain(-1);
    expect([...found].sort((a, b) => a - b)).toEqual(found);
  });

  it("describes the origin of third factors, and their effects", () => {
    const dopamine = { from: "A", weight: "1 Hz", tau: "20 ms" };
    const learns = projection({ plasticity: "dopamine", modulators: { dopamine } });
    const text = printedProgram(whole({ projections: [learns] }), defaultStack);
    expect(text).toContain("dopamine = spikes of A, each adding 1 Hz, decaying with 20 ms");
    expect(partOf(text, "in each step")).toContain("weight + 0.1 * (c * dopamine)");
  });

  const kinds = ["neuron", "synapse", "plasticity"] as const;
  const models = kinds.flatMap((kind) => defaultStack.list(kind));

  it("is readable for every model of the stack", () => {
    const unreadable = models.filter((model) => {
      const text = textWith(model);
      const widest = Math.max(...text.split("\n").map((line) => line.length));
      // Keys of random draws are in quotation marks.
      const equations = text.replaceAll(/"[^"]*"/gu, "");
      return widest > 100 || /\b[a-z_]\w*\.\d|refractory:|receptor:|draw:/u.test(equations);
    });
    expect(models.length).toBeGreaterThan(60);
    expect(unreadable.map(({ name }) => name)).toEqual([]);
  });
});

/** The printed program of a network with one model, with the first target that supports it, whatever its units. */
function textWith(model: NeuronRecord | SynapseRecord | PlasticityRecord): string {
  if (model.kind === "neuron") {
    const { dt = "0.1 ms" } = model.integrator ?? {};
    return printedProgram(
      whole({ dt, populations: { A: { model: model.name, size: 2 } } }),
      defaultStack,
    );
  }
  const rule = model.kind === "synapse" ? { synapse: model.name } : { plasticity: model.name };
  for (const [target, weight, receptor] of targets) {
    const network = whole({
      populations: { A: { model: target, size: 2 } },
      projections: [{ ...projection(rule), weight, receptor }],
    });
    if (checkNetwork(network, { stack: defaultStack }).length > 0) continue;
    return printedProgram(network, defaultStack);
  }
  return `no target for ${model.name}: `.padEnd(101, "?");
}

/** Models that synapses of different kinds and units fit. */
const targets = [
  ["lif-curr-exp", "1 pA", "excitatory"],
  ["lif-cond-exp", "1 nS", "excitatory"],
  ["lif-delta", "1 mV", "delta"],
  ["lif-delta", "1 mV", undefined],
  ["hodgkin-huxley", "1 nS", undefined],
  ["lif-curr-exp", "1 nS", undefined],
  ["analog-relu", 1, undefined],
] as const;

it("refuses the program of a file without a network", async () => {
  const { code, stderr } = await place.run("show", "lif", "--program");
  expect(code).toBe(1);
  expect(stderr).toContain("SL_NO_PROGRAM");
});
