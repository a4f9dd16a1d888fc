import { type NetworkRecord, SpikeLoomError } from "@spikeloom/kernel";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { drawSeed, draws, newDraw } from "../../../../tools/test/draws.ts";
import { mutate } from "../../../../tools/test/mutate.ts";
import { peakKibibytes } from "../../../../tools/test/peak-memory.cjs";
import { processorTime } from "../../../../tools/test/processor-time.ts";
import { loadFiles, readResult, writeResult } from "../../src/hdf5/index.ts";
import { result } from "../sample-result.ts";
import { emptyFolder, madeByH5py } from "./files.ts";

// Whoever crafts a file gets its checksums right: without this most would end at the first of them.
vi.mock("../../src/hdf5/read/checksum.ts", () => ({ verify: () => undefined }));
vi.setConfig({ testTimeout: 1_200_000 });

const folder = emptyFolder();
afterAll(() => folder.remove());

const paths = [
  ...["scalar", "ints", "big", "u8", "bools", "texts", "chunked", "gz", "grow", "grow2", "growcol"],
  ...["limit", "one", "oneplain", "paged", "pagedgrow", "filled", "unwritten", "empty", "cube"],
  ...["many/d7", "deep/er/x", "soft", "deep/rel", "uses", "compact", "implicit", "raw", "virtual"],
  ...["huge", "wide", "a", "self", "bomb", "link", "whole"],
];

function network(path: string, kind: number): NetworkRecord {
  const projection = { from: "A", to: "A", weight: "1 mV" } as const;
  const file = { file: "mutant.h5", path };
  const parameters = kind === 0 ? { tau: { ...file, unit: "ms" } } : {};
  const connector = { kind: kind === 1 ? "pairs" : "matrix", ...file };
  return {
    format: "spikeloom-network",
    version: 1,
    populations: { A: { model: "m", size: 8, parameters } },
    ...(kind > 0 && { projections: [{ ...projection, connector }] }),
  };
}

let sources: readonly Uint8Array[];
let ours: Uint8Array;

beforeAll(async () => {
  const names = ["earliest", "latest", "outside", "earliest", "latest"] as const;
  sources = names.map(madeByH5py);
  await writeResult(result, folder.at("result.h5"));
  const { readFileSync } = await import("node:fs");
  ours = readFileSync(folder.at("result.h5"));
});

/** Read a crafted file; returns the code of its error, if any. */
async function codeOf(attempt: () => Promise<unknown>, about: string): Promise<string> {
  const start = processorTime();
  try {
    await attempt();
    return "read";
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError)) throw new Error(about, { cause: fault });
    return fault.code;
  } finally {
    expect(processorTime() - start, about).toBeLessThan(5000);
  }
}

it("crafted files give numbers or a coded error, in bounded time and memory", async () => {
  const count = draws({ ci: 300, long: 6000 });
  const before = peakKibibytes();
  const codes = new Map<string, number>();
  for (let k = 0; k < count; k++) {
    const draw = newDraw(drawSeed, k);
    const about = `crafted file ${k} of seed ${drawSeed}`;
    const isResult = draw(4) === 0;
    const source = isResult ? ours : (sources[draw(sources.length)] as Uint8Array);
    folder.write("mutant.h5", mutate(source, draw));
    const record = network(paths[draw(paths.length)] ?? "", draw(3));
    const code = await codeOf(
      () =>
        isResult
          ? readResult(folder.at("mutant.h5"))
          : loadFiles(record, { directory: folder.path }),
      about,
    );
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  // Kilobytes; only the reader grows here.
  expect(peakKibibytes() - before).toBeLessThan(2 ** 20);
  // Neither are all valid, nor do all fail at the first byte.
  expect(codes.get("read") ?? 0).toBeGreaterThan(count / 20);
  expect(codes.size).toBeGreaterThan(4);
});
