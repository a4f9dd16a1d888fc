import { describe, expect, it } from "vitest";
import { readEvents } from "../src/index.ts";

const header = (...lines: readonly string[]): Buffer =>
  Buffer.from(["#!AER-DAT3.1", "#Format: RAW", ...lines, "#!END-HEADER", ""].join("\r\n"));

/** A packet of AEDAT 3.1 with the given header fields and events of 8 bytes: x, y and time. */
function packet(source: number, events: readonly (readonly [number, number, number])[], type = 1) {
  const bytes = new DataView(new ArrayBuffer(28 + 8 * events.length));
  bytes.setInt16(0, type, true);
  bytes.setInt16(2, source, true);
  for (const [at, value] of [
    ...[[4, 8] as const, [8, 4] as const, [16, events.length] as const],
    ...[[20, events.length] as const, [24, events.length] as const],
  ]) {
    bytes.setInt32(at, value, true);
  }
  for (const [k, [x, y, time]] of events.entries()) {
    bytes.setUint32(28 + 8 * k, ((x << 17) | (y << 2) | 3) >>> 0, true);
    bytes.setUint32(32 + 8 * k, time, true);
  }
  return Buffer.from(bytes.buffer);
}

describe("AEDAT 3.1 of two cameras", () => {
  const both = Buffer.concat([
    header("#Source 1: DVS128", "#Source 4: DAVIS240C", "#Start-Time: 2016-01-01 00:00:00"),
    packet(1, [[1, 0, 5]], 0),
    packet(1, []),
    packet(4, [[200, 150, 90]]),
    packet(1, [[100, 2, 40]]),
    packet(4, [[201, 151, 91]]),
    packet(1, [[101, 3, 41]]),
  ]);

  it("is read as the first with events, or the requested one", async () => {
    const first = await readEvents(both);
    expect([...first.events.t]).toEqual([90, 91]);
    expect(first.info.sensor).toEqual({ width: 240, height: 180 });
    expect(first.info.skipped.get("events of other sources")).toBe(2);
    const other = await readEvents(both, { stream: 1 });
    expect([...other.events.x]).toEqual([100, 101]);
    expect(other.info.sensor).toEqual({ width: 128, height: 128 });
  });

  it("has no other cameras", async () => {
    await expect(readEvents(both, { stream: 2 })).rejects.toMatchObject({
      code: "SL_DATA_OPTION",
      place: "stream",
      expected: "1, 4",
      got: "2",
    });
  });

  it("is recognised by its packets if the header does not name it", async () => {
    const bytes = Buffer.concat([header(), packet(0, [[1, 1, 1]]), packet(7, [[9, 9, 0]])]);
    const { events, info } = await readEvents(bytes);
    expect([...events.x]).toEqual([1]);
    expect([...info.skipped]).toEqual([["events of other sources", 1]]);
    const asked = await readEvents(bytes, { stream: 7 });
    expect([...asked.events.x]).toEqual([9]);
    for (const [stream, expected] of [
      [3, "0, 7"],
      [-1, "the number of a source, from 0"],
      [0.5, "the number of a source, from 0"],
    ] as const) {
      await expect(readEvents(bytes, { stream })).rejects.toMatchObject({
        code: "SL_DATA_OPTION",
        place: "stream",
        expected,
        got: String(stream),
      });
    }
  });

  it("is the one that the header names, whichever comes first", async () => {
    const packets = [packet(0, [[1, 1, 1]]), packet(1, [[100, 2, 40]])];
    const named = Buffer.concat([header("#Source 1: DVS128"), ...packets]);
    const { events, info } = await readEvents(named);
    expect([...events.x]).toEqual([100]);
    expect([...info.skipped]).toEqual([["events of other sources", 1]]);
    // A name without packets hides no events.
    const other = await readEvents(Buffer.concat([header("#Source 5: DVS128"), ...packets]));
    expect([...other.events.x]).toEqual([1]);
  });
});

describe("AEDAT 2 without a chip of jAER", () => {
  const event = Buffer.alloc(8);
  // The upper left corner of a DAVIS is counted from the opposite ends.
  event.writeUInt32BE(((259 << 22) | (345 << 12) | (1 << 11)) >>> 0);
  event.writeUInt32BE(77, 4);
  const read = (...lines: readonly string[]) =>
    readEvents(Buffer.concat([Buffer.from(["#!AER-DAT2.0", ...lines, ""].join("\r\n")), event]));

  it.each(["#-Source 0: DAVIS346", "#Source 1: DAVIS346B", "# HardwareInterface: davis346"])(
    "is read by %j",
    async (line) => {
      const { events } = await read("# created by hand", line);
      const { t, x, y, p, sensor } = events;
      expect([t[0], x[0], y[0], p[0]]).toEqual([77, 0, 0, 1]);
      expect(sensor).toEqual({ width: 346, height: 260 });
    },
  );

  it("is read according to the chip, whatever else is named", async () => {
    const wider = await read("# AEChip: eu.seebetter.DAVIS640", "#-Source 0: DAVIS346");
    expect(wider.info.sensor).toEqual({ width: 640, height: 480 });
    expect([wider.events.x[0], wider.events.y[0]]).toEqual([639 - 345, 479 - 259]);
    await expect(read("# AEChip: cochlea", "#-Source 0: DAVIS346")).rejects.toThrow("got cochlea");
  });
});
