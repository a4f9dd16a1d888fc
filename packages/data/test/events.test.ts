import { describe, expect, it } from "vitest";
import {
  type EventReadOptions,
  type EventRecording,
  type EventStream,
  encodeEvents,
  openEvents,
  readEvents,
  sliceEvents,
  sourceOfBytes,
} from "../src/index.ts";
import { type RandomEvents, randomEvents } from "./random-events.ts";

const read = (bytes: Uint8Array, options?: EventReadOptions, name = "a.bin") =>
  readEvents(sourceOfBytes(name, bytes), options);

function expectSame(got: EventStream, wanted: EventStream): void {
  for (const column of ["t", "x", "y", "p"] as const) expect(got[column]).toEqual(wanted[column]);
}

const vga = { width: 640, height: 480 };

/** Each has times beyond the first wrap-around of the format's clock. */
const cases: Readonly<Record<string, Omit<RandomEvents, "seed">>> = {
  evt2: { count: 20_000, sensor: vga, interval: 200, pause: [4000, 9e9] },
  evt21: { count: 20_000, sensor: vga, interval: 200, pause: [4000, 9e9] },
  "evt21-legacy": { count: 20_000, sensor: vga, interval: 200, pause: [4000, 9e9] },
  evt3: { count: 50_000, sensor: { width: 1280, height: 720 }, interval: 900, pause: [9000, 5e7] },
  dat: { count: 20_000, sensor: { width: 304, height: 240 }, interval: 100, from: 4e9 },
  "n-mnist": { count: 20_000, sensor: { width: 34, height: 34 }, interval: 2000 },
  aedat2: { count: 20_000, sensor: { width: 346, height: 260 }, interval: 100 },
  aedat3: { count: 20_000, sensor: vga, interval: 100, pause: [6000, 3e9] },
  aedat4: { count: 20_000, sensor: vga, interval: 100, from: 1.6e15 },
};

/** The readers treat both orders of EVT 2.1 as one format. */
const formatOf = (written: string): string => written.replace("-legacy", "");

describe.each(Object.entries(cases))("%s", (format, options) => {
  const events = randomEvents({ ...options, seed: 11 });
  const bytes = encodeEvents(events, format);

  it("reads what was written", async () => {
    const { info, events: got } = await read(bytes);
    expect(info.format).toBe(formatOf(format));
    expectSame(got, events);
    expect([...info.skipped]).toEqual([]);
    // Files of N-MNIST and AEDAT 3.1 do not state the sensor; the smallest that contains all events is this one.
    expect(got.sensor).toEqual(options.sensor);
  });

  it("returns the same events in pieces, and with promises", async () => {
    const source = sourceOfBytes("a.bin", bytes);
    const read = async (from: number, until: number) => source.read(from, until);
    const file = await openEvents({ ...source, read });
    let from = 0;
    for await (const piece of file.pieces()) {
      const until = from + piece.t.length;
      expect(piece.t).toEqual(events.t.subarray(from, until));
      expect(piece.x).toEqual(events.x.subarray(from, until));
      from = until;
    }
    expect(from).toBe(events.t.length);
  });

  it("refuses a truncated file, or reads the complete part", async () => {
    const cut = bytes.subarray(0, bytes.length - 1);
    await expect(read(cut)).rejects.toMatchObject({ code: "SL_EVENTS_CUT" });
    const { info, events: got } = await read(cut, { damage: "keep" });
    const count = got.t.length;
    // The last word of EVT 3 may be a part of a vector without events.
    if (format !== "evt3") expect(count).toBeLessThan(events.t.length);
    expect(count).toBeGreaterThan(0);
    expect(got.t).toEqual(events.t.subarray(0, count));
    expect([...info.skipped.values()].reduce((sum, one) => sum + one, 0)).toBeGreaterThan(0);
  });

  it("refuses events outside of the sensor with their byte offset, or omits them", async () => {
    const sensor = { width: 30, height: 30 };
    const first = events.x.findIndex((x, k) => x >= 30 || (events.y[k] as number) >= 30);
    const fault: unknown = await read(bytes, { sensor }).catch((error: unknown) => error);
    expect(fault).toMatchObject({
      code: "SL_EVENTS_PLACE",
      got: `${events.x[first]} across, ${events.y[first]} down`,
    });
    const byte = Number(/byte (\d+)/.exec((fault as { place: string }).place)?.[1]);
    const before = await read(bytes.subarray(0, byte), { damage: "keep" }, "a.bin");
    if (format !== "evt21" && format !== "evt21-legacy" && format !== "evt3") {
      // The bytes before that one contain the events before it.
      expect(before.events.t.length).toBe(first);
    }
    const { info, events: got } = await read(bytes, { sensor, damage: "keep" });
    const inside = events.x.filter((x, k) => x < 30 && (events.y[k] as number) < 30).length;
    expect(got.t.length).toBe(inside);
    expect(info.skipped.get("outside of the sensor")).toBe(events.t.length - inside);
  });

  it("never reads damaged bytes as anything but events or a coded error", async () => {
    // Complete, because the first packet of a longer file would be cut and not read.
    const few = encodeEvents(sliceEvents(events, 0, 250), format);
    for (let seed = 0; seed < 24; seed++) {
      const damaged = Uint8Array.from(few);
      for (let k = 0; k < 4; k++) {
        const at = (seed * 7919 + k * 104_729) % damaged.length;
        damaged[at] = (damaged[at] as number) ^ (1 << (seed % 8));
      }
      const got = await read(damaged, { damage: "keep" }).then(
        ({ events }: EventRecording) => events.t.length,
        (error: { code?: string }) => error.code,
      );
      if (typeof got !== "number") expect(got).toMatch(/^SL_(EVENTS|DATA)_/);
    }
  });
});

