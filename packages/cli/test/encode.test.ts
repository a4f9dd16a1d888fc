import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeEvents } from "@spikeloom/data";
import { defineEncoder, type EncodedTimes, type NetworkRecord } from "@spikeloom/kernel";
import { encodedSamples, encodedStream } from "@spikeloom/network";
import { run, spikeSeries } from "spikeloom";
import { afterAll, describe, expect, it, vi } from "vitest";
import { pngOf } from "../../../tools/test/png-of.ts";
import { dataShowCommand } from "../src/commands/data-show.ts";
import { type EncodeOptions, encodeCommand } from "../src/commands/encode.ts";
import { encodeValues } from "../src/data/encode-values.ts";
import { defaultStack as stack } from "../src/index.ts";
import { withData } from "../src/with-data.ts";
import { printed } from "./printed-by.ts";
import { soundOf } from "./sounds.ts";

const folder = mkdtempSync(join(tmpdir(), "cli-encode-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The end of an archive that has no files. */
const zipOfNothing = Uint8Array.of(0x50, 0x4b, 5, 6, ...new Uint8Array(18));

describe("spikeloom encode", () => {
  const write = (name: string, bytes: Uint8Array | string): string => {
    const file = join(folder, name);
    writeFileSync(file, bytes);
    return file;
  };
  const spikesOf = async (file: string, options: EncodeOptions): Promise<string> => {
    const out = join(folder, "spikes.csv");
    await printed(() => encodeCommand(file, { ...options, out, overwrite: true, config: false }));
    return readFileSync(out, "utf8");
  };

  it("encodes a sample of byte images, as fractions of 255", async () => {
    const head = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2];
    const file = write("pair.idx", Uint8Array.of(...head, 9, 9, 255, 0));
    const options = { with: "latency", set: ["tau=10ms", "threshold=0.5"], sample: 1 };
    // 10 ms log(1 / (1 - 0.5)); black sends nothing.
    expect(await spikesOf(file, options)).toBe(`neuron,time (ms)\n0,${10 * Math.LN2}\n`);
  });

  it("fills missing values of a signal as requested, and otherwise explains how", async () => {
    const file = write("gaps.csv", "v,w\nNaN,0\n0,0\nNaN,0\nNaN,0\n3,0\nNaN,0\n");
    const options = { with: "send-on-delta", set: ["step=1"], every: "1ms" };
    await expect(spikesOf(file, options)).rejects.toMatchObject({
      code: "SL_DATA_GAPS",
      place: `${file} sample 0`,
      got: "4 of 12 missing",
    });
    const held = await spikesOf(file, { ...options, gaps: "hold" });
    const line = await spikesOf(file, { ...options, gaps: "line" });
    const sent = (text: string): readonly string[] => text.trim().split("\n").slice(1);
    // Held, all three steps are those of the fifth sample; with interpolation each of three samples has one.
    expect(sent(held)).toEqual(["0,4", "0,4.333333333333333", "0,4.666666666666667"]);
    expect(sent(line)).toEqual(["0,2", "0,3", "0,4"]);
    const none = write("none.csv", "v,w\nNaN,9\nNaN,9\n");
    await expect(spikesOf(none, { ...options, gaps: "hold" })).rejects.toMatchObject({
      code: "SL_DATA_GAPS",
      got: "none at all",
    });
  });

  it("reports how many values it filled, of the samples used", async () => {
    const file = write("late-gap.csv", "v\n0\nNaN\n2\n2\nNaN\n");
    const options = {
      with: "send-on-delta",
      set: ["step=1"],
      every: "1ms",
      config: false as const,
    };
    const hold = { ...options, gaps: "hold" as const };
    expect(await printed(() => encodeCommand(file, hold))).toMatch(/filled +2 of 5\n/);
    const json = async (more: object) =>
      JSON.parse(await printed(() => encodeCommand(file, { ...hold, json: true, ...more })));
    expect(await json({})).toMatchObject({ filled: 2 });
    expect(await json({ for: "4ms" })).toMatchObject({ filled: 1 });
    // The gaps are all after the used part, so there is nothing to fill.
    const { gaps: _, ...plain } = hold;
    const text = await printed(() => encodeCommand(file, { ...plain, for: "1ms" }));
    expect(text).not.toContain("filled");
  });

  it("fills a recording for encoders of values", async () => {
    writeFileSync(join(folder, "g.dat"), new Uint8Array(Int16Array.of(1, -32768, 1).buffer));
    const file = write("g.hea", "g 1 10 3\ng.dat 16 1\n");
    const options = { with: "latency-linear", for: "2ms" };
    await expect(spikesOf(file, options)).rejects.toMatchObject({ code: "SL_DATA_GAPS" });
    const sent = (await spikesOf(file, { ...options, gaps: "hold" })).trim().split("\n");
    expect(sent.slice(1)).toEqual(["0,0", "0,2", "0,4"]);
  });

  it("names a non-finite sample", async () => {
    const file = write("inf.csv", "v,w\n0,0\n0,Infinity\n2,0\n");
    const signal = { with: "send-on-delta", set: ["step=1"], every: "1ms" };
    await expect(spikesOf(file, signal)).rejects.toMatchObject({
      code: "SL_DATA_NUMBER",
      place: `${file} sample 1 value 1`,
      got: "Infinity",
    });
    await expect(spikesOf(file, { with: "latency", sample: 1 })).rejects.toMatchObject({
      code: "SL_DATA_NUMBER",
      place: `${file} value 1`,
    });
  });

  it("reports spikes after the time shown", async () => {
    const head = [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 4];
    const file = write("late.idx", Uint8Array.of(...head, 255, 204, 51, 0));
    // 0, 40 and 160 ms after the start; 100 ms are shown by default. Black has no spike.
    const options = { with: "latency-linear", set: ["last=200ms"], config: false as const };
    const text = await printed(() => encodeCommand(file, options));
    expect(text).toMatch(/left out +1 spikes, 33.3 % of all, after 100 ms; --for shows more/);
    const json = await printed(() => encodeCommand(file, { ...options, json: true }));
    expect(JSON.parse(json)).toMatchObject({ spikes: 2, late: 1 });
    const all = await printed(() => encodeCommand(file, { ...options, for: "170ms" }));
    expect(all).not.toContain("left out");
  });

  it("encodes a single sample once, and cuts it at the end of the time shown", () => {
    const encoder = stack.get("encoder", "events");
    const spikes = vi.fn(encoder.spikes as NonNullable<typeof encoder.spikes>);
    const counted = { ...encoder, spikes } as typeof encoder;
    // The last row is not the latest.
    const values = Float64Array.of(0, 1, 9, 0, 4, 1);
    const given = { values, shape: [3, 2], parameters: { width: 2, tick: "1 ms" } };
    const request = { file: "file", encoder: counted, parameters: {}, seed: 0 };
    const { times, neurons, duration, late } = encodeValues(given, request);
    expect([[...times], [...neurons], duration, late]).toEqual([[0, 4], [1, 1], 5, 1]);
    expect(spikes).toHaveBeenCalledTimes(1);
  });

  it("encodes events in their order of arrival, starting with the first", async () => {
    const events = {
      sensor: { width: 4, height: 2 },
      t: Float64Array.of(7000, 8500),
      x: Uint16Array.of(1, 3),
      y: Uint16Array.of(0, 1),
      p: Uint8Array.of(0, 1),
    };
    const file = write("two.raw", encodeEvents(events, "evt3"));
    expect(await spikesOf(file, { with: "events" })).toBe("neuron,time (ms)\n1,0\n15,1.5\n");
  });

  it("calls an encoder with finite output once per sample", () => {
    let asked = 0;
    const drawn = defineEncoder({
      name: "drawn-once",
      about: "A spike each, drawn by the seed of the sample.",
      ends: true,
      parameters: { last: { default: "40 ms", about: "latest time" } },
      neurons: ([size = 0]: readonly number[]) => size,
      spikes({ values }, { from, until, seed, parameters: { last } }) {
        asked++;
        return Array.from(values, (value) => {
          const time = ((seed % 1000) / 1000) * value * last;
          return time >= from && time < until ? Float64Array.of(time) : new Float64Array(0);
        });
      },
    });
    const given = { values: Float64Array.of(0.2, 1, 0.7, 0.1, 0.9, 0.6), shape: [2] };
    const request = { encoder: drawn, parameters: {}, file: "rows", seed: 5, for: 10 };
    const { times, neurons, late } = encodeValues(given, request);
    expect(asked).toBe(3);
    const stream = encodedStream(drawn, [2], { every: 10, for: 10, seed: 5 });
    const wanted = [0, 2, 4].flatMap((k) =>
      stream.next(given.values.subarray(k, k + 2)).map((train) => [...train]),
    );
    expect([...times].sort()).toEqual(wanted.flat().sort());
    expect(times.length + late).toBe(6);
    expect([late > 0, neurons.length > 0]).toEqual([true, true]);
    for (const name of ["rate", "delta"]) {
      const refused = () => encodedSamples(stack.get("encoder", name), [2], { seed: 5 });
      expect(refused).toThrow(/SL_ENCODED_TIMES.*encodedStream/s);
    }
  });

  it("encodes images of a folder as video frames, in numerical order", async () => {
    mkdirSync(join(folder, "frames"));
    write("frames/2.png", pngOf([[0, 255]]));
    write("frames/10.png", pngOf([[255, 255]]));
    const set = ["step=0.5"];
    const options = { with: "send-on-delta", set, every: "10 ms" };
    const lines = (await spikesOf(join(folder, "frames"), options)).trim().split("\n").slice(1);
    // Only the second image raises the left pixel, by two steps; neurons are pairs of up and down.
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
  ])("refuses --%s if it would have no effect", async (name, given) => {
    const file = write("row.csv", "a,b\n0,1\n");
    const refused = encodeCommand(file, { with: "latency", config: false, ...given });
    await expect(refused).rejects.toMatchObject({
      code: "SL_DATA_UNUSED",
      next: `Remove --${name}.`,
    });
  });

  it("presents each sample of a sound to an encoder of values only with a duration", async () => {
    const file = write("short.wav", soundOf([[0, 0.5, 1]]));
    await expect(encodeCommand(file, { with: "latency", config: false })).rejects.toMatchObject({
      code: "SL_DATA_ENCODE",
      got: "latency, which encodes values at once",
    });
    const options = { with: "latency-linear", for: "2 ms" };
    expect((await spikesOf(file, options)).split("\n").length).toBeGreaterThan(2);
  });

  it("accepts events with decreasing times, sorted, on request", async () => {
    const at = (t: number, x: number) => [x, 0, 0, t >> 8, t & 255];
    const file = write("back.bin", Uint8Array.from([...at(3000, 1), ...at(1000, 2)]));
    const refused = encodeCommand(file, { with: "events", config: false });
    await expect(refused).rejects.toMatchObject({
      code: "SL_EVENTS_TIME",
      next: expect.stringContaining("--damage keep"),
    });
    // Neurons of a row of three pixels, the first event at 0.
    const kept = await spikesOf(file, { with: "events", damage: "keep" });
    expect(kept).toBe("neuron,time (ms)\n2,0\n1,2\n");
    const shown = await printed(() => dataShowCommand(file, { damage: "keep" }));
    expect(shown).toMatch(/earlier than the previous event +1/);
    const options = { with: "events", damage: "keep", config: false } as const;
    const text = await printed(() => encodeCommand(file, options));
    expect(text).toMatch(/events kept +2\n +earlier than the previous event +1\n/);
    const json = await printed(() => encodeCommand(file, { ...options, json: true }));
    const damage = { "earlier than the previous event": 1 };
    expect(JSON.parse(json)).toMatchObject({ spikes: 2, events: { kept: 2, damage } });
    const sound = write("whole.wav", soundOf([[0, 1]]));
    for (const odd of [
      dataShowCommand(sound, { damage: "keep" }),
      encodeCommand(sound, { with: "latency", damage: "keep", config: false }),
    ]) {
      await expect(odd).rejects.toMatchObject({ code: "SL_DATA_UNUSED" });
    }
  });

  it("refuses events for an encoder of numbers, and numbers for an encoder of events", async () => {
    const events = encodeCommand(join(folder, "two.raw"), { with: "latency" });
    await expect(events).rejects.toMatchObject({
      code: "SL_DATA_ENCODE",
      expected: "--with events",
    });
    const numbers = encodeCommand(join(folder, "steps.csv"), { with: "events" });
    await expect(numbers).rejects.toMatchObject({ code: "SL_DATA_ENCODE", got: "table" });
  });
});

describe("values of an encoder in a separate file", () => {
  const netOf = (values: object, shape: readonly number[]): NetworkRecord => ({
    format: "spikeloom-network",
    version: 1,
    duration: "100 ms",
    populations: {
      S: {
        model: "spike-array",
        size: 2,
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
  ])("is refused if it is %s", async (_, name, bytes, got) => {
    writeFileSync(join(folder, name), bytes);
    await expect(timesOf(name)).rejects.toMatchObject({ code: "SL_DATA_SHAPE", got });
  });

  it("is not read if the file is larger than memory", async () => {
    const network = netOf({ file: "two.idx" }, [2]);
    const memory = 4;
    await expect(withData(network, { directory: folder, memory })).rejects.toMatchObject({
      code: "SL_DATA_MEMORY",
      place: "populations.S.times.values",
    });
  });

  it("is named by its place if it is outside, missing or damaged", async () => {
    const inner = join(folder, "inner");
    mkdirSync(inner);
    const outside = run(netOf({ file: "../two.idx" }, [2]), { directory: inner });
    await expect(outside).rejects.toMatchObject({
      code: "SL_DATA_OUTSIDE",
      place: "populations.S.times.values",
    });
    await expect(timesOf("missing.idx")).rejects.toMatchObject({
      code: "SL_DATA_READ",
      place: "populations.S.times.values",
    });
    writeFileSync(join(folder, "cut.idx"), Uint8Array.of(0, 0, 8, 1, 0, 0));
    await expect(timesOf("cut.idx")).rejects.toMatchObject({ code: "SL_DATA_READ" });
  });
});
