import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { SpikeLoomError } from "@spikeloom/kernel";
import { toSvg } from "@spikeloom/plots";
import { describe, expect, it } from "vitest";
import { scriptFlags } from "../../../tools/test/script-flags.ts";
import { readArguments } from "../src/arguments.ts";
import { brunelPicture } from "../src/brunel-2000/picture.ts";

const program = fileURLToPath(new URL("../src/reproduce.ts", import.meta.url));

function reproduce(...args: readonly string[]): {
  status: number | null;
  out: string;
  err: string;
} {
  const flags = [...scriptFlags, program, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, flags, { encoding: "utf8" });
  return { status, out: stdout, err: stderr };
}

describe("the program", () => {
  it("prints published next to measured numbers and exits with 0 if all agree", () => {
    const { status, out } = reproduce("brette-gerstner-2005");
    expect(out).toMatch(/800 pA, spikes +1 +17 +17 +0 +T2 +agrees/);
    expect(status).toBe(0);
  });

  it("suggests the nearest study for an unknown one", () => {
    const { status, err } = reproduce("brunel-2001");
    expect(err).toContain("SL_STUDY_UNKNOWN");
    expect(err).toContain('"brunel-2000"');
    expect(status).toBe(2);
  });
});

describe("the demo", () => {
  it("replaces no foreign picture, and reports it before it simulates", () => {
    const cwd = mkdtempSync(join(tmpdir(), "spikeloom-programs-"));
    try {
      const file = join(cwd, "results/brunel-2000/C.png");
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, "mine");
      const source = fileURLToPath(new URL("../src/demo.ts", import.meta.url));
      const command = ["--conditions=@spikeloom/source", source];
      const { status, stderr } = spawnSync(process.execPath, command, { cwd, encoding: "utf8" });
      expect(stderr).toContain("SL_OUTPUT_OTHER");
      expect(stderr).toContain("Move or delete it");
      expect(status).toBe(2);
      expect(readFileSync(file, "utf8")).toBe("mine");
    } finally {
      rmSync(cwd, { recursive: true });
    }
  });
});

describe("readArguments", () => {
  it("accepts names, a number of seeds and whether to run long parts", () => {
    expect(readArguments(["a", "--seeds", "7", "b"], 1)).toEqual({
      names: ["a", "b"],
      seeds: 7,
      long: false,
    });
    expect(readArguments(["--long"], 3)).toEqual({ names: [], seeds: 3, long: true });
  });

  it.each([["--seeds", "0"], ["--seeds", "1.5"], ["--seeds", "x"], ["--speed", "1"], ["--seeds"]])(
    "refuses %s %s",
    (...args) => {
      let code = "no error";
      try {
        readArguments(args, 1);
      } catch (error) {
        code = error instanceof SpikeLoomError ? error.code : String(error);
      }
      expect(code).toBe("SL_REPRODUCE_ARGUMENTS");
    },
  );
});

describe("brunelPicture", () => {
  it("draws 50 neurons, whatever the size of the population, above the rate of all", () => {
    const neurons = Uint32Array.from({ length: 400 }, (_, k) => k * 25);
    const times = Float64Array.from(neurons, (_, k) => 900 + (k % 100));
    const excitatory = { label: "E", size: 10_000, neurons, times };
    const figure = brunelPicture("B", {
      excitatory,
      inhibitory: { ...excitatory, label: "I" },
      measured: {},
      seconds: 0,
    });
    const [raster, rate] = figure.panels;
    expect(raster?.y).toMatchObject({ bands: [{ name: "E", detail: "50 neurons" }] });
    expect(raster?.x).toMatchObject({ from: 900, until: 1000 });
    // Of neurons 0, 25, 50, ... two are below 50.
    expect(raster?.marks[0]).toMatchObject({ kind: "ticks", x: Float64Array.of(900, 901) });
    expect(rate?.legend[0]?.text).toBe("E (10 000 neurons)");
    expect(toSvg(figure)).toContain("synchronous irregular, fast");
  });
});
