import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import type { Accuracy, EmulatedAccuracy } from "../src/fit/accuracy.ts";
import { paretoFigure } from "../src/fit/pareto.ts";
import { fit, type NetworkFit, type NetworkRecord } from "../src/index.ts";
import { commandStack as stack } from "../src/stack/command-stack.ts";
import { workplace } from "./spikeloom.ts";

const place = workplace();
afterAll(() => place.remove());

const neurons = (size: number) => ({
  model: "lif-curr-exp",
  size,
  parameters: {
    v_rest: "0 mV",
    v_reset: "0 mV",
    v_threshold: "1 mV",
    tau_refrac: "0 ms",
    c_m: "100 pF",
    tau_m: "15 ms",
    tau_syn_exc: "4 ms",
  },
});

const dense = (from: string, to: string, sd: number) => ({
  from,
  to,
  receptor: "excitatory",
  connector: { kind: "all-to-all" },
  delay: "1 ms",
  weight: { draw: "normal", mean: "0 pA", sd: `${sd} pA` },
});

const training = {
  format: "spikeloom-training",
  version: 1,
  data: { set: "digits", train: 300, test: 60 },
  epochs: 2,
  seed: 1,
  chip: "loihi-1",
  encoder: { name: "latency-linear", population: "input", parameters: { last: "15 ms" } },
  network: {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    duration: "24 ms",
    populations: {
      input: { model: "spike-array", size: 64 },
      hidden: neurons(24),
      output: neurons(10),
    },
    projections: [dense("input", "hidden", 7), dense("hidden", "output", 10)],
  },
  readout: { population: "output", variable: "spikes" },
  optimiser: { name: "adam", rate: 0.5 },
  surrogate: { name: "fast-sigmoid", width: 0.2 },
};

interface Printed {
  readonly accuracy: { readonly float: Accuracy; readonly emulated: readonly EmulatedAccuracy[] };
  readonly written: readonly string[];
}

describe("fit --accuracy", { timeout: 300_000 }, () => {
  it("classifies the test samples on each emulator", async () => {
    writeFileSync(place.path("digits.json"), JSON.stringify(training));
    const learnt = await place.run(
      "train",
      place.path("digits.json"),
      "--out",
      place.path("out.json"),
    );
    expect(learnt.stderr).not.toMatch(/SL_/);
    const record = JSON.parse(readFileSync(place.path("out-training.json"), "utf8"));
    const options = [
      "--accuracy",
      "--json",
      "--plots",
      place.folder,
      "--html",
      place.path("fit.html"),
    ];
    const { stdout, code } = await place.run("fit", place.path("out.json"), ...options);
    expect(code).toBe(0);
    const { accuracy, written } = JSON.parse(stdout) as Printed;
    const [loihi, spinnaker, truenorth] = ["loihi", "spinnaker", "truenorth"].map((backend) =>
      accuracy.emulated.find((one) => one.backend === backend),
    );
    // The network was trained and tested on the program of Loihi 1.
    expect(loihi).toMatchObject({ chip: "loihi-1", right: record.test.right, of: 60 });
    expect(spinnaker).toMatchObject({ chip: "spinnaker-1", of: 60 });
    expect(truenorth).toMatchObject({ error: { code: "SL_TRUENORTH_SYNAPSE" } });
    const { low, high, right } = loihi as Accuracy;
    expect(low).toBeLessThan(right / 60);
    expect(high).toBeGreaterThan(right / 60);
    expect(written.some((path) => path.endsWith("-pareto.svg"))).toBe(true);
    const page = readFileSync(place.path("fit.html"), "utf8");
    expect(page).toContain("accuracy there, 95 % CI");
    expect(page).toContain("Pareto-optimal");
  });

  it("needs the record of a training", async () => {
    const net = { ...training.network, record: [] };
    writeFileSync(place.path("plain.json"), JSON.stringify(net));
    const options = ["--accuracy", "--no-plots", "--no-emulate"];
    const { stderr, code } = await place.run("fit", place.path("plain.json"), ...options);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/SL_TRAINED_FILE/);
  });
});

describe("the picture of cores, energy and accuracy", () => {
  it("marks chips that no other one beats in all respects", async () => {
    const network = { ...training.network } as NetworkRecord;
    const run = await fit(network, { stack, emulate: false, for: "5 ms" });
    const accuracy = (right: number) => ({
      right,
      of: 100,
      low: right / 100 - 0.05,
      high: right / 100,
    });
    const measured = (loihi: number, spinnaker: number): NetworkFit => ({
      ...run,
      accuracy: {
        float: accuracy(90),
        emulated: [
          { chip: "loihi-1", backend: "loihi", ...accuracy(loihi) },
          { chip: "spinnaker-1", backend: "spinnaker", ...accuracy(spinnaker) },
        ],
      },
    });
    const legend = (one: NetworkFit) =>
      paretoFigure(one, "digits")?.panels[0]?.legend.map(({ text }) => text);
    // SpiNNaker takes more cores and energy, so that only accuracy speaks for it.
    expect(legend(measured(80, 80))).toEqual(["loihi-1 (Pareto-optimal)", "spinnaker-1"]);
    expect(legend(measured(80, 85))).toEqual([
      "loihi-1 (Pareto-optimal)",
      "spinnaker-1 (Pareto-optimal)",
    ]);
    expect(paretoFigure(run, "digits")).toBeUndefined();
  });
});
