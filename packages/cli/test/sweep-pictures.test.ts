import { readdirSync, readFileSync } from "node:fs";
import type { MeasuredRun } from "@spikeloom/sweep";
import { afterAll, describe, expect, it, vi } from "vitest";
import { sweepPictures } from "../src/sweep/sweep-pictures.ts";
import { fixture, workplace } from "./spikeloom.ts";

// The command is started several times, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const place = workplace({ plots: true });
afterAll(() => place.remove());

/** Runs with these parameters, of which some have no CV. */
const runsOf = (
  points: readonly MeasuredRun["parameters"][],
  cv: number | undefined = 0.5,
): readonly MeasuredRun[] =>
  points.map((parameters, job) => ({
    job,
    seed: 1,
    parameters,
    spikeHash: "",
    diverged: false,
    measures: { E: { rate: job, cv } },
    spikeCounts: { E: job },
  }));

const captionsOf = (points: readonly MeasuredRun["parameters"][]): readonly string[] =>
  sweepPictures(runsOf(points), "net").figures.flatMap(([, { panels }]) =>
    panels.flatMap(({ x, y }) =>
      [x, y].map((axis) =>
        "label" in axis
          ? [axis.label, "unit" in axis ? axis.unit : "", "detail" in axis ? axis.detail : ""]
              .filter(Boolean)
              .join(" ")
          : "",
      ),
    ),
  );

describe("the pictures of a sweep", () => {
  it("show each measure against the only parameter that varies", () => {
    const points = [1, 2].map((rate) => ({ rate: `${rate} kHz`, trial: 0 }));
    expect(captionsOf(points)).toEqual(["rate kHz", "rate 1/s", "rate kHz", "CV of intervals"]);
  });

  it("are maps over two parameters", () => {
    const points = [1, 2].flatMap((rate) =>
      ["f64", "f32"].map((precision) => ({ rate, precision })),
    );
    expect(captionsOf(points)).toEqual(["rate", "precision", "rate", "precision"]);
    const { figures } = sweepPictures(runsOf(points), "net");
    expect(figures.every(([, { panels }]) => panels[0]?.colourBar !== undefined)).toBe(true);
  });

  it("name the fixed settings along with the parameter that they show", () => {
    const points = [1, 2, 3].map((rate) => ({ rate, weight: `${2 * rate} pA` }));
    expect(captionsOf(points).slice(0, 2)).toEqual(["rate with weight", "rate 1/s"]);
  });

  it("omit a measure that no run yielded", () => {
    const runs = runsOf([{ rate: 1 }, { rate: 2 }]).map((run) => ({
      ...run,
      measures: { E: { rate: 1 } },
    }));
    expect(sweepPictures(runs, "net").figures.map(([name]) => name)).toEqual(["rate"]);
  });

  it("are omitted for three parameters, which is reported, and for seeds alone", () => {
    const cube = [0, 1].flatMap((a) => [0, 1].flatMap((b) => [0, 1].map((c) => ({ a, b, c }))));
    const { figures, undrawn } = sweepPictures(runsOf(cube), "net");
    expect(figures).toEqual([]);
    expect(undrawn).toContain("3 parameters vary");
    expect(sweepPictures(runsOf([{}, {}]), "net")).toEqual({ figures: [], undrawn: undefined });
  });
});

describe("spikeloom sweep", () => {
  const of = ["sweep", fixture("small.json"), "--set"];
  const pictureAt = (path: string): string => readFileSync(place.path(path), "utf8");

  it("draws each measure with its spread over the seeds, also if all runs are complete", async () => {
    const args = [...of, "stimuli[0].rate=1kHz,4kHz", "--seeds", "2"];
    const first = await place.run(...args);
    expect([first.code, first.stderr]).toEqual([0, ""]);
    const names = ["rate", "cv"].flatMap((name) => [`${name}.png`, `${name}.svg`]);
    expect(readdirSync(place.path("results")).sort()).toEqual(
      [...names.map((name) => `small-sweep-${name}`), "small-sweep.csv", "small-sweep.h5"].sort(),
    );
    const picture = pictureAt("results/small-sweep-rate.svg");
    expect(picture).toContain("mean of 2 runs per value");
    for (const caption of ["stimuli[0].rate (kHz)", "rate (1/s)"]) {
      expect(picture).toContain(`>${caption}</text>`);
    }
    const again = await place.run(...args);
    expect(again.stdout).toContain("4 runs, all done before");
    expect(pictureAt("results/small-sweep-rate.svg")).toBe(picture);
  });

  it("draws a map over two parameters into the named folder", async () => {
    const values = ["stimuli[0].rate=0kHz,3kHz", "--set", "precision=f64,f32"];
    const done = await place.run(...of, ...values, "--plots", "pictures", "--out", "maps.h5");
    expect(done.stderr).toBe("");
    expect(pictureAt("pictures/maps-rate.svg")).toContain(">rate of E (1/s)</text>");
  });

  it("reports why three parameters have none, unless none are requested", async () => {
    const values = ["E.size=40,41", "E.parameters.tau_m=10ms,20ms", "I.size=10,11"];
    const sets = values.flatMap((value) => ["--set", `populations.${value}`]);
    const args = ["sweep", fixture("small.json"), "--for", "1ms", ...sets, "--out", "cube.h5"];
    expect((await place.run(...args)).stdout).toContain("3 parameters vary");
    expect((await place.run(...args, "--no-plots")).stdout).not.toContain("parameters vary");
  });
});
