import { existsSync, readdirSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, it, vi } from "vitest";
import { profileDrawing, profileFigure } from "../src/profile/figure.ts";
import type { ProfileMeasures } from "../src/profile/measures.ts";
import { fixture, workplace } from "./spikeloom.ts";

// On a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const place = workplace({ plots: true });
afterAll(() => place.remove());

const rows = fixture("rows.ts");

describe("profile", () => {
  it("writes a picture, but no result", async () => {
    const { code, stderr } = await place.run("profile", rows, "--for", "20ms");
    expect([code, stderr]).toEqual([0, ""]);
    const files = readdirSync(place.path("results")).sort();
    expect(files).toEqual(["rows-profile.png", "rows-profile.svg"]);
    const svg = readFileSync(place.path("results/rows-profile.svg"), "utf8");
    expect(svg).toContain(">update</text>");
    const png = readFileSync(place.path("results/rows-profile.png"));
    expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
  });

  it("draws in the terminal, and writes the picture to the given folder", async () => {
    const { stdout } = await place.run(
      ...["profile", rows, "--for", "20ms", "--draw", "--plots", "pictures"],
    );
    // The length of a bar depends on the machine.
    for (const phase of ["drive", "update", "delivery"])
      expect(stdout).toMatch(new RegExp(`^ *${phase} │`, "m"));
    expect(existsSync(place.path("pictures/rows-profile.svg"))).toBe(true);
  });

  it("draws bars in proportion to the time of the phases", () => {
    const part = (phase: string, seconds: number) => ({ phase, population: "", seconds });
    const parts = [part("drive", 1), part("update", 4), part("delivery", 2)];
    const unmeasured = { seconds: 0, share: 0 };
    const measures = { parts, unmeasured, workers: 1 } as unknown as ProfileMeasures;
    const drawn = profileDrawing(profileFigure(measures, "fixed"));
    const [drive = 0, update = 0, delivery = 0] = parts.map(({ phase }) => {
      const [, bar = ""] = new RegExp(`^ *${phase} │(⣿*)`, "m").exec(drawn) ?? [];
      return bar.length;
    });
    expect(update).toBeGreaterThan(20);
    expect(Math.abs(update - 4 * drive)).toBeLessThanOrEqual(4);
    expect(Math.abs(update - 2 * delivery)).toBeLessThanOrEqual(2);
  });
});
