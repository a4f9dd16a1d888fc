import { execFileSync } from "node:child_process";
import fs, { mkdirSync, symlinkSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { platform } from "node:os";
import { join, resolve } from "node:path";
import { type NetworkRecord, SpikeLoomError } from "@spikeloom/kernel";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { processorTime } from "../../../../tools/test/processor-time.ts";
import { loadFiles, readResult } from "../../src/hdf5/index.ts";
import { emptyFolder, madeByH5py } from "./files.ts";

const folder = emptyFolder();
const other = emptyFolder();
const opened: string[] = [];
const makePipe = "mkfifo";
const realOpen = fs.openSync;

beforeAll(async () => {
  for (const name of ["outside", "bomb", "latest", "packed"] as const) {
    folder.write(`${name}.h5`, madeByH5py(name));
  }
  // The target of the reference exists, and contains numbers that anyone would accept.
  folder.write("secret.h5", madeByH5py("latest"));
  folder.write("secret.raw", Buffer.alloc(64, 1));
  other.write("elsewhere.h5", madeByH5py("latest"));
  // Modules that are loaded as they are needed are opened before any file counts.
  await load("outside.h5", "whole");
  fs.openSync = (...args) => {
    opened.push(String(args[0]));
    return realOpen(...args);
  };
  syncBuiltinESMExports();
});
afterAll(() => {
  fs.openSync = realOpen;
  syncBuiltinESMExports();
  folder.remove();
  other.remove();
});

function network(file: string, path: string): NetworkRecord {
  const tau = { file, path, unit: "ms" };
  return {
    format: "spikeloom-network",
    version: 1,
    populations: { A: { model: "m", size: 8, parameters: { tau } } },
  };
}

async function load(file: string, path: string, allowOutside?: boolean): Promise<unknown> {
  const loaded = await loadFiles(network(file, path), { directory: folder.path, allowOutside });
  return loaded.populations["A"]?.parameters?.["tau"];
}

async function failure(attempt: Promise<unknown>): Promise<SpikeLoomError> {
  const error: unknown = await attempt.catch((thrown: unknown) => thrown);
  if (error instanceof SpikeLoomError) return error;
  throw new Error(`no coded error: ${String(error)}`);
}

describe("data in another file", () => {
  it.each([
    ["external storage", "raw", "the numbers of a dataset"],
    ["external storage anywhere", "passwd", "the numbers of a dataset"],
    ["an external link", "link", '"link"'],
    ["a link into an external group", "group/x", '"group"'],
    ["a soft link to an external one", "far", '"group"'],
    ["a virtual dataset", "virtual", "a virtual dataset"],
  ])("is not read, and no other file is opened: %s", async (_, path, what) => {
    opened.length = 0;
    const error = await failure(load("outside.h5", path));
    expect([error.code, error.place]).toEqual(["SL_HDF5_OUTSIDE", "populations.A.parameters.tau"]);
    expect(error.message).toContain(what);
    expect(opened).toEqual([folder.at("outside.h5")]);
  });

  it("does not keep the rest of the file from being read", async () => {
    const values = Float64Array.from({ length: 8 }, (_, k) => k);
    expect(await load("outside.h5", "whole")).toMatchObject({ values });
  });

  it("is refused in results as well", async () => {
    // The format is searched for in an attribute that it lacks; no reference is followed.
    opened.length = 0;
    expect((await failure(readResult(folder.at("outside.h5")))).code).toBe("SL_RESULT_SHAPE");
    expect(opened).toEqual([folder.at("outside.h5")]);
  });
});

describe("a file outside of the folder of the network", () => {
  it("is read only if that is allowed, however it is named", async () => {
    symlinkSync(other.at("elsewhere.h5"), folder.at("linked.h5"));
    symlinkSync(other.path, folder.at("way"), "dir");
    mkdirSync(folder.at("inner"));
    symlinkSync(folder.at("latest.h5"), folder.at("inner/back.h5"));
    const names = ["linked.h5", "way/elsewhere.h5", other.at("elsewhere.h5")];
    for (const file of [...names, join("inner", "..", "..", "x", resolve(other.path))]) {
      if (names.includes(file)) {
        const error = await failure(load(file, "chunked"));
        expect([file, error.code]).toEqual([file, "SL_DATA_OUTSIDE"]);
        expect(error.next).toContain("--allow-outside");
        expect(await load(file, "chunked", true)).toHaveProperty("sha256");
      } else expect((await failure(load(file, "chunked"))).code).toBe("SL_DATA_READ");
    }
    // A name with ".." and a link are welcome as long as they end up inside.
    for (const file of ["inner/../latest.h5", "inner/back.h5", folder.at("latest.h5")]) {
      expect(await load(file, "chunked")).toHaveProperty("sha256");
    }
  });
});

describe("bounds", () => {
  const quickly = async (file: string, path: string): Promise<SpikeLoomError> => {
    const before = { time: processorTime(), rss: process.memoryUsage().rss };
    const error = await failure(load(file, path));
    expect(processorTime() - before.time).toBeLessThan(5000);
    expect(process.memoryUsage().rss - before.rss).toBeLessThan(2 ** 28);
    return error;
  };

  it.each([
    ["links in a circle", "outside.h5", "a", "cycle"],
    ["a link to itself and on", "outside.h5", "self", "cycle"],
    ["a path of many names", "outside.h5", "x/".repeat(5000), "too many names"],
    ["a filter that is not read", "packed.h5", "blosc_zlib/x", "blosc and zlib"],
    ["more numbers than can be counted", "outside.h5", "huge", "impossibly large"],
    ["a chunk that unpacks to far more", "bomb.h5", "bomb", "more than 800 bytes"],
  ])("refuse %s", async (_, file, path, reason) => {
    const error = await quickly(file, path);
    expect([error.code, error.message]).toEqual(["SL_DATA_READ", expect.stringContaining(reason)]);
  });

  it.each([
    ["endless zeros in a few bytes", "bomb.h5", "zeros"],
    ["a shape without data", "outside.h5", "wide"],
  ])("refuse %s, stating how much may be stored", async (_, file, path) => {
    const error = await quickly(file, path);
    expect([error.code, error.expected ?? ""]).toEqual([
      "SL_DATA_SHAPE",
      expect.stringMatching(/at most \d+ bytes|a list of numbers/),
    ]);
  });

  it("refuse data that exceeds the network's limit, before it is decompressed", async () => {
    // 1.5 GiB of zeros in chunks of 32 MiB.
    const before = process.memoryUsage().rss;
    const options = { directory: folder.path, memory: 2 ** 28 };
    const error = await failure(loadFiles(network("bomb.h5", "zeros"), options));
    // Garbage of other tests here is less than 128 MiB.
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 27);
    expect([error.code, error.expected, error.got]).toEqual([
      "SL_DATA_MEMORY",
      expect.stringContaining("at most 256 MiB"),
      expect.stringMatching(/^1\.\d+e\+3 MiB after decompression/),
    ]);
  });

  it.skipIf(platform() === "win32")("do not wait for pipes, nor read endlessly", async () => {
    execFileSync(makePipe, [folder.at("pipe.h5")]);
    symlinkSync("/dev/zero", folder.at("zero.h5"));
    expect((await quickly("pipe.h5", "x")).message).toContain("not a regular file");
    const zero = await failure(load("zero.h5", "x", true));
    expect([zero.code, zero.message]).toEqual([
      "SL_DATA_READ",
      expect.stringContaining("not a regular file"),
    ]);
    expect((await failure(readResult(folder.at("pipe.h5")))).code).toBe("SL_RESULT_READ");
  });
});
