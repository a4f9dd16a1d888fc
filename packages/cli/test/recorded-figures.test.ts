import { type Figure, toSvg } from "@spikeloom/plots";
import { describe, expect, it } from "vitest";
import { network, neurons, poissonInput, population, record } from "../src/index.ts";
import { recordedFigures } from "../src/recorded-figures.ts";
import { run } from "../src/run-network.ts";

const model = neurons.lifCurrExp;
const grid = { layout: "grid", shape: [4, 5], spacing: ["50 um", "50 um"] } as const;
const line = { layout: "grid", shape: [6] } as const;

const E = population(model, 20, { positions: grid });
const I = population(model, 6, { positions: line, parameters: { i_offset: "0.6 nA" } });
const drive = poissonInput(E, { receptor: "excitatory", rate: "8 kHz", weight: "0.1 nA" });

async function figuresOf(
  recorders: readonly ReturnType<typeof record>[],
  duration = "200 ms",
): Promise<Readonly<Record<string, Figure>>> {
  const net = network({ populations: { E, I }, stimuli: [drive], record: recorders, duration });
  return Object.fromEntries(recordedFigures(await run(net)));
}

const textsOf = (figure: Figure | undefined): string => (figure === undefined ? "" : toSvg(figure));

describe("the plots of a run", () => {
  it("show each recorder of spikes, and distinguish those of one population", async () => {
    const figures = await figuresOf([
      record(E),
      record(E, ["spikes"], { from: "50 ms" }),
      record(I),
    ]);
    const names = ["raster", "rate", "intervals", "spectrum", "rate-distribution", "positions"];
    expect(Object.keys(figures)).toEqual(names);
    for (const name of names) {
      for (const label of ["E", "E#2", "I"]) {
        const words = new RegExp(`>(rate of )?${label}[ :<(]`);
        expect(textsOf(figures[name]), name).toMatch(words);
      }
    }
  });

  it("give each recorder of variables separate panels, with the names of its neurons", async () => {
    const figures = await figuresOf([
      record(E, ["v"], { neurons: { from: 3, until: 8 } }),
      record(I, ["v"], { neurons: { from: 2, until: 4 } }),
    ]);
    expect(Object.keys(figures)).toEqual(["traces"]);
    const { panels } = figures["traces"]!;
    const named = panels.map(({ y, legend }) => [
      y.kind === "number" ? y.label : "",
      legend.map(({ text }) => text).join(),
    ]);
    const own = (name: string, ...indices: readonly number[]) =>
      indices.map((index) => [`v of ${name}`, `${name} ${index}`]);
    expect(named).toEqual([...own("E", 3, 4, 5, 6, 7), ...own("I", 2, 3)]);
  });

  it("state how many of many recorders they show", async () => {
    const one = record(I, ["v"], { neurons: { from: 0, until: 1 } });
    const { traces } = await figuresOf(
      Array.from({ length: 20 }, () => one),
      "1 ms",
    );
    expect(traces!.panels).toHaveLength(16);
    expect(textsOf(traces)).toContain("first 16 of 20 recorders");
  });

  it("map the rates of the neurons that were recorded, while they were", async () => {
    const part = { neurons: { from: 10, until: 15 }, from: "100 ms" };
    const { positions } = await figuresOf([record(E, ["spikes"], part)]);
    const points = positions!.panels[0]!.marks.filter((mark) => mark.kind === "points");
    const places = points.flatMap(({ x, y }) => [...x].map((at, k) => `${at} ${y[k]}`));
    // Neurons 10 to 14 of rows of five, 50 um apart, are the third row.
    expect(places.sort()).toEqual(["100 0", "100 100", "100 150", "100 200", "100 50"].sort());
  });

  it("omit spectra of short runs, and rates if nothing spiked", async () => {
    expect(Object.keys(await figuresOf([record(I)], "60 ms"))).not.toContain("spectrum");
    const silent = Object.keys(await figuresOf([record(E)], "0.5 ms"));
    expect(silent).toEqual(["raster", "rate", "intervals"]);
  });
});
