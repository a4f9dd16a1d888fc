import type { EventStream } from "../event-stream.ts";
import { byteWriter } from "./byte-writer.ts";

/** Write Prophesee DAT, version 2. */
export function encodeDat({ sensor, t, x, y, p }: EventStream): Uint8Array {
  const out = byteWriter();
  const { width, height } = sensor;
  const lines = [
    "Data file containing CD events.",
    "Version 2",
    `Height ${height}`,
    `Width ${width}`,
  ];
  out.text(lines.map((line) => `% ${line}\n`).join(""));
  out.u8(12);
  out.u8(8);
  for (let k = 0; k < t.length; k++) {
    out.u32(t[k] as number);
    out.u32((x[k] as number) | ((y[k] as number) << 14) | ((p[k] as number) << 28));
  }
  return out.bytes();
}

/** Write five bytes per event, as in N-MNIST; times beyond 2^23 µs need overflow events. */
export function encodeNMnist({ t, x, y, p }: EventStream): Uint8Array {
  const out = byteWriter();
  let added = 0;
  for (let k = 0; k < t.length; k++) {
    while ((t[k] as number) - added >= 2 ** 23) {
      for (const byte of [0, 240, 0, 0, 0]) out.u8(byte);
      added += 2 ** 13;
    }
    const time = (t[k] as number) - added;
    out.u8(x[k] as number);
    out.u8(y[k] as number);
    out.u8(((p[k] as number) << 7) | (time >>> 16));
    out.u8((time >>> 8) & 255);
    out.u8(time & 255);
  }
  return out.bytes();
}
