import type { MeasuredRun } from "@spikeloom/sweep";
import { describe, expect, it } from "vitest";
import { sweepPictures } from "../src/sweep/sweep-pictures.ts";

/** Runs with these parameters, of which some gave no CV. */
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
  it("are of each measure against the one parameter that varies", () => {
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

  it("name what was set along with the parameter that they show", () => {
    const points = [1, 2, 3].map((rate) => ({ rate, weight: `${2 * rate} pA` }));
    expect(captionsOf(points).slice(0, 2)).toEqual(["rate with weight", "rate 1/s"]);
  });

  it("leave a measure out that no run gave", () => {
    const runs = runsOf([{ rate: 1 }, { rate: 2 }]).map((run) => ({
      ...run,
      measures: { E: { rate: 1 } },
    }));
    expect(sweepPictures(runs, "net").figures.map(([name]) => name)).toEqual(["rate"]);
  });

  it("are none of three parameters, which is said, and none of seeds alone", () => {
    const cube = [0, 1].flatMap((a) => [0, 1].flatMap((b) => [0, 1].map((c) => ({ a, b, c }))));
    const { figures, undrawn } = sweepPictures(runsOf(cube), "net");
    expect(figures).toEqual([]);
    expect(undrawn).toContain("3 parameters vary");
    expect(sweepPictures(runsOf([{}, {}]), "net")).toEqual({ figures: [], undrawn: undefined });
  });
});
