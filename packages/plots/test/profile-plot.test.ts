import { SpikeLoomError } from "@spikeloom/kernel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { profilePlot, type TimeSpent, toPng, toSvg, toTerminal } from "../src/index.ts";
import { parseXml } from "./fixtures.ts";

const spent: readonly TimeSpent[] = [
  { phase: "update", population: "E", seconds: 1 },
  { phase: "update", population: "I", seconds: 0.5 },
  { phase: "delivery", population: "E", seconds: 2 },
  { phase: "exchange", population: "", seconds: 0.5 },
];

/** Widths of the rectangles of each path, in pixels. */
function widths(svg: string): number[][] {
  return [...svg.matchAll(/<path fill="[^"]*" stroke="[^"]*"[^>]* d="([^"]*)"/g)].map(
    ([, d = ""]) => [...d.matchAll(/h([\d.]+)v/g)].map(([, wide]) => Number(wide)),
  );
}

describe("profilePlot", () => {
  it("draws segments as wide as their time, one path for each population", () => {
    const svg = toSvg(profilePlot(spent));
    parseXml(svg);
    const [e = [], i = [], none = []] = widths(svg);
    expect([e.length, i.length, none.length]).toEqual([2, 1, 1]);
    // Ends are rounded to tenths of a pixel, so that a width is off by at most one.
    const second = e[0] as number;
    for (const [wide, seconds] of [
      [e[1], 2] as const,
      [i[0], 0.5] as const,
      [none[0], 0.5] as const,
    ])
      expect(Math.abs((wide as number) - seconds * second)).toBeLessThanOrEqual(0.3);
  });

  it("stacks segments: each starts where the one before it ends", () => {
    const [panel] = profilePlot(spent).panels;
    const blocks = (panel?.marks ?? []).filter((mark) => mark.kind === "blocks");
    const [e, i, none] = blocks;
    expect([...(e?.left ?? [])]).toEqual([0, 0, 0]);
    expect(i?.left).toEqual(e?.right);
    expect(none?.left).toEqual(i?.right);
    expect([...(none?.right ?? [])]).toEqual([1.5, 2, 0.5]);
  });

  it("states the time of each phase and population and its fraction", () => {
    const { texts } = parseXml(toSvg(profilePlot(spent, { detail: "summed over 2 workers" })));
    expect(texts).toContain("1.50 s, 37.5 %");
    expect(texts).toContain("E 75.0 %");
    expect(texts).toContain("not by population 12.5 %");
    expect(texts).toContain("time (s), summed over 2 workers");
  });

  it("distinguishes twelve populations and adds up the others, so that nothing is missing", () => {
    const many = Array.from({ length: 30 }, (_, k) => ({
      phase: "update",
      population: `P${k}`,
      seconds: 1 + ((k * 7) % 30),
    }));
    const [panel] = profilePlot(many).panels;
    expect(panel?.legend).toHaveLength(13);
    expect(panel?.legend[12]?.text).toMatch(/^18 other populations/);
    expect(panel?.remark).toMatch(/Colours repeat/);
    const last = panel?.marks[12];
    // 1 + 2 + ... + 30.
    expect(last?.kind === "blocks" && last.right[0]).toBeCloseTo(465, 9);
  });

  it("draws bars in the terminal, the longer the wider", () => {
    const text = toTerminal(profilePlot(spent), { columns: 80, rows: 24, colour: false });
    const widthAt = (name: string): number =>
      [...(text.split("\n").find((line) => line.includes(name)) ?? "")].filter((c) => c === "⣿")
        .length;
    const [update, delivery] = [widthAt("update"), widthAt("delivery")];
    // A cell is two dots wide; both ends may be rounded.
    expect(Math.abs(update - 0.75 * delivery)).toBeLessThan(2);
    expect(delivery).toBeGreaterThan(30);
  });

  it("says so if nothing took time", () => {
    const { texts } = parseXml(
      toSvg(profilePlot([{ phase: "update", population: "E", seconds: 0 }])),
    );
    expect(texts).toContain("no time measured");
    expect(toSvg(profilePlot([]))).toContain("no time measured");
  });

  it("becomes a PNG", async () => {
    const png = await toPng(profilePlot(spent));
    expect(Buffer.from(png.subarray(1, 4)).toString("latin1")).toBe("PNG");
  });

  it("gives a picture of any times and names, or a coded error", () => {
    const part = fc.record({
      phase: fc.string(),
      population: fc.string(),
      seconds: fc.double(),
    });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        const valid = parts.every(({ seconds }) => seconds >= 0 && seconds <= 1e12);
        try {
          const svg = toSvg(profilePlot(parts));
          parseXml(svg);
          expect([valid, svg.includes("NaN")]).toEqual([true, false]);
        } catch (error) {
          if (!(error instanceof SpikeLoomError)) throw error;
          expect([valid, error.code]).toEqual([false, "SL_PLOT_TIME"]);
        }
      }),
    );
  });
});
