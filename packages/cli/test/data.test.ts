import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeEvents, knownSets, openSet } from "@spikeloom/data";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pngOf } from "../../../tools/test/png-of.ts";
import { dataGetCommand } from "../src/commands/data-get.ts";
import { dataShowCommand } from "../src/commands/data-show.ts";
import { encodeCommand } from "../src/commands/encode.ts";
import { cacheFolder } from "../src/data/cache-folder.ts";
import { fetchFile } from "../src/data/fetch-file.ts";
import { countOf } from "../src/usage/count.ts";
import { printed } from "./printed-by.ts";

const folder = mkdtempSync(join(tmpdir(), "cli-data-"));
const bytes = Uint8Array.from({ length: 100_000 }, (_, k) => (k * k) % 251);
const md5 = createHash("md5").update(bytes).digest("hex");

let server: Server;
const asked: { readonly path: string; readonly range: string | undefined }[] = [];
/** Bytes after which the server closes the connection. */
let cutAfter = Number.POSITIVE_INFINITY;

beforeAll(async () => {
  server = createServer((request, response) => {
    const { url: path = "", headers } = request;
    asked.push({ path, range: headers.range });
    if (path === "/to-http") {
      response.writeHead(302, { location: "http://data.example/file" }).end();
      return;
    }
    if (path === "/moved") {
      response.writeHead(302, { location: "/file" }).end();
      return;
    }
    if (path !== "/file") {
      response.writeHead(404).end("no such file");
      return;
    }
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
    const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
    response.writeHead(from > 0 ? 206 : 200, {
      "content-length": bytes.length - from,
      ...(from > 0 && { "content-range": range }),
    });
    if (cutAfter < bytes.length) {
      response.write(bytes.subarray(from, cutAfter));
      // Bytes in transit arrive before the connection closes.
      setTimeout(() => response.destroy(), 200);
    } else response.end(bytes.subarray(from));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** Send requests to this test's server instead of the address. */
const request = (address: string, init: RequestInit): Promise<Response> => {
  const { port } = server.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${port}${new URL(address).pathname}`, init);
};

const fileAt = (path: string, name = "digits.gz") => ({
  name,
  url: `https://data.example${path}`,
  bytes: bytes.length,
  md5,
});

describe("fetchFile", () => {
  it("follows redirects, and skips an existing file", async () => {
    expect(await fetchFile(fileAt("/moved", "a"), { folder, request })).toBe(true);
    expect(new Uint8Array(readFileSync(join(folder, "a")))).toEqual(bytes);
    expect(await fetchFile(fileAt("/nowhere", "a"), { folder, request })).toBe(false);
  });

  it("resumes an interrupted download", async () => {
    cutAfter = 40_000;
    const whole = fileAt("/file", "b");
    await expect(fetchFile(whole, { folder, request })).rejects.toMatchObject({
      code: "SL_DATA_FETCH",
    });
    expect(existsSync(join(folder, "b"))).toBe(false);
    cutAfter = Number.POSITIVE_INFINITY;
    await fetchFile(whole, { folder, request });
    expect(asked.at(-1)?.range).toBe("bytes=40000-");
    expect(new Uint8Array(readFileSync(join(folder, "b")))).toEqual(bytes);
  });

  it("keeps no file with a wrong checksum", async () => {
    const other = { ...fileAt("/file", "c"), md5: "0".repeat(32) };
    await expect(fetchFile(other, { folder, request })).rejects.toMatchObject({
      code: "SL_DATA_FETCH",
      expected: other.md5,
      got: md5,
    });
    expect(existsSync(join(folder, "c.part"))).toBe(false);
  });

  it.each([
    [
      "an address without https",
      "/to-http",
      { expected: "https://", got: "http://data.example/file" },
    ],
    ["a missing file", "/nowhere", { got: "status 404" }],
  ])("refuses %s", async (_, path, fault) => {
    await expect(fetchFile(fileAt(path, "d"), { folder, request })).rejects.toMatchObject({
      code: "SL_DATA_FETCH",
      ...fault,
    });
  });

  it("refuses far more bytes than announced", async () => {
    const short = { ...fileAt("/file", "e"), bytes: 1000 };
    await expect(fetchFile(short, { folder, request })).rejects.toMatchObject({
      code: "SL_DATA_FETCH",
      got: "twice as many",
    });
  });
});

describe("fetchFile without a checksum", () => {
  it("restarts, because a partial file may belong to another one", async () => {
    const { md5: _, ...file } = fileAt("/file", "f");
    writeFileSync(join(folder, "f.part"), "OLD");
    await fetchFile(file, { folder, request });
    expect(asked.at(-1)?.range).toBeUndefined();
    expect(new Uint8Array(readFileSync(join(folder, "f")))).toEqual(bytes);
  });

  it.each([
    ["to the byte", bytes.length + 1, false],
    ["about", 3 * bytes.length, true],
  ])(
    "refuses another size than announced, %s, also of existing files",
    async (_, counts, isRounded) => {
      const { md5: __, ...file } = fileAt("/file", "g");
      const other = { ...file, bytes: counts, isRounded };
      const fault = { code: "SL_DATA_FETCH", got: `${bytes.length} bytes` };
      await expect(fetchFile(other, { folder, request })).rejects.toMatchObject(fault);
      expect(existsSync(join(folder, "g.part"))).toBe(false);
      writeFileSync(join(folder, "g"), bytes);
      await expect(fetchFile(other, { folder, request })).rejects.toMatchObject(fault);
      rmSync(join(folder, "g"));
    },
  );
});

describe("spikeloom data", () => {
  it("shows a set and fetches nothing in non-interactive use", async () => {
    const refused = dataGetCommand("mnist", { out: join(folder, "mnist"), json: true }, () => {
      throw new Error("a request was made");
    });
    await expect(refused).rejects.toMatchObject({ code: "SL_DATA_CONSENT" });
    expect(existsSync(join(folder, "mnist"))).toBe(false);
    await expect(dataGetCommand("mnits", {})).rejects.toMatchObject({
      code: "SL_SET_MISSING",
      next: 'Did you mean "mnist"?',
    });
  });

  it("lists files of sets with https addresses and checksums", () => {
    const files = knownSets.flatMap((set) => set.files);
    expect(files.filter(({ url }) => !url.startsWith("https://"))).toEqual([]);
    const sums = files.flatMap((file) => (file.md5 === undefined ? [] : [file.md5]));
    expect(sums.filter((sum) => !/^[0-9a-f]{32}$/.test(sum))).toEqual([]);
    expect(new Set(sums).size).toBe(sums.length);
  });

  it("stores downloads in the given folder", () => {
    expect(cacheFolder("shd", { SPIKELOOM_DATA: join("/", "data") })).toBe(
      join("/", "data", "shd"),
    );
  });

  it("describes an event file, and plots it", async () => {
    const file = join(folder, "events.raw");
    const sensor = { width: 4, height: 2 };
    const events = {
      sensor,
      t: Float64Array.of(0, 1000, 2000),
      x: Uint16Array.of(0, 3, 3),
      y: Uint16Array.of(0, 1, 1),
      p: Uint8Array.of(1, 0, 1),
    };
    writeFileSync(file, encodeEvents(events, "evt2"));
    const text = await printed(() => dataShowCommand(file, {}));
    expect(text).toContain("sensor    4 x 2");
    expect(text).toContain("rate      1 500 events a second");
    // One event in the upper left corner, two in the lower right one.
    expect(text.split("\n").slice(-3)).toEqual(["++", "      @@", ""]);
    const out = join(folder, "events.svg");
    await printed(() => dataShowCommand(file, { out }));
    expect(readFileSync(out, "utf8")).toContain("3 events by pixel");
  });

  it("accepts an index of an image, and refuses one that does not exist", async () => {
    const file = join(folder, "images.idx");
    writeFileSync(file, Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 9, 9, 0));
    expect((await printed(() => dataShowCommand(file, { sample: 1 }))).split("\n").at(-2)).toBe(
      "@@",
    );
    await expect(dataShowCommand(file, { sample: 2 })).rejects.toMatchObject({
      code: "SL_DATA_SAMPLE",
      expected: "a sample from 0 to 1",
      got: "2",
      summary: expect.stringContaining("the data has 2 samples"),
    });
  });

  it("shows the included digits, and encodes them", async () => {
    const text = await printed(() => dataShowCommand("digits", { sample: 3 }));
    expect(text).toContain("1797 x 8 x 8 of float32, from 0 to 1");
    const out = join(folder, "digit.csv");
    const set = ["tau=10ms", "threshold=0.1"];
    await printed(() =>
      encodeCommand("digits", { with: "latency", set, sample: 3, out, config: false }),
    );
    const { train } = await openSet("digits");
    const bright = train.images.subarray(3 * 64, 4 * 64).filter((level) => level > 1.6);
    expect(readFileSync(out, "utf8").trim().split("\n")).toHaveLength(bright.length + 1);
  });

  it("shows images of a folder by their classes", async () => {
    const set = join(folder, "set");
    for (const [k, path] of ["train/a", "train/b", "test/a", "test/b"].entries()) {
      mkdirSync(join(set, path), { recursive: true });
      writeFileSync(join(set, path, "0.png"), pngOf([[0, 255 - 51 * k]]));
    }
    const text = await printed(() => dataShowCommand(set, { sample: 3 }));
    expect(text).toMatch(/format +image-folder\n +images +4 x 1 x 2 of float32, from 0 to 1\n/);
    expect(text).toMatch(/labels +4 of uint8, from 0 to 1\n/);
    expect(text).toMatch(/\nclasses\n +a +2\n +b +2\n/);
  });

  it("names the kinds of folders if classes contain no images", async () => {
    mkdirSync(join(folder, "camera/Train/0"), { recursive: true });
    const file = join(folder, "camera/Train/0/a.bin");
    writeFileSync(file, Uint8Array.of(0, 0, 0x80, 0, 9));
    await expect(dataShowCommand(join(folder, "camera"), {})).rejects.toMatchObject({
      code: "SL_DATA_KIND",
      got: file,
      next: expect.stringContaining("folders of event files"),
    });
  });

  it("reports the number of missing samples in each channel of a record", async () => {
    const [header, other] = ["r.hea", "r.dat"].map((name) => join(folder, name));
    writeFileSync(header as string, "r 3 10 3\nr.dat 16 1\nr.dat 16 1\nr.dat 16 1\n");
    // The smallest number stands for a missing sample.
    const none = -32768;
    writeFileSync(
      other as string,
      new Uint8Array(Int16Array.of(1, none, none, 2, 5, none, 3, none, none).buffer),
    );
    const text = await printed(() => dataShowCommand(header as string, {}));
    const counts = [...text.matchAll(/3 samples +(.*?) missing/g)].map(([, count]) => count);
    expect(counts).toEqual(["none", "2", "all"]);
  });

  it("refuses a sample index for a file without samples, and one that is not a number", async () => {
    const file = join(folder, "whole.csv");
    writeFileSync(file, "a,b\n1,2\n");
    await expect(dataShowCommand(file, { sample: 77 })).rejects.toMatchObject({
      code: "SL_DATA_UNUSED",
      got: "--sample 77",
    });
    expect(() => countOf("abc")).toThrow("integer");
  });

  it("recognises events whose first is at the corner", async () => {
    const file = join(folder, "corner.bin");
    // Events of 5 bytes: column, row, polarity with the time in µs.
    writeFileSync(file, Uint8Array.of(0, 0, 0x80, 0, 9, 3, 2, 0, 0, 20));
    const { format, events } = JSON.parse(
      await printed(() => dataShowCommand(file, { json: true })),
    );
    expect([format, events]).toEqual(["n-mnist", "2"]);
  });

  it("reports a file with unknown contents", async () => {
    const file = join(folder, "what.ever");
    writeFileSync(file, "neither events nor numbers");
    await expect(dataShowCommand(file, {})).rejects.toMatchObject({ code: "SL_DATA_KIND" });
  });
});
