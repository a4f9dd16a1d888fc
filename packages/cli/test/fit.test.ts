import { readFileSync, writeFileSync } from "node:fs";
import { createStack, defineBackend } from "@spikeloom/kernel";
import { chips } from "@spikeloom/mapping";
import { afterAll, describe, expect, it, vi } from "vitest";
import { chipNames } from "../src/fit/chip-names.ts";
import { fitHtml } from "../src/fit/html.ts";
import { formatDuration, formatEnergy } from "../src/fit/ranges.ts";
import {
  allToAll,
  defaultStack,
  type FitNetworkOptions,
  fit,
  type NetworkFit,
  type NetworkRecord,
  network,
  neurons,
  population,
  projection,
  run,
} from "../src/index.ts";
import { fitText } from "../src/print/fit.ts";
import { commandStack } from "../src/stack/command-stack.ts";
import { workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 600_000 });

const place = workplace();
afterAll(() => place.remove());

/** Three sources whose spikes are listed, onto four neurons that each answer a spike with at most one. */
const input = population(neurons.spikeArray(), 3, {
  times: [["1 ms", "2 ms", "9 ms"], [], ["4 ms"]],
});
const hidden = population(neurons.lifCurrExp(), 4);
const output = population(neurons.lifCurrExp(), 2);
const net: NetworkRecord = network({
  name: "small",
  dt: "1 ms",
  populations: { input, hidden, output },
  projections: [
    projection(input, hidden, {
      receptor: "excitatory",
      connector: allToAll(),
      weight: "20 nA",
      delay: "1 ms",
    }),
    projection(hidden, output, {
      receptor: "excitatory",
      connector: allToAll(),
      weight: "20 nA",
      delay: "1 ms",
    }),
  ],
});

async function fitted(options: FitNetworkOptions = {}): Promise<NetworkFit> {
  return await fit(net, { for: "20 ms", emulate: false, ...options });
}

describe("a fit", () => {
  it("counts the spikes of a run", async () => {
    const { counts, populations, chips: found, multiplyAdds } = await fitted();
    const { spikeCounts } = await run(net, { for: "20 ms" });
    const { input: sent, hidden: answered, output: last } = spikeCounts as Record<string, number>;
    expect(sent).toBe(4);
    expect(answered).toBeGreaterThan(0);
    expect(counts).toEqual({
      steps: 20,
      synapticOperations: 4 * 4 + (answered ?? 0) * 2,
      updates: 20 * 6,
      spikes: (answered ?? 0) + (last ?? 0),
    });
    expect(populations[0]).toMatchObject({ name: "input", isInput: true, isGiven: false });
    expect(populations[0]?.rate).toBeCloseTo(4 / 3 / 0.02, 9);
    expect(found.map(({ chip }) => chip.name)).toEqual([...chipNames]);
    expect(multiplyAdds.count).toBe(3 * 4 + 4 * 2);
  });

  it("takes measured rates in place of those of the run", async () => {
    const { counts, populations } = await fitted({ rates: { input: 100, hidden: 0 } });
    // 100 spikes/s of 3 neurons for 20 ms: 6 spikes with 4 synapses each.
    expect(counts.synapticOperations).toBeCloseTo(24, 9);
    expect(populations.map(({ isGiven }) => isGiven)).toEqual([true, true, false]);
    await expect(fitted({ rates: { inputs: 1 } })).rejects.toThrow("SL_FIT_RATES");
    await expect(fitted({ rates: { input: -1 } })).rejects.toThrow("SL_FIT_RATES");
  });

  it("compares the spikes of each backend that emulates a chip, whatever its name", async () => {
    const clock = defaultStack.get("backend", "clock");
    const same = defineBackend({ ...clock, name: "same", chip: "truenorth" });
    const fails = defineBackend({
      ...clock,
      name: "fails",
      chip: "spinnaker-1",
      prepare: () => {
        throw new Error("no");
      },
    });
    const plain = { options: clock.options ?? {} };
    const stack = createStack({
      plugins: [
        ...defaultStack.records.filter(({ name }) => name !== "loihi"),
        { ...same, ...plain },
        { ...fails, ...plain },
      ],
    });
    const { chips: found } = await fitted({ stack, emulate: true });
    const by = new Map(found.map(({ chip, emulations }) => [chip.name, emulations]));
    const [equal] = by.get("truenorth") ?? [];
    const { spikeCounts } = await run(net, { for: "20 ms" });
    const spikes = (spikeCounts["hidden"] ?? 0) + (spikeCounts["output"] ?? 0);
    expect(equal).toMatchObject({ backend: "same", spikes, expected: spikes, distance: 0 });
    expect(by.get("spinnaker-1")).toMatchObject([
      { backend: "fails", error: { code: "SL_PLUGIN_FAILED" } },
    ]);
    expect(by.get("loihi-1")).toEqual([]);
  });

  it("finds the rounding of Loihi through the list of backends", async () => {
    const options = { stack: commandStack, chips: chips.slice(0, 1) };
    const { chips: found } = await fit(net, { for: "20 ms", ...options });
    const [{ emulations } = { emulations: [] }] = found;
    expect(emulations).toMatchObject([{ backend: "loihi", distance: expect.any(Number) }]);
  });
});

