import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it, vi } from "vitest";
import { readExample } from "../first-classifier.ts";
import { installed, project } from "./workplace.ts";

// Each starts the command, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

/** The definition of a connector that names no module. */
const ring = (name: string): string => `{
  kind: "connector", contract: 1, name: "${name}", about: "Each neuron to the next one.", options: {},
  plan: ({ sources, targets }) => ({
    expected: sources, by: "source", partners: (i, out) => void out.push((i + 1) % targets),
  }),
}`;

/** A network whose source sends an encoder's output, connected by a connector. */
const networkWith = (connector: string, encoder = "latency-linear"): string =>
  JSON.stringify({
    format: "spikeloom-network",
    version: 1,
    duration: "20 ms",
    populations: {
      S: { model: "spike-array", size: 4, times: { encoder, values: [0.1, 0.4, 0.6, 0.9] } },
      E: { model: "lif-delta", size: 4 },
    },
    projections: [
      { from: "S", to: "E", connector: { kind: connector }, weight: "40 mV", delay: "1 ms" },
    ],
    record: [{ population: "E", variables: ["spikes"] }],
  });

const digits = readExample("digits.json");
const training = {
  ...digits,
  epochs: 1,
  data: { ...digits.data, train: 32, test: 16, validation: 8 },
  encoder: { name: "whole-ms", population: "input" },
};

const place = project({
  "files/spikeloom.config.ts": `
    import { kinds } from "../plugins/kinds.ts";
    export default { plugins: ["spikeloom-connectors-given", "../plugins/typed.ts", kinds, [${ring("inline")}]] };
  `,
  "plugins/kinds.ts": "export const kinds: readonly object[] = [];",
  "plugins/typed.ts": `
    const name: string = "typed";
    export default [[{ ...${ring("x")}, name }]];
  `,
  "plugins/plain.js": `export default ${ring("plain")};`,
  "plugins/stack.ts": `
    import { createStack, defaultStack } from "spikeloom";
    export default createStack({ plugins: [defaultStack, ${ring("stacked")}] });
  `,
  "plugins/encoder.ts": `
    import { defineEncoder } from "@spikeloom/kernel";
    export default defineEncoder({
      name: "whole-ms", about: "One spike at a whole millisecond.", parameters: {},
      neurons: (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1),
      spikes: ({ values }, { from, until }) =>
        Array.from(values, (value: number) => {
          const time = 1 + Math.round(10 * (1 - value));
          return Float64Array.from(time >= from && time < until ? [time] : []);
        }),
    });
  `,
  ...Object.fromEntries(
    ["given", "typed", "inline"].map((name) => [`files/${name}.json`, networkWith(name)]),
  ),
  "other/package.json": "{}",
  ...Object.fromEntries(
    ["plain", "stacked"].map((name) => [`other/${name}.json`, networkWith(name)]),
  ),
  "other/encoded.json": networkWith("one-to-one", "whole-ms"),
  "other/ours.json": networkWith("one-to-one"),
  "other/training.json": JSON.stringify(training),
  ...installed(
    "spikeloom-connectors-given",
    `export default { kind: "package", contract: 1, name: "given", records: [${ring("given")}] };`,
  ),
});
afterAll(() => place.remove());

/** Run a network on a number of workers; returns the command's output. */
async function runOn(workers: number, file: string, args: readonly string[]) {
  const { stdout, stderr } = await place.run(
    ...["run", file, "--workers", String(workers), ...args],
    ...["--no-plots", "--json", "--out", `${file}-${workers}.h5`],
  );
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

describe("a connector without a module runs on two workers", () => {
  let alone: ReturnType<typeof runOn> | undefined;
  it.each([
    ["by its package, from a configuration", "files/given.json", []],
    ["in nested lists of a TypeScript file, from a configuration", "files/typed.json", []],
    ["within a configuration", "files/inline.json", []],
    ["from a JavaScript file", "other/plain.json", ["--plugin", "./plugins/plain.js"]],
    ["in a separate stack", "other/stacked.json", ["--config", "plugins/stack.ts"]],
  ])("%s", async (_, file, args) => {
    const together = await runOn(2, file, args);
    expect(together.summary.notes).toContainEqual(expect.stringContaining("on 2 workers"));
    // All are the same network, run on one worker.
    alone ??= runOn(1, "files/inline.json", []);
    expect(together.spikeHash).toBe((await alone).spikeHash);
    expect(together.summary.synapses).toBe(4);
    expect(together.populations.E.spikes).toBeGreaterThan(0);
  });
});

it.each([
  ["ours", "other/ours.json", []],
  ["a plugin's", "other/encoded.json", ["--plugin", "plugins/encoder.ts"]],
])("times of an encoder run on two workers: %s", async (_, file, args) => {
  const [alone, together] = await Promise.all([1, 2].map((count) => runOn(count, file, args)));
  expect(together.summary.notes).toContainEqual(expect.stringContaining("on 2 workers"));
  expect(together.spikeHash).toBe(alone.spikeHash);
  expect(together.populations.S.spikes).toBeGreaterThan(0);
});

it("an encoder of a plugin feeds a training on two workers", async () => {
  const trained = async (workers: number) => {
    const out = `trained-${workers}`;
    const { code, stderr, stdout } = await place.run(
      ...["train", "other/training.json", "--plugin", "plugins/encoder.ts", "--json"],
      ...["--workers", String(workers), "--out", out, "--quiet"],
    );
    expect([code, stderr]).toEqual([0, ""]);
    return JSON.parse(stdout);
  };
  const [alone, together] = await Promise.all([1, 2].map(trained));
  expect(together.history).toEqual(alone.history);
});

it("connectors of plugins work in sweeps on two workers", async () => {
  const tables = await Promise.all(
    [1, 2].map(async (workers) => {
      const { code, stderr } = await place.run(
        ...["sweep", "files/inline.json", "--set", "projections[0].weight=30mV,50mV"],
        ...["--workers", String(workers), "--out", `swept-${workers}`, "--quiet", "--no-plots"],
      );
      expect([code, stderr]).toEqual([0, ""]);
      return readFileSync(place.path(`swept-${workers}.csv`), "utf8");
    }),
  );
  expect(tables[1]).toBe(tables[0]);
  expect(tables[0]?.trim().split("\n")).toHaveLength(3);
});
