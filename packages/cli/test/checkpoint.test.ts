import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { readResult } from "@spikeloom/interop/hdf5";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { fixture, workplace } from "./spikeloom.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const place = workplace();
afterAll(() => place.remove());

const network = fixture("learns.json");
const quiet = ["--no-plots", "--json"] as const;

interface Printed {
  readonly spikeHash?: string;
  readonly steps?: number;
  readonly checkpoint?: string;
  readonly error?: { readonly code: string; readonly place?: string };
}

async function spikeloom(...args: readonly string[]): Promise<Printed> {
  const { stdout } = await place.run(...args);
  return JSON.parse(stdout) as Printed;
}

/** Complete contents of a result file except wall times. */
async function contents(name: string): Promise<string> {
  const { timing, ...rest } = await readResult(place.path(name));
  return JSON.stringify(rest, (_, value: unknown) => {
    if (value instanceof Map) return [...value];
    return ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value;
  });
}

const run = (...args: readonly string[]): Promise<Printed> =>
  spikeloom("run", network, ...quiet, ...args);

beforeAll(async () => {
  await run("--out", "whole.h5");
});

describe("a run that is continued", () => {
  it("yields, after it ended, the result of a longer uninterrupted run", async () => {
    const first = await run("--out", "later.h5", "--for", "270ms", "--checkpoint", "100ms");
    expect(first.checkpoint).toBe("later.checkpoint");
    await run("--out", "later.h5", "--continue");
    expect(await contents("later.h5")).toBe(await contents("whole.h5"));
    // It writes checkpoints as before; when it is continued again, nothing remains to be done.
    await run("--out", "later.h5", "--continue");
    expect(await contents("later.h5")).toBe(await contents("whole.h5"));
  });

  it("yields, after it was killed at any time, the result of an uninterrupted run", async () => {
    const args = ["--out", "killed.h5", "--for", "8s", "--checkpoint", "50ms"];
    const wanted = await run("--out", "long.h5", "--for", "8s");
    let kills = 0;
    for (const wait of [100, 300, 700]) {
      const { child, done } = place.start("run", network, ...quiet, ...args, "--continue");
      const before = existsSync(place.path("killed.checkpoint"))
        ? readFileSync(place.path("killed.checkpoint"))
        : undefined;
      // A run that has already ended writes no more checkpoints.
      for (let left = 400; left > 0 && child.exitCode === null; left--) {
        await pause(50);
        if (!existsSync(place.path("killed.checkpoint"))) continue;
        const now = readFileSync(place.path("killed.checkpoint"));
        if (before === undefined || !now.equals(before)) break;
      }
      await pause(wait);
      child.kill("SIGKILL");
      const { code } = await done;
      if (code === null) kills += 1;
    }
    expect(kills).toBeGreaterThan(0);
    // Recordings after the last checkpoint are truncated, and recorded again.
    const ended = await run(...args, "--continue");
    expect(ended.spikeHash).toBe(wanted.spikeHash);
    expect(await contents("killed.h5")).toBe(await contents("long.h5"));
    expect(readdirSync(place.folder).filter((name) => name.endsWith(".new"))).toEqual([]);
  });
});

describe("a run is not continued", () => {
  beforeAll(async () => {
    await run("--out", "base.h5", "--for", "100ms", "--checkpoint", "100ms");
  });

  const codeOf = async (...args: readonly string[]): Promise<string> =>
    (await run(...args)).error?.code ?? "none";

  it("without a checkpoint, unless it may start from the beginning", async () => {
    const { error } = await run("--out", "new.h5", "--continue");
    expect(error).toMatchObject({ code: "SL_CHECKPOINT_READ", place: "new.checkpoint" });
    const options = ["--out", "new.h5", "--for", "50ms", "--checkpoint", "20ms", "--continue"];
    expect((await run(...options)).steps).toBe(500);
  });

  it("without times, which the option requires", async () => {
    const { error } = await run("--out", "unit.h5", "--checkpoint", "5");
    expect(error?.place).toBe("--checkpoint");
  });

  it("with another seed, step, precision or convention", async () => {
    const options = ["--out", "base.h5", "--continue"];
    for (const [name, value] of [
      ["--seed", "4"],
      ["--dt", "0.05ms"],
      ["--precision", "f32"],
      ["--convention", "brian2"],
    ] as const) {
      expect([name, await codeOf(...options, name, value)]).toEqual([
        name,
        "SL_CHECKPOINT_NETWORK",
      ]);
    }
    expect(await codeOf(...options, "--target", "js")).toBe("SL_CHECKPOINT_BACKEND");
    expect(await codeOf(...options, "--for", "50ms")).toBe("SL_CHECKPOINT_TIME");
  });

  it("from a truncated or modified file, and existing results remain", async () => {
    const bytes = readFileSync(place.path("base.checkpoint"));
    const result = readFileSync(place.path("base.h5"));
    const flipped = Buffer.from(bytes);
    flipped[bytes.length >> 1] = (flipped[bytes.length >> 1] ?? 0) ^ 4;
    for (const [changed, code] of [
      [bytes.subarray(0, bytes.length - 1), "SL_CHECKPOINT_LENGTH"],
      [flipped, "SL_CHECKPOINT_DAMAGED"],
      [Buffer.from("nothing"), "SL_CHECKPOINT_FORMAT"],
    ] as const) {
      writeFileSync(place.path("base.checkpoint"), changed);
      expect(await codeOf("--out", "base.h5", "--continue")).toBe(code);
    }
    expect(readFileSync(place.path("base.h5")).equals(result)).toBe(true);
    writeFileSync(place.path("base.checkpoint"), bytes);
  });

  it("into a result that is not its own", async () => {
    copyFileSync(place.path("base.checkpoint"), place.path("moved.checkpoint"));
    expect(await codeOf("--out", "moved.h5", "--continue")).toBe("SL_RESULT_READ");
    await run("--out", "moved.h5", "--for", "20ms", "--seed", "9", "--overwrite");
    copyFileSync(place.path("base.checkpoint"), place.path("moved.checkpoint"));
    expect(await codeOf("--out", "moved.h5", "--continue")).toBe("SL_RESULT_RESUME");
  });

  it("from the checkpoint of an older run of that name", async () => {
    await run("--out", "base.h5", "--for", "20ms", "--overwrite");
    expect(existsSync(place.path("base.checkpoint"))).toBe(false);
    rmSync(place.path("base.h5"));
  });
});
