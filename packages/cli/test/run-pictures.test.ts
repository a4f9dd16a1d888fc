import { copyFileSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { readResult } from "@spikeloom/interop/hdf5";
import type { NetworkRecord } from "@spikeloom/kernel";
import { afterAll, describe, expect, it, vi } from "vitest";
import { fixture, workplace } from "./spikeloom.ts";

// Runs of some seconds, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 });

const place = workplace({ plots: true });
afterAll(() => place.remove());

const small = fixture("small.json");

describe("run", () => {
  it("writes a result and pictures and prints a table, nothing on standard error", async () => {
    const { code, stdout, stderr } = await place.run("run", small);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/population +model +neurons +spikes +rate \(1\/s\) +CV of ISI/);
    expect(stdout).toMatch(/spike hash +[0-9a-f]{16}/);
    expect(readdirSync(place.path("results")).sort()).toEqual(
      [
        "small.h5",
        ...["intervals", "raster", "rate", "rate-distribution", "spectrum", "traces"].flatMap(
          (name) => [`small-${name}.png`, `small-${name}.svg`],
        ),
      ].sort(),
    );
    const png = readFileSync(place.path("results/small-raster.png"));
    expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
    const result = await readResult(place.path("results/small.h5"));
    expect(stdout).toContain(result.spikeHash);
    expect(result.recordings[0]?.samples.get("v")?.unit).toBe("mV");
    expect(result.recordings[1]?.spikes?.times.length).toBe(result.spikeCounts["I"]);
  });

  it("draws the figures of a module, each as SVG and PNG", async () => {
    const { stdout } = await place.run("run", fixture("constant.ts"), "--json");
    expect(JSON.parse(stdout).pictures).toEqual([
      "results/constant-traces.svg",
      "results/constant-traces.png",
    ]);
  });

  it("draws the raster in the terminal, and prints nothing with --quiet", async () => {
    const drawn = await place.run("run", small, "--no-plots", "--draw", "--overwrite");
    expect(drawn.stdout).toMatch(/[\u2801-\u28ff]/);
    expect(drawn.stdout).toContain("time (ms)");
    const quiet = await place.run("run", small, "--no-plots", "--quiet");
    expect([quiet.code, quiet.stdout, quiet.stderr]).toEqual([0, "", ""]);
  });

  it("draws nothing of a program, and refuses a folder for it", async () => {
    const shown = await place.run("show", small, "--program", "--json");
    writeFileSync(place.path("small.program.json"), shown.stdout);
    const args = ["run", "small.program.json", "--plots", "pictures", "--out", "never"];
    const { code, stderr } = await place.run(...args);
    expect(code).toBe(2);
    expect(stderr).toContain("--plots changes or reads a network");
    expect(readdirSync(place.folder)).not.toContain("never");
  });

  it("does not overwrite its network through a link", async () => {
    copyFileSync(small, place.path("net.json"));
    symlinkSync(place.path("net.json"), place.path("pic-raster.svg"));
    const refusal = async (...more: readonly string[]): Promise<string> => {
      const args = ["run", "net.json", "--out", "pic.h5", "--json", ...more];
      return JSON.parse((await place.run(...args)).stdout).error.code;
    };
    expect(await refusal()).toBe("SL_OUTPUT_OTHER");
    expect(await refusal("--overwrite")).toBe("SL_OUTPUT_INPUT");
    expect(readFileSync(place.path("net.json"))).toEqual(readFileSync(small));
    expect(readdirSync(place.folder).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("draws the whole run if it was continued, not only its last part", async () => {
    const network = fixture("learns.json");
    await place.run("run", network, "--quiet", "--out", "a/drawn.h5");
    await place.run(
      "run",
      network,
      "--quiet",
      "--out",
      "b/drawn.h5",
      "--for",
      "200ms",
      "--checkpoint",
      "1s",
    );
    await place.run("run", network, "--quiet", "--out", "b/drawn.h5", "--continue");
    const pictures = readdirSync(place.path("a")).filter((name) => name.endsWith(".svg"));
    expect(pictures.length).toBe(9);
    for (const name of pictures) {
      const [one, other] = ["a", "b"].map((folder) =>
        readFileSync(place.path(`${folder}/${name}`), "utf8"),
      );
      expect([name, other === one]).toEqual([name, true]);
    }
  });

  it("draws and counts only the beginning if there is too much data, and says so", async () => {
    // All potentials at each step: about 4 kB of file per millisecond.
    const record: NetworkRecord["record"] = [
      { population: "E", variables: ["spikes", "v"] },
      { population: "I", variables: ["spikes"] },
    ];
    const network = JSON.parse(readFileSync(small, "utf8")) as NetworkRecord;
    writeFileSync(place.path("much.json"), JSON.stringify({ ...network, record }));
    const { code, stdout } = await place.run("run", "much.json", "--for", "10 s");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^10 s in /m);
    expect(stdout).toContain("results/much-raster.png");
    expect(stdout).toMatch(
      /Pictures and CV are of the first [\d.]+ s; the file contains all recorded data\./,
    );
  });
});