describe("time", () => {
  it("is refused if it decreases, with the byte offset", async () => {
    const sensor = { width: 8, height: 8 };
    const zeros = { x: new Uint16Array(3), y: new Uint16Array(3), p: new Uint8Array(3) };
    const bytes = encodeEvents({ sensor, t: Float64Array.of(5, 9, 10), ...zeros }, "dat");
    const at = bytes.length - 8;
    bytes[at] = 8;
    await expect(read(bytes)).rejects.toMatchObject({
      code: "SL_EVENTS_TIME",
      place: `a.bin: byte ${at}`,
      expected: "9 µs or later",
      got: "8 µs",
    });
    const { info, events } = await read(bytes, { damage: "keep" });
    expect([...events.t]).toEqual([5, 9, 8]);
    expect(info.skipped.get("earlier than the previous event")).toBe(1);
  });
});

describe("words that are not events", () => {
  const words = (text: string, list: readonly number[]): Uint8Array =>
    Buffer.concat([Buffer.from(text), Buffer.from(Uint16Array.from(list).buffer)]);

  it("are counted in EVT 3", async () => {
    const list = [
      ...[0x2005, 0x4007], // Before the first time: 1 and 3 events.
      ...[0x8001, 0x6002, 0x0003, 0x2805], // t 4098, y 3, x 5, brighter.
      ...[0xa001, 0xe014, 0x7123, 0xf001, 0x9000], // A trigger, 3 others, an unknown one.
      ...[0x1003, 0x2005, 0x4003, 0x0004, 0x2006], // Brightness: 3 events; then x 6, y 4.
      ...[0x3805, 0x4801, 0x5080], // 5 and 16, then 5 + 12 + 7.
    ];
    const { info, events } = await read(words("% evt 3.0\n% geometry 1280x720\n", list));
    expect([...events.t]).toEqual([4098, 4098, 4098, 4098, 4098]);
    expect([...events.x]).toEqual([5, 6, 5, 16, 24]);
    expect([...events.y]).toEqual([3, 4, 4, 4, 4]);
    expect([...events.p]).toEqual([1, 0, 1, 1, 1]);
    expect(Object.fromEntries(info.skipped)).toEqual({
      "events before the first time": 4,
      "external triggers": 1,
      "words of other kinds": 3,
      "words of unknown types": 1,
      "measurements of brightness": 3,
    });
  });

  it("are refused in EVT 3 if vectors lead far outside the sensor", async () => {
    // From column 2047 on, so many vectors of 12 that the last would start at column 3 of 16 bits.
    const vectors = Array.from({ length: 5291 }, () => 0x4000);
    const list = [0x8001, 0x6002, 0x0003, 0x3fff, ...vectors, 0x4001];
    const bytes = words("% evt 3.0\n% geometry 1280x720\n", list);
    await expect(read(bytes)).rejects.toMatchObject({ code: "SL_EVENTS_PLACE" });
    const { info, events } = await read(bytes, { damage: "keep" });
    expect(events.t.length).toBe(0);
    expect(info.skipped.get("outside of the sensor")).toBe(1);
  });

  it("read a header without an end before bytes that look like a line", async () => {
    const sensor = { width: 640, height: 480 };
    // The low byte of the first word is a per cent sign.
    const first = 0x8000_0025;
    const bytes = Buffer.concat([
      Buffer.from("% evt 2.0\n% system_ID 21\n"),
      Buffer.from(Uint32Array.of(first, 0x1000_0801).buffer),
    ]);
    const { info, events } = await read(bytes);
    expect(info.sensor).toEqual(sensor);
    expect([...events.t]).toEqual([0x25 * 64]);
    expect([events.x[0], events.y[0], events.p[0]]).toEqual([1, 1, 1]);
  });

  it("detects the order of EVT 2.1 if the header does not state it", async () => {
    const events = randomEvents({ seed: 4, count: 2000, sensor: vga, interval: 50 });
    for (const format of ["evt21", "evt21-legacy"]) {
      const bytes = encodeEvents(events, format);
      const end = Buffer.from(bytes).indexOf("% end\n") + 6;
      const bare = Buffer.concat([Buffer.from("% evt 2.1\n"), bytes.subarray(end)]);
      expectSame((await read(bare)).events, events);
    }
  });
});

