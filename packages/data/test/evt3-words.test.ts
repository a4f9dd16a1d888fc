import { stream, streamKey } from "@spikeloom/random";
import { expect, it } from "vitest";
import { drawSeed, draws } from "../../../tools/test/draws.ts";
import { readEvents, sourceOfBytes } from "../src/index.ts";

type Event = readonly [t: number, x: number, y: number, p: number];

/** Read words one at a time, as the format is described. */
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

/** How often types of words come: as cameras send them, and every type at once. */
const kinds: Readonly<Record<string, readonly number[]>> = {
  "rows and columns": [0, 0, 2, 2, 2, 2, 6],
  vectors: [0, 2, 2, 3, 4, 4, 5, 6],
  "all types": [0, 0, 0, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 0xa, 0xe, 0xf],
};

it.each(Object.entries(kinds))("reads words of %s as one at a time", async (_, types) => {
  for (let which = 0; which < draws({ ci: 4, long: 200 }); which++) {
    const seed = drawSeed + which;
    const drawn = stream(streamKey(seed, "words"), 0);
    const count = 1 + drawn.integer(20_000);
    const words = [0x8001];
    for (let k = 1; k < count; k++) {
      const isPause = drawn.uniform() < 0.002;
      const type = isPause ? 8 : (types[drawn.integer(types.length)] as number);
      words.push((type << 12) | drawn.integer(4096));
    }
    // Times go back as well: they are kept, and counted.
    const read = await readEvents(
      sourceOfBytes("a.raw", new Uint8Array(Uint16Array.from(words).buffer)),
      { format: "evt3", damage: "keep", sensor: { width: 2200, height: 2048 } },
    );
    const { t, x, y, p } = read.events;
    const got = Array.from(t, (time, k): Event => [time, x[k] ?? -1, y[k] ?? -1, p[k] ?? -1]);
    const wanted = slowly(words);
    const inside = wanted.events.filter(([, column]) => column < 2200);
    expect(got, `seed ${seed}`).toEqual(inside);
    const skipped = [...read.info.skipped];
    const back = inside.filter(([time], k) => k > 0 && time < (inside[k - 1]?.[0] ?? 0)).length;
    expect(new Map(skipped).get("earlier than the event before") ?? 0, `seed ${seed}`).toBe(back);
    const others = skipped.filter(([kind]) => !/earlier|outside/.test(kind));
    expect(
      others.reduce((sum, [, more]) => sum + more, 0),
      `seed ${seed}`,
    ).toBe(wanted.leftOut);
  }
});
