import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { bytesSource } from "@spikeloom/kernel";
import { expect, it } from "vitest";
import { type NirProfileName, networkFromNir, readNir } from "../../src/nir/index.ts";
import { runNetwork } from "./run-network.ts";

const read = (name: string) =>
  gunzipSync(readFileSync(new URL(`files/${name}.gz`, import.meta.url)));

/** Rows of a run published in the NIR paper: the input, the potential, and whether it spiked. */
function published(name: string): readonly (readonly [given: number, v: number, spike: number])[] {
  const lines = read(`${name}.csv`).toString().trimEnd().split("\n");
  return lines.map((line) => line.split(",").map(Number) as [number, number, number]);
}

interface Published {
  readonly profile: NirProfileName;
  readonly file: string;
  /** In the file, of the graph. */
  readonly unit: number;
  /** Steps by which the file's potentials are late: a Lava connection takes one. */
  readonly late: number;
}

it.each<Published>([
  // Nengo scales inputs so that each threshold is 1; that of the graph is 0.1.
  { profile: "nengo", file: "lif-nengo", unit: 0.1, late: 0 },
  { profile: "lava", file: "lif-lava-float", unit: 1, late: 1 },
])("equals in each step the run of $profile in the NIR paper", async ({ profile, ...of }) => {
  const rows = published(of.file);
  const { node } = await readNir(bytesSource("lif", read("lif-norse.nir")));
  const { network, stages } = networkFromNir(node, { profile, dt: 1e-4 });
  const { input } = network.populations;
  if (input === undefined) throw new Error("no input");
  const times = [rows.flatMap(([given], step) => (given > 0 ? [(step + 1) * 0.1] : []))];
  const [neuron = ""] = [...stages.keys()].filter((name) => name !== "input");
  const stage = stages.get(neuron) ?? 0;
  const { recordings } = await runNetwork({
    ...network,
    duration: `${(rows.length + stage) * 0.1} ms`,
    populations: { ...network.populations, input: { ...input, times } },
    record: [{ population: neuron, variables: ["spikes", "v"] }],
  });
  const [{ spikes, samples } = {}] = recordings;
  const fired = [...(spikes?.times ?? [])].map((time) => Math.round(time * 10) - 1 - stage);
  const wanted = rows.flatMap(([, , spike], step) => (spike > 0 ? [step - of.late] : []));
  expect(wanted.length).toBeGreaterThan(2);
  expect(fired.filter((step) => step < rows.length - of.late)).toEqual(wanted);
  const v = samples?.get("v")?.values ?? new Float64Array(0);
  for (let step = 0; step + of.late < rows.length; step++) {
    const there = of.unit * (rows[step + of.late]?.[1] ?? Number.NaN);
    // Parameters of the graph have 32 bits, and so have potentials in Lava: some 2^-24 of the threshold a step.
    expect(Math.abs((v[step + stage] ?? Number.NaN) - there), `step ${step}`).toBeLessThan(1e-6);
  }
});