describe("DAT", () => {
  const file = (version: string, place: number): Uint8Array =>
    Buffer.concat([
      Buffer.from(`% Data file containing CD events.\n${version}% Height 240\n% Width 304\n`),
      Uint8Array.of(12, 8),
      Buffer.from(Uint32Array.of(7, place).buffer),
    ]);

  it.each([
    ["% Version 0\n", 0x2_0000 | (150 << 9) | 301],
    ["% Version 1\n", 0x2_0000 | (150 << 9) | 301],
    ["% Version 2\n", 0x1000_0000 | (150 << 14) | 301],
    ["", 0x1000_0000 | (150 << 14) | 301],
  ])("has the layout of its version: %j", async (version, place) => {
    const { events } = await read(file(version, place));
    expect([events.t[0], events.x[0], events.y[0], events.p[0]]).toEqual([7, 301, 150, 1]);
  });

  it("is refused in an unknown version", async () => {
    const refusal = { code: "SL_EVENTS_HEADER", got: "3" };
    await expect(read(file("% Version 3\n", 0))).rejects.toMatchObject(refusal);
  });
});

describe("headers", () => {
  it.each([
    ["nothing", "", "SL_EVENTS_FORMAT", "a.raw"],
    ["a picture", "\x89PNG\r\n", "SL_EVENTS_FORMAT", "a.raw"],
    ["a wrong geometry", "% evt 3.0\n% geometry 0x720\n", "SL_EVENTS_HEADER", "a.raw"],
    [
      "DAT of boxes",
      "% Data file containing boxes\n% Version 2\n\x28\x18",
      "SL_EVENTS_HEADER",
      "a.dat",
    ],
    ["an unknown chip", "#!AER-DAT2.0\r\n# AEChip: cochlea\r\n", "SL_EVENTS_HEADER", "a.aedat"],
    [
      "compressed AEDAT 3",
      "#!AER-DAT3.1\r\n#Format: SerializedTS\r\n",
      "SL_EVENTS_HEADER",
      "a.aedat",
    ],
    ["AEDAT 4 without more", "#!AER-DAT4.0\r\n", "SL_EVENTS_CUT", "a.aedat4"],
    ["AEDAT 4 of zeros", `#!AER-DAT4.0\r\n\x10${"\0".repeat(40)}`, "SL_EVENTS_DAMAGED", "a.aedat4"],
  ])("refuse %s", async (_, text, code, name) => {
    const bytes = Buffer.from(text, "latin1");
    await expect(read(bytes, {}, name)).rejects.toMatchObject({ code });
  });

  it("refuse meaningless options", async () => {
    const bytes = encodeEvents(
      randomEvents({ seed: 1, count: 1, sensor: vga, interval: 1 }),
      "dat",
    );
    const refusal = { code: "SL_DATA_OPTION" };
    await expect(read(bytes, { format: "evt4" })).rejects.toMatchObject(refusal);
    await expect(read(bytes, { sensor: { width: 0, height: 1 } })).rejects.toMatchObject(refusal);
    await expect(read(bytes, { damage: "maybe" as "keep" })).rejects.toMatchObject(refusal);
    expect(() =>
      encodeEvents(randomEvents({ seed: 1, count: 1, sensor: vga, interval: 1 }), "n-mnist"),
    ).toThrow(expect.objectContaining(refusal));
  });
});

describe("input", () => {
  const events = randomEvents({ ...cases["aedat3"], count: 300, seed: 3 } as RandomEvents);

  it("may be raw bytes", async () => {
    const { events: got } = await readEvents(encodeEvents(events, "evt3"));
    expectSame(got, events);
    await expect(readEvents("a.raw" as unknown as Uint8Array)).rejects.toMatchObject({
      code: "SL_DATA_OPTION",
      place: "readEvents",
      got: 'the text "a.raw"',
    });
  });

  it("keeps the size of the sensor in AEDAT 3.1", async () => {
    const { info } = await readEvents(encodeEvents(events, "aedat3"));
    expect(info.sensor).toEqual(events.sensor);
  });
});
