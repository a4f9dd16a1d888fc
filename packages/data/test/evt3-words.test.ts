import { stream, streamKey } from "@spikeloom/random";
import { expect, it } from "vitest";
import { drawSeed, draws } from "../../../tools/test/draws.ts";
import { readEvents, sourceOfBytes } from "../src/index.ts";

type Event = readonly [t: number, x: number, y: number, p: number];

/** Read words one at a time, as in the description of the format. */
function slowly(words: readonly number[]): { events: Event[]; leftOut: number } {
  const events: Event[] = [];
  let [base, low, row, left, polarity, leftOut] = [0, 0, 0, 0, 0, 0];
  let isTimed = false;
  let isPixel = true;
  const event = (x: number, p: number): void => {
    if (isTimed && isPixel) events.push([base + low, x, row, p]);
    else leftOut++;
  };
  for (const word of words) {
    const type = word >> 12;
    const width = type === 4 ? 12 : 8;
    if (type === 0) [row, isPixel] = [word & 2047, true];
    if (type === 1) isPixel = false;
    if (type === 2) event(word & 2047, (word >> 11) & 1);
    if (type === 3) [left, polarity] = [word & 2047, (word >> 11) & 1];
    if (type === 4 || type === 5) {
      for (let k = 0; k < width; k++) if ((word >> k) & 1) event(left + k, polarity);
      left += width;
    }
    if (type === 6) low = word & 4095;
    if (type === 8) {
      const turns = Math.floor(base / 2 ** 24);
      const next = turns * 2 ** 24 + (word & 4095) * 4096;
      const time = base - next >= 2 ** 23 ? next + 2 ** 24 : next;
      if (time !== base) [base, low] = [time, 0];
      isTimed = true;
    }
    if (type === 7 || type > 8) leftOut++;
  }
  return { events, leftOut };
}

/** Encodes 32 columns as cameras do: a base, then vectors of 12, 12 and 8. */
const burst = 16;

/** Frequencies of word types: as in camera data, and every type at once. */
const kinds: Readonly<Record<string, readonly number[]>> = {
  "rows and columns": [0, 0, 2, 2, 2, 2, 6],
  vectors: [0, 2, 2, 3, 4, 4, 5, 6],
  bursts: [0, 6, 0, 6, 2, 4, 5, burst, burst, burst],
  "all types and bursts": [0, 1, 2, 3, 4, 5, 6, 7, 8, 0xe, burst, burst, burst],
  "all types": [0, 0, 0, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 0xa, 0xe, 0xf],
};

/** Few events lie outside, so that only some blocks have one. */
const sensor = { width: 2060, height: 2047 };

it.each(Object.entries(kinds))("reads words of %s as one at a time", async (_, types) => {
  for (let which = 0; which < draws({ ci: 2, long: 200 }); which++) {
    const seed = drawSeed + which;
    const drawn = stream(streamKey(seed, "words"), 0);
    const count = 1 + drawn.integer(20_000);
    const words = [0x8001];
    for (let k = 1; k < count; k++) {
      const isPause = drawn.uniform() < 0.002;
      const type = isPause ? 8 : (types[drawn.integer(types.length)] as number);
      const few = drawn.integer(3) === 0 ? drawn.integer(4096) : 4095;
      if (type === burst) {
        for (const part of [3, 4, 4, 5]) {
          const bits = drawn.integer(4096) & (part === 3 ? 4095 : few & drawn.integer(4096));
          words.push((part << 12) | bits);
        }
      } else words.push((type << 12) | drawn.integer(4096));
    }
    // Times decrease as well: they are kept, and counted.
    const read = await readEvents(
      sourceOfBytes("a.raw", new Uint8Array(Uint16Array.from(words).buffer)),
      { format: "evt3", damage: "keep", sensor },
    );
    const { t, x, y, p } = read.events;
    const got = Array.from(t, (time, k): Event => [time, x[k] ?? -1, y[k] ?? -1, p[k] ?? -1]);
    const wanted = slowly(words);
    const inside = wanted.events.filter(([, x, y]) => x < sensor.width && y < sensor.height);
    expect(got, `seed ${seed}`).toEqual(inside);
    const skipped = [...read.info.skipped];
    const back = inside.filter(([time], k) => k > 0 && time < (inside[k - 1]?.[0] ?? 0)).length;
    expect(new Map(skipped).get("earlier than the previous event") ?? 0, `seed ${seed}`).toBe(back);
    const others = skipped.filter(([kind]) => !/earlier|outside/.test(kind));
    expect(
      others.reduce((sum, [, more]) => sum + more, 0),
      `seed ${seed}`,
    ).toBe(wanted.leftOut);
  }
});

it("detects each column of a burst outside the sensor", async () => {
  for (let column = 0; column < 32; column++) {
    const bits = (from: number, width: number): number =>
      column >= from && column < from + width ? 1 << (column - from) : 0;
    const vectors = [0x4000 | bits(0, 12), 0x4000 | bits(12, 12), 0x5000 | bits(24, 8)];
    const words = Uint16Array.from([0x8001, 0x6005, 0x0003, 0x3800 | 10, ...vectors]);
    const source = sourceOfBytes("a.raw", new Uint8Array(words.buffer));
    const read = (width: number) =>
      readEvents(source, { format: "evt3", sensor: { width, height: 4 } });
    const { t, x, y, p } = (await read(11 + column)).events;
    expect([...t, ...x, ...y, ...p]).toEqual([4101, 10 + column, 3, 1]);
    await expect(read(10 + column)).rejects.toMatchObject({ code: "SL_EVENTS_PLACE" });
  }
});
