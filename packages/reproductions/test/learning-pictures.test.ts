import type { Figure, Mark } from "@spikeloom/plots";
import { describe, expect, it } from "vitest";
import { learningPictures } from "../src/learning-pictures.ts";

// Far shorter runs than those of the studies: the test is about the pictures, not the learning.
async function draw(name: string, duration: string): Promise<Figure> {
  const picture = learningPictures[name];
  if (picture === undefined) throw new Error(`There is no picture of ${name}.`);
  return picture(duration);
}

function marksOf({ panels }: Figure, kind: Mark["kind"]): readonly Mark[] {
  return panels.flatMap(({ marks }) => marks.filter((mark) => mark.kind === kind));
}

describe("pictures of learning", () => {
  it("shows every weight of Song's neuron at the start and at the end", async () => {
    const bars = marksOf(await draw("song-2000", "1 s"), "bars");
    expect(bars).toHaveLength(2);
    for (const mark of bars) {
      // Fractions of all synapses in %, whichever bin they are in.
      const sum = mark.kind === "bars" ? mark.heights.reduce((a, b) => a + b, 0) : 0;
      expect(sum).toBeCloseTo(100, 9);
    }
  }, 60_000);

  it("shows spikes of both populations above the activity of the bursting network", async () => {
    const figure = await draw("tsodyks-2000", "300 ms");
    expect(marksOf(figure, "ticks")).toHaveLength(2);
    // A fifth of all excitatory neurons fires within 5 ms, 105 ms after the start: 40 spikes/s and more.
    const [activity] = marksOf(figure, "bars");
    const rates = activity?.kind === "bars" ? activity.heights : new Float64Array(0);
    expect(rates[21]).toBeGreaterThan(40);
  }, 60_000);

  it("shows rates above the currents that become balanced", async () => {
    const figure = await draw("vogels-2011", "100 ms");
    expect(marksOf(figure, "bars")).toHaveLength(2);
    const lines = marksOf(figure, "line");
    expect(lines).toHaveLength(3);
    // The third is the sum of the first two.
    const [excites, inhibits, sum] = lines.map((mark) => (mark.kind === "line" ? mark.y : []));
    const last = (sum?.length ?? 0) - 1;
    expect(last).toBeGreaterThan(0);
    expect(sum?.[last]).toBeCloseTo((excites?.[last] ?? 0) + (inhibits?.[last] ?? 0), 9);
  }, 60_000);
});
