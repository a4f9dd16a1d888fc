import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeEvents, knownSets, openSet } from "@spikeloom/data";
import type { EncodedTimes, NetworkRecord } from "@spikeloom/kernel";
import { run, spikeSeries } from "spikeloom";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { dataGetCommand } from "../src/commands/data-get.ts";
import { dataShowCommand } from "../src/commands/data-show.ts";
import { type EncodeOptions, encodeCommand } from "../src/commands/encode.ts";
import { cacheFolder } from "../src/data/cache-folder.ts";
import { fetchFile } from "../src/data/fetch-file.ts";
import { countOf } from "../src/usage/count.ts";
import { withData } from "../src/with-data.ts";
import { pngOf } from "./png-of.ts";
import { soundOf } from "./sounds.ts";

const folder = mkdtempSync(join(tmpdir(), "cli-data-"));
const bytes = Uint8Array.from({ length: 100_000 }, (_, k) => (k * k) % 251);
const md5 = createHash("md5").update(bytes).digest("hex");

let server: Server;
const asked: { readonly path: string; readonly range: string | undefined }[] = [];
/** Bytes after which the server hangs up. */
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
      // What is on its way comes before the line breaks.
      setTimeout(() => response.destroy(), 200);
    } else response.end(bytes.subarray(from));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** Ask the server of this test in the place of the one that an address names. */
const request = (address: string, init: RequestInit): Promise<Response> => {
  const { port } = server.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${port}${new URL(address).pathname}`, init);
};

/** The end of an archive that has no files. */
const zipOfNothing = Uint8Array.of(0x50, 0x4b, 5, 6, ...new Uint8Array(18));

const fileAt = (path: string, name = "digits.gz") => ({
  ...{ name, url: `https://data.example${path}`, bytes: bytes.length, md5 },
});