describe("reports of a fit", () => {
  it("give each energy and time as a range, or mark it as one value", async () => {
    const text = fitText(await fitted(), { file: "net.json", written: [] });
    const energies = text
      .split("\n")
      .flatMap((line) => line.split(/ {2,}/).filter((text) => /\d [fpnµmk]?[Js]\*?$/.test(text)));
    expect(energies.length).toBeGreaterThan(20);
    for (const one of energies) expect(one).toMatch(/–|\*$/);
    for (const chip of chipNames) expect(text).toContain(chip);
    expect(text).toContain("doi:10.1109/MM.2018.112130359");
    expect(text).toContain("Assumptions:");
  });

  it("write ranges with the prefix of each end", () => {
    expect(formatEnergy({ low: 12.04e6, high: 18.1e6 })).toBe("12.0–18.1 µJ");
    expect(formatEnergy({ low: 8.63e6, high: 8.83e9 })).toBe("8.63 µJ–8.83 mJ");
    expect(formatEnergy({ low: 0, high: 250 })).toBe("0–250 pJ");
    expect(formatEnergy({ low: 6.76e9, high: 6.76e9 })).toBe("6.76 mJ*");
    expect(formatDuration({ low: 1e6, high: 1e6 })).toBe("1.00 ms*");
    expect(formatDuration({ low: 999.9, high: 1000 })).toBe("1.00 µs");
  });

  it("escape names in the page", async () => {
    const run = await fitted({ chips: chips.slice(0, 1) });
    const page = fitHtml(run, '<b>&"', { energy: "<svg></svg>" });
    expect(page).toContain("<h1>&lt;b&gt;&amp;&quot;</h1>");
    expect(page).toContain('<a href="https://doi.org/10.1109/MM.2018.112130359">');
    expect(page).not.toContain("<script");
  });

  it("are written by the command, as JSON with units", async () => {
    writeFileSync(place.path("net.json"), JSON.stringify({ ...net, duration: "20 ms" }));
    const files = ["--html", place.path("fit.html"), "--plots", place.path("plots")];
    const { code, stdout, stderr } = await place.run(
      "fit",
      place.path("net.json"),
      "--json",
      ...files,
    );
    expect([code, stderr]).toEqual([0, ""]);
    const report = JSON.parse(stdout) as {
      readonly written: readonly string[];
      readonly chips: readonly {
        readonly chip: string;
        readonly fits: boolean;
        readonly energy?: { readonly byMapping: { readonly low: number; readonly high: number } };
      }[];
      readonly constants: readonly { readonly values: readonly { readonly cite: string }[] }[];
    };
    expect(report.written).toHaveLength(5);
    for (const path of report.written) expect(readFileSync(path).length).toBeGreaterThan(1000);
    expect(report.chips.map(({ chip }) => chip)).toEqual([...chipNames]);
    for (const { fits, energy } of report.chips) {
      expect(fits).toBe(true);
      expect(energy?.byMapping.high).toBeGreaterThan(energy?.byMapping.low ?? Number.NaN);
    }
    for (const { values } of report.constants) {
      for (const { cite } of values) expect(cite).toMatch(/^(doi:|https:)/);
    }
  });

  it("list the chips that have resource models", () => {
    expect(chips.map(({ name }) => name)).toEqual([...chipNames]);
  });

  it("refuse unknown chips and rates", async () => {
    const wrong = await place.run("fit", "net.json", "--chip", "loihi-3");
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("loihi-1") });
    const rate = await place.run("fit", "net.json", "--rate", "input");
    expect(rate).toMatchObject({ code: 2, stderr: expect.stringContaining("POPULATION=RATE") });
  });
});
