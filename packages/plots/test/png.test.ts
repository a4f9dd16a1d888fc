import { describe, expect, it } from "vitest";
import { rasterPlot, toPng, toSvg } from "../src/index.ts";
import { decodePng, regular } from "./fixtures.ts";

const figure = rasterPlot([regular("E", 5, 50)], { width: 400, height: 200, title: "Spikes" });

describe("toPng", () => {
  it("has the figure's size times the scale and its background", async () => {
    const double = decodePng(await toPng(figure));
    expect([double.width, double.height]).toEqual([800, 400]);
    expect(double.at(0, 0)).toBe("#ffffff");
    const single = decodePng(await toPng(toSvg({ ...figure, theme: "dark" }), { scale: 1 }));
    expect([single.width, single.height]).toEqual([400, 200]);
    expect(single.at(0, 0)).toBe("#16181d");
  });

  it("draws spikes in the population's colour and sets the title in the bundled font", async () => {
    const image = decodePng(await toPng(figure));
    const colours = new Map<string, number>();
    let titleInk = 0;
    for (let y = 0; y < image.height; y++) {
      for (let x = 0; x < image.width; x++) {
        const colour = image.at(x, y);
        colours.set(colour, (colours.get(colour) ?? 0) + 1);
        if (y < 50 && colour === "#222222") titleInk++;
      }
    }
    // 100 ticks, each at least 1 pixel wide and 16 tall at this scale.
    expect(colours.get("#0077bb")).toBeGreaterThan(1600);
    // "Spikes" in 28 px strokes 2 to 3 px wide; without a font the count is 0.
    expect(titleInk).toBeGreaterThan(100);
  });

  it("returns the same bytes each time", async () => {
    expect(await toPng(figure)).toEqual(await toPng(figure));
  });

  it("refuses text that is not SVG", async () => {
    await expect(toPng("<svg")).rejects.toMatchObject({ code: "SL_PLOT_PNG" });
    await expect(toPng(figure, { scale: Number.NaN })).rejects.toMatchObject({
      code: "SL_PLOT_OPTION",
    });
  });
});