describe("fetchFile", () => {
  it("fetches a file over what a server leads to, and leaves one that is there", async () => {
    expect(await fetchFile(fileAt("/moved", "a"), { folder, request })).toBe(true);
    expect(new Uint8Array(readFileSync(join(folder, "a")))).toEqual(bytes);
    expect(await fetchFile(fileAt("/nowhere", "a"), { folder, request })).toBe(false);
  });

  it("goes on where it was cut off", async () => {
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

  it("keeps nothing whose checksum is another one", async () => {
    const other = { ...fileAt("/file", "c"), md5: "0".repeat(32) };
    await expect(fetchFile(other, { folder, request })).rejects.toMatchObject({
      ...{ code: "SL_DATA_FETCH", expected: other.md5, got: md5 },
    });
    expect(existsSync(join(folder, "c.part"))).toBe(false);
  });

  it.each([
    [
      "an address that is not of https",
      "/to-http",
      { expected: "https://", got: "http://data.example/file" },
    ],
    ["a file that is not there", "/nowhere", { got: "status 404" }],
  ])("refuses %s", async (_, path, fault) => {
    await expect(fetchFile(fileAt(path, "d"), { folder, request })).rejects.toMatchObject({
      code: "SL_DATA_FETCH",
      ...fault,
    });
  });

  it("refuses far more bytes than were told", async () => {
    const short = { ...fileAt("/file", "e"), bytes: 1000 };
    await expect(fetchFile(short, { folder, request })).rejects.toMatchObject({
      ...{ code: "SL_DATA_FETCH", got: "twice as many" },
    });
  });
});

describe("fetchFile without a checksum", () => {
  it("begins anew, as a part may be of another file", async () => {
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
    "refuses another size than was told, %s, also of what is there",
    async (_, told, isRounded) => {
      const { md5: __, ...file } = fileAt("/file", "g");
      const other = { ...file, bytes: told, isRounded };
      const fault = { code: "SL_DATA_FETCH", got: `${bytes.length} bytes` };
      await expect(fetchFile(other, { folder, request })).rejects.toMatchObject(fault);
      expect(existsSync(join(folder, "g.part"))).toBe(false);
      writeFileSync(join(folder, "g"), bytes);
      await expect(fetchFile(other, { folder, request })).rejects.toMatchObject(fault);
      rmSync(join(folder, "g"));
    },
  );
});

/** What a command prints on standard output. */
async function printed(run: () => Promise<number>): Promise<string> {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    expect(await run()).toBe(0);
    return write.mock.calls.map(([text]) => String(text)).join("");
  } finally {
    write.mockRestore();
  }
}

describe("spikeloom data", () => {
  it("shows a set and fetches nothing where nobody is there to ask", async () => {
    const refused = dataGetCommand("mnist", { out: join(folder, "mnist"), json: true }, () => {
      throw new Error("a request was made");
    });
    await expect(refused).rejects.toMatchObject({ code: "SL_DATA_CONSENT" });
    expect(existsSync(join(folder, "mnist"))).toBe(false);
    await expect(dataGetCommand("mnits", {})).rejects.toMatchObject({
      ...{ code: "SL_SET_MISSING", next: 'Did you mean "mnist"?' },
    });
  });

  it("names files of sets by addresses of https and sums of their own", () => {
    const files = knownSets.flatMap((set) => set.files);
    expect(files.filter(({ url }) => !url.startsWith("https://"))).toEqual([]);
    const sums = files.flatMap((file) => (file.md5 === undefined ? [] : [file.md5]));
    expect(sums.filter((sum) => !/^[0-9a-f]{32}$/.test(sum))).toEqual([]);
    expect(new Set(sums).size).toBe(sums.length);
  });

  it("keeps what is fetched where the user says", () => {
    expect(cacheFolder("shd", { SPIKELOOM_DATA: join("/", "data") })).toBe(
      join("/", "data", "shd"),
    );
  });

  it("says what a file of events holds, and draws it", async () => {
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

  it("takes a sample of images, and refuses one that is not there", async () => {
    const file = join(folder, "images.idx");
    writeFileSync(file, Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 9, 9, 0));
    expect((await printed(() => dataShowCommand(file, { sample: 1 }))).split("\n").at(-2)).toBe(
      "@@",
    );
    await expect(dataShowCommand(file, { sample: 2 })).rejects.toMatchObject({
      ...{ code: "SL_SET_SHAPE", expected: "a sample from 0 to 1", got: "2" },
    });
  });

  it("shows the digits that come with SpikeLoom, and encodes them", async () => {
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

  it("refuses a sample of a file that is shown whole, and one that is no number", async () => {
    const file = join(folder, "whole.csv");
    writeFileSync(file, "a,b\n1,2\n");
    await expect(dataShowCommand(file, { sample: 77 })).rejects.toMatchObject({
      ...{ code: "SL_DATA_UNUSED", got: "--sample 77" },
    });
    expect(() => countOf("abc")).toThrow("whole number");
  });

  it("takes events whose first is at the corner for events", async () => {
    const file = join(folder, "corner.bin");
    // Events of 5 bytes: column, row, polarity with the time in µs.
    writeFileSync(file, Uint8Array.of(0, 0, 0x80, 0, 9, 3, 2, 0, 0, 20));
    const { format, events } = JSON.parse(
      await printed(() => dataShowCommand(file, { json: true })),
    );
    expect([format, events]).toEqual(["n-mnist", "2"]);
  });

  it("says so where what a file holds is not known", async () => {
    const file = join(folder, "what.ever");
    writeFileSync(file, "neither events nor numbers");
    await expect(dataShowCommand(file, {})).rejects.toMatchObject({ code: "SL_DATA_KIND" });
  });
});

describe("spikeloom encode", () => {
  const write = (name: string, bytes: Uint8Array | string): string => {
    const file = join(folder, name);
    writeFileSync(file, bytes);
    return file;
  };
  const spikesOf = async (file: string, options: EncodeOptions): Promise<string> => {
    const out = join(folder, "spikes.csv");
    await printed(() => encodeCommand(file, { ...options, out, config: false }));
    return readFileSync(out, "utf8");
  };

  it("encodes a sample of images of bytes, as shares of 255", async () => {
    const head = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2];
    const file = write("pair.idx", Uint8Array.of(...head, 9, 9, 255, 0));
    const options = { with: "latency", set: ["tau=10ms", "threshold=0.5"], sample: 1 };
    // 10 ms log(1 / (1 - 0.5)); black sends nothing.
    expect(await spikesOf(file, options)).toBe(`neuron,time (ms)\n0,${10 * Math.LN2}\n`);
  });

  it("encodes events as they come, from the first on", async () => {
    const events = {
      sensor: { width: 4, height: 2 },
      ...{ t: Float64Array.of(7000, 8500), x: Uint16Array.of(1, 3) },
      ...{ y: Uint16Array.of(0, 1), p: Uint8Array.of(0, 1) },
    };
    const file = write("two.raw", encodeEvents(events, "evt3"));
    expect(await spikesOf(file, { with: "events" })).toBe("neuron,time (ms)\n1,0\n15,1.5\n");
  });

  it("encodes pictures of a folder as the frames of a video, in the order of their numbers", async () => {
    mkdirSync(join(folder, "frames"));
    write("frames/2.png", pngOf([[0, 255]]));
    write("frames/10.png", pngOf([[255, 255]]));
    const set = ["step=0.5"];
    const options = { with: "send-on-delta", set, every: "10 ms" };
    const lines = (await spikesOf(join(folder, "frames"), options)).trim().split("\n").slice(1);
    // The left pixel rises by two steps in the second picture alone; neurons are pairs of up and down.
    const rises = lines.map((line) => line.split(",").map(Number));
    expect(rises.filter(([neuron]) => neuron === 0).map(([, time]) => time)).toEqual([10, 15]);
  });

  it("encodes rows of a table as a signal", async () => {
    const file = write("steps.csv", "value\n0\n1\n0\n");
    const options = { with: "send-on-delta", set: ["step=0.5"], every: "10 ms" };
    // Two steps up and two down, spread over the 10 ms of their sample.
    const [, ...lines] = (await spikesOf(file, options)).trim().split("\n");
    expect(lines.map((line) => Number(line.split(",")[1]))).toEqual([10, 15, 20, 25]);
    await expect(encodeCommand(file, { with: "send-on-delta" })).rejects.toMatchObject({
      code: "SL_DATA_ENCODE",
    });
  });

  it.each([
    ["channel", { channel: 99 }],
    ["every", { every: "1ms" }],
  ])("refuses --%s where it would change nothing", async (name, given) => {
    const file = write("row.csv", "a,b\n0,1\n");
    const refused = encodeCommand(file, { with: "latency", config: false, ...given });
    await expect(refused).rejects.toMatchObject({
      ...{ code: "SL_DATA_UNUSED", next: `Leave --${name} out.` },
    });
  });

  it("shows each sample of a sound to an encoder of values at once only when told how long", async () => {
    const file = write("short.wav", soundOf([[0, 0.5, 1]]));
    await expect(encodeCommand(file, { with: "latency", config: false })).rejects.toMatchObject({
      ...{ code: "SL_DATA_ENCODE", got: "latency, which encodes values at once" },
    });
    const options = { with: "latency-linear", for: "2 ms" };
    expect((await spikesOf(file, options)).split("\n").length).toBeGreaterThan(2);
  });

  it("refuses events for an encoder of numbers, and numbers for that of events", async () => {
    const events = encodeCommand(join(folder, "two.raw"), { with: "latency" });
    await expect(events).rejects.toMatchObject({
      code: "SL_DATA_ENCODE",
      expected: "--with events",
    });
    const numbers = encodeCommand(join(folder, "steps.csv"), { with: "events" });
    await expect(numbers).rejects.toMatchObject({ code: "SL_DATA_ENCODE", got: "table" });
  });
});

describe("values of an encoder in a file beside a network", () => {
  const netOf = (values: object, shape: readonly number[]): NetworkRecord => ({
    ...{ format: "spikeloom-network", version: 1, duration: "100 ms" },
    populations: {
      S: {
        ...{ model: "spike-array", size: 2 },
        times: { encoder: "latency-linear", values, shape, range: [0, 200] } as EncodedTimes,
      },
    },
    record: [{ population: "S", variables: ["spikes"] }],
  });
  const timesOf = async (file: string): Promise<readonly number[]> => {
    const result = await run(netOf({ file }, [2]), { directory: folder });
    return [...(spikeSeries(result)[0]?.times ?? [])];
  };

  it.each([
    ["idx", "two.idx", Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 100, 150)],
    ["a table", "two.csv", "a,b\n100,150\n"],
    ["a picture", "two.png", pngOf([[100, 150]])],
  ])("may be %s", async (_, name, bytes) => {
    writeFileSync(join(folder, name), bytes);
    // 100 of 200 is half of the 100 ms, 150 a quarter; the step of 0.1 ms is the one that ends there.
    expect((await timesOf(name)).map(Math.round)).toEqual([25, 50]);
  });

  it.each([
    ["an archive of arrays", "two.npy", zipOfNothing, "0 arrays"],
    [
      "a sound of two channels",
      "two.wav",
      soundOf([
        [0, 1],
        [1, 0],
      ]),
      "2 channels",
    ],
    ["a table with texts", "named.csv", "a,b\n100,x\n", 'texts in the column "b"'],
  ])("is refused where it is %s", async (_, name, bytes, got) => {
    writeFileSync(join(folder, name), bytes);
    await expect(timesOf(name)).rejects.toMatchObject({ code: "SL_DATA_SHAPE", got });
  });

  it("is not read where the file is larger than memory", async () => {
    const network = netOf({ file: "two.idx" }, [2]);
    const memory = 4;
    await expect(withData(network, { directory: folder, memory })).rejects.toMatchObject({
      ...{ code: "SL_DATA_MEMORY", place: "populations.S.times.values" },
    });
  });

  it("is named by its place where it is outside, missing or damaged", async () => {
    const inner = join(folder, "inner");
    mkdirSync(inner);
    const outside = run(netOf({ file: "../two.idx" }, [2]), { directory: inner });
    await expect(outside).rejects.toMatchObject({
      ...{ code: "SL_DATA_OUTSIDE", place: "populations.S.times.values" },
    });
    await expect(timesOf("missing.idx")).rejects.toMatchObject({
      ...{ code: "SL_DATA_READ", place: "populations.S.times.values" },
    });
    writeFileSync(join(folder, "cut.idx"), Uint8Array.of(0, 0, 8, 1, 0, 0));
    await expect(timesOf("cut.idx")).rejects.toMatchObject({ code: "SL_DATA_READ" });
  });
});
