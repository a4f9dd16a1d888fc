import { afterEach, describe, expect, it, vi } from "vitest";
import { above, isiHistogram, rasterPlot, ratePlot, toTerminal, tracePlot } from "../src/index.ts";
import { textColumns } from "../src/terminal-text.ts";
import { regular, silent, trace } from "./fixtures.ts";

const size = { columns: 80, rows: 24, colour: false };
const excitatory = regular("E", 80, 40);
const wave = trace(Array.from({ length: 300 }, (_, k) => Math.sin(k / 20)));

afterEach(() => vi.unstubAllEnvs());

function measure(text: string): { readonly columns: number; readonly rows: number } {
  const lines = text.split("\n");
  return { columns: Math.max(...lines.map(textColumns)), rows: lines.length };
}

describe("toTerminal", () => {
  it("fills the rows and stays inside the columns", () => {
    const figures = [
      rasterPlot([excitatory, regular("漢字", 7, 30)], { title: "A title with ünïcode and 漢字" }),
      tracePlot([wave]),
      ratePlot([excitatory]),
      isiHistogram([excitatory, silent("I")]),
      above([rasterPlot([excitatory]), ratePlot([excitatory])]),
    ];
    for (const figure of figures) {
      for (const [columns, rows] of [
        [40, 18],
        [80, 24],
        [133, 51],
      ] as const) {
        const drawn = measure(toTerminal(figure, { columns, rows, colour: false }));
        expect(drawn.rows).toBe(rows);
        expect(drawn.columns).toBeLessThanOrEqual(columns);
      }
    }
  });

  it("puts one spike into one dot at its place", () => {
    const one = { label: "E", size: 1, neurons: Uint32Array.of(0), times: Float64Array.of(50) };
    const lines = toTerminal(rasterPlot([one], { window: { from: 0, until: 100 } }), size).split(
      "\n",
    );
    const dotted = lines.flatMap((line, row) =>
      [...line].flatMap((c, column) => (c >= "\u2801" && c <= "\u28ff" ? [{ row, column }] : [])),
    );
    const axis = lines.findIndex((line) => line.includes("└"));
    const left = lines[axis]!.indexOf("└") + 1;
    expect(dotted.length).toBeGreaterThanOrEqual(1);
    expect(dotted.every(({ column }) => column === left + ((80 - left) >> 1))).toBe(true);
    expect(lines[axis]![dotted[0]!.column]).toBe("┬"); // the tick of 50 ms stands below
  });

  it("draws a sine through all its rows and names both axes", () => {
    const text = toTerminal(tracePlot([wave], { title: "Wave" }), size);
    expect(text).toContain("Wave");
    expect(text).toContain("v (mV)");
    expect(text).toContain("time (ms)");
    const plot = text.split("\n").filter((line) => /[│┤]/.test(line));
    expect(plot.length).toBe(24 - 5); // title, caption, axis, labels, caption
    // A margin of 5 % may leave the outermost rows blank.
    for (const line of plot.slice(1, -1)) expect(line).toMatch(/[\u2801-\u28ff]/);
  });

  it("uses colours only on request or if standard output is a terminal without NO_COLOR", () => {
    const figure = rasterPlot([excitatory]);
    const blue = "\u001b[38;5;32m";
    expect(toTerminal(figure, size)).not.toContain("\u001b");
    expect(toTerminal(figure, { ...size, colour: true })).toContain(blue);
    const before = process.stdout.isTTY;
    try {
      process.stdout.isTTY = true;
      vi.stubEnv("NO_COLOR", "");
      expect(toTerminal(figure, { columns: 80, rows: 24 })).toContain(blue);
      vi.stubEnv("NO_COLOR", "1");
      expect(toTerminal(figure, { columns: 80, rows: 24 })).not.toContain("\u001b");
      process.stdout.isTTY = false;
      vi.stubEnv("NO_COLOR", "");
      expect(toTerminal(figure, { columns: 80, rows: 24 })).not.toContain("\u001b");
    } finally {
      process.stdout.isTTY = before;
    }
  });

  it("draws the same picture with and without colour", () => {
    const figure = above([rasterPlot([excitatory]), ratePlot([excitatory])]);
    const coloured = toTerminal(figure, { ...size, colour: true });
    const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");
    expect(coloured.replace(escapes, "")).toBe(toTerminal(figure, size));
  });

  it("lets no label steer the terminal", () => {
    const figure = rasterPlot([{ ...excitatory, label: "\u001b[2J\u0007" }], {
      title: "a\r\nb\u009b",
    });
    const text = toTerminal(figure, size).replaceAll("\n", "");
    expect(text).not.toMatch(/\p{Cc}/u);
    expect(text).toContain("a b\ufffd");
  });

  it("keeps the note about a sub-sample", () => {
    const text = toTerminal(rasterPlot([excitatory], { mostSpikes: 500 }), size);
    expect(text).toContain("sub-sample: 1 neuron in 4 drawn, 20 of 80 neurons");
  });

  it("refuses a terminal that is too small and states the required size", () => {
    const figure = above([ratePlot([excitatory]), ratePlot([excitatory])]);
    const draw = (): string => toTerminal(figure, { columns: 80, rows: 10 });
    expect(draw).toThrow(expect.objectContaining({ code: "SL_PLOT_TERMINAL" }));
    expect(draw).toThrow(/at least \d+ columns and 12 rows/);
    expect(measure(toTerminal(figure, { columns: 80, rows: 12, colour: false })).rows).toBe(12);
    const bad = expect.objectContaining({ code: "SL_PLOT_OPTION" });
    expect(() => toTerminal(figure, { columns: 80.5, rows: 24 })).toThrow(bad);
  });
});
