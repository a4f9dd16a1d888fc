import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type EventReadOptions, encodeEvents, readEvents, sourceOfBytes } from "../src/index.ts";
import { randomEvents } from "./random-events.ts";

const sensor = { width: 40, height: 30 };
const events = randomEvents({ seed: 5, count: 400, sensor, interval: 40 });
const plain = encodeEvents(events, "aedat4");
const file = (name: string): Uint8Array => readFileSync(new URL(`aedat4/${name}`, import.meta.url));
const read = (bytes: Uint8Array, options?: EventReadOptions) =>
  readEvents(sourceOfBytes("a.aedat4", bytes), options);

/** Bytes up to the first packet: the first line, the length and as many as it states. */
function headOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.subarray(0, 18 + Buffer.from(bytes).readUInt32LE(14)));
}

/** A file of one stream whose packets are compressed with 1 LZ4 or 3 Zstandard. */
function packedFile(compression: number, ...packets: readonly Uint8Array[]): Uint8Array {
  const head = headOf(plain);
  head.writeInt32LE(compression, 42);
  const parts = packets.map((bytes) => {
    const start = Buffer.alloc(8);
    start.writeInt32LE(bytes.length, 4);
    return Buffer.concat([start, bytes]);
  });
  return Buffer.concat([head, ...parts]);
}

/** The first packet of a file, compressed. */
function packetOf(bytes: Uint8Array): Buffer {
  const rest = Buffer.from(bytes).subarray(headOf(bytes).length);
  return Buffer.from(rest.subarray(8, 8 + rest.readInt32LE(4)));
}

const damaged = { code: "SL_EVENTS_DAMAGED" };

describe.each(["lz4.aedat4", "zstd.aedat4"])("%s", (name) => {
  it("contains the events that another program compressed", async () => {
    const { events: got } = await read(file(name));
    expect(got).toEqual(events);
  });
});

it("reads damaged packets as events or a coded error, whichever bit is wrong", async () => {
  const bare = encodeEvents(randomEvents({ seed: 5, count: 40, sensor, interval: 40 }), "aedat4");
  for (const whole of [bare, file("lz4.aedat4"), file("zstd.aedat4")]) {
    const step = Math.ceil(whole.length / 200);
    for (let at = 14; at < whole.length; at += step) {
      const bytes = Uint8Array.from(whole);
      bytes[at] = (bytes[at] as number) ^ (1 << (at % 8));
      const got = await read(bytes, { damage: at % 3 === 0 ? "refuse" : "keep" }).then(
        () => "SL_EVENTS_",
        (error: { code?: string }) => `${error.code} at ${at}`,
      );
      expect(got).toMatch(/^SL_EVENTS_/);
    }
  }
});

describe("FlatBuffers", () => {
  it("are refused if a field extends beyond their end", async () => {
    // The offsets of fields of 4 and 8 bytes, moved to the end of the header.
    for (const [entry, left] of [
      [30, 3],
      [32, 5],
    ] as const) {
      const head = headOf(plain);
      const root = 38;
      head.writeUInt16LE(head.length - left - root, entry);
      await expect(read(head)).rejects.toMatchObject(damaged);
    }
  });
});

describe("Zstandard", () => {
  it("is refused with an unnecessarily large window", async () => {
    const packet = Buffer.from("28b52ffd00a801000061", "hex");
    await expect(read(packedFile(3, packet))).rejects.toMatchObject({
      ...damaged,
      got: expect.stringContaining("window"),
    });
  });

  it("is refused as soon as a file decompresses to an absurd length", async () => {
    // 64 blocks of 128 KiB, each a repeated byte: 8 MiB from 272 bytes, with their size stated.
    const blocks = Array.from({ length: 64 }, (_, k) => [2 + (k === 63 ? 1 : 0), 0, 16, 0]);
    const packet = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 128, 0, ...blocks.flat()]);
    const bomb = packedFile(3, ...Array.from({ length: 20 }, () => packet));
    const { info } = await read(bomb, { damage: "keep" });
    expect(info.skipped.get("damaged packets")).toBe(20);
    const few = packedFile(3, packetOf(file("zstd.aedat4")), ...Array(20).fill(packet));
    const after = packedFile(3, ...Array(20).fill(packet), packetOf(file("zstd.aedat4")));
    expect((await read(few, { damage: "keep" })).events.t.length).toBe(200);
    expect((await read(after, { damage: "keep" })).events.t.length).toBe(0);
  });
});

describe("LZ4", () => {
  const packet = packetOf(file("lz4.aedat4"));

  it("is refused if its size differs from the stated one", async () => {
    const changed = Buffer.from(packet);
    expect((changed[4] as number) & 8).toBe(8);
    changed.writeBigUInt64LE(changed.readBigUInt64LE(6) + 1n, 6);
    await expect(read(packedFile(1, changed))).rejects.toMatchObject(damaged);
  });

  it("is refused if other data follows its frame", async () => {
    const longer = Buffer.concat([packet, Buffer.from("something else")]);
    await expect(read(packedFile(1, longer))).rejects.toMatchObject(damaged);
  });
});

describe("descriptions", () => {
  it("are refused if nodes contain each other endlessly", async () => {
    const depth = 40_000;
    const open = '<node name="outInfo"><attr key="a">1</attr>'.repeat(depth);
    const text = `<dv>${open}${"</node>".repeat(depth)}</dv>`;
    const old = headOf(plain);
    const at = 62;
    const head = Buffer.concat([old.subarray(0, at), Buffer.from(`${text}\0`)]);
    head.writeUInt32LE(text.length, at - 4);
    head.writeUInt32LE(head.length - 18, 14);
    await expect(read(head)).rejects.toMatchObject({
      code: "SL_EVENTS_HEADER",
      got: expect.stringContaining("more"),
    });
  });
});
