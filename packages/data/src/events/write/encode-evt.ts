import type { EventStream, SensorSize } from "../event-stream.ts";
import { type ByteWriter, byteWriter } from "./byte-writer.ts";

function header(encoding: string, version: string, { width, height }: SensorSize): string {
  const lines = [
    `evt ${version}`,
    `format ${encoding};height=${height};width=${width}`,
    `geometry ${width}x${height}`,
    "end",
  ];
  return lines.map((line) => `% ${line}\n`).join("");
}

/**
 * Write the upper part of the time when it changes.
 *
 * Readers interpret a step of half the range or more as a wrap, so long pauses are divided into steps.
 */
function highParts(bits: { readonly low: number; readonly high: number }) {
  const clock = 2 ** bits.high;
  let last = -1;
  return (time: number, write: (high: number) => void): void => {
    const high = Math.floor(time / 2 ** bits.low);
    if (high === last) return;
    const step = clock / 2 - 1;
    for (let at = Math.max(0, last) + step; at < high; at += step) write(at % clock);
    write(high % clock);
    last = high;
  };
}

/** Write EVT 2.0; see the reader. */
export function encodeEvt2({ sensor, t, x, y, p }: EventStream): Uint8Array {
  const out = byteWriter();
  out.text(header("EVT2", "2.0", sensor));
  const high = highParts({ low: 6, high: 28 });
  for (let k = 0; k < t.length; k++) {
    const time = t[k] as number;
    high(time, (part) => out.u32(0x8000_0000 + part));
    const place = ((x[k] as number) << 11) | (y[k] as number);
    out.u32(((p[k] as number) << 28) | ((time % 64) << 22) | place);
  }
  return out.bytes();
}

/** Write EVT 2.1 as 64-bit words. */
export function encodeEvt21(events: EventStream): Uint8Array {
  return evt21(events, "little", (out, typed, mask) => {
    out.u32(mask);
    out.u32(typed);
  });
}

/** Write EVT 2.1 with the half that contains the type first. */
export function encodeEvt21Legacy(events: EventStream): Uint8Array {
  return evt21(events, "legacy", (out, typed, mask) => {
    out.u32(typed);
    out.u32(mask);
  });
}

function evt21(
  events: EventStream,
  endianness: string,
  word: (out: ByteWriter, typed: number, mask: number) => void,
): Uint8Array {
  const { sensor, t, x, y, p } = events;
  const out = byteWriter();
  out.text(header(`EVT21;endianness=${endianness}`, "2.1", sensor));
  const high = highParts({ low: 6, high: 28 });
  for (let k = 0; k < t.length; ) {
    const time = t[k] as number;
    high(time, (part) => word(out, 0x8000_0000 + part, 0));
    const left = (x[k] as number) & ~31;
    const typed = ((p[k] as number) << 28) | ((time % 64) << 22) | (left << 11) | (y[k] as number);
    const { mask, next } = runMask(events, k, { left, width: 32 });
    word(out, typed, mask >>> 0);
    k = next;
  }
  return out.bytes();
}

/** Group events of one time, row and polarity with ascending columns, as bits from a column on. */
function runMask(
  { t, x, y, p }: EventStream,
  from: number,
  { left, width }: { readonly left: number; readonly width: number },
): { readonly mask: number; readonly next: number } {
  let mask = 0;
  let k = from;
  do {
    mask |= 1 << ((x[k] as number) - left);
    k++;
  } while (
    t[k] === t[from] &&
    y[k] === y[from] &&
    p[k] === p[from] &&
    (x[k] as number) > (x[k - 1] as number) &&
    (x[k] as number) < left + width
  );
  return { mask, next: k };
}

/** Write EVT 3.0; adjacent events become vectors of 12, 12 and 8 columns, as cameras write them. */
export function encodeEvt3(events: EventStream): Uint8Array {
  const { sensor, t, x, y, p } = events;
  const out = byteWriter();
  out.text(header("EVT3", "3.0", sensor));
  const high = highParts({ low: 12, high: 12 });
  let low = -1;
  let row = -1;
  for (let k = 0; k < t.length; ) {
    const time = t[k] as number;
    high(time, (part) => {
      out.u16(0x8000 | part);
      low = -1;
    });
    if (time % 4096 !== low) {
      low = time % 4096;
      out.u16(0x6000 | low);
    }
    if (y[k] !== row) {
      row = y[k] as number;
      out.u16(row);
    }
    const column = x[k] as number;
    const polarity = (p[k] as number) << 11;
    const { mask, next } = runMask(events, k, { left: column, width: 32 });
    if (next === k + 1) {
      out.u16(0x2000 | polarity | column);
    } else {
      out.u16(0x3000 | polarity | column);
      out.u16(0x4000 | (mask & 0xfff));
      out.u16(0x4000 | ((mask >>> 12) & 0xfff));
      out.u16(0x5000 | (mask >>> 24));
    }
    k = next;
  }
  return out.bytes();
}
