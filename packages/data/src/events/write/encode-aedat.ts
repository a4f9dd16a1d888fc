import { type AddressLayout, addressLayouts } from "../aedat/addresses.ts";
import type { EventStream } from "../event-stream.ts";
import { byteWriter } from "./byte-writer.ts";

const packetEvents = 8192;

/** Write AEDAT 2.0 with the sensor's addresses: a DVS128 if the sensor fits, otherwise a DAVIS346. */
export function encodeAedat2(events: EventStream): Uint8Array {
  const { sensor, t, x, y, p } = events;
  const isSmall = sensor.width <= 128 && sensor.height <= 128;
  const name = isSmall ? "dvs128" : "davis346";
  const layout = addressLayouts.get(name) as AddressLayout;
  const out = byteWriter();
  const chip = isSmall ? "DVS128" : "DAVIS346";
  out.text(`#!AER-DAT2.0\r\n# Timestamps tick: 1 us\r\n# AEChip: ${chip}\r\n`);
  for (let k = 0; k < t.length; k++) {
    const column = layout.flips.x ? layout.sensor.width - 1 - (x[k] as number) : (x[k] as number);
    const row = layout.flips.y ? layout.sensor.height - 1 - (y[k] as number) : (y[k] as number);
    const polarity = (p[k] as number) << layout.polarity;
    out.u32Big((column << layout.x[0]) | (row << layout.y[0]) | polarity);
    out.u32Big(t[k] as number);
  }
  return out.bytes();
}

/** Write AEDAT 3.1 as event packets; packet heads contain the upper part of the time. */
export function encodeAedat3({ sensor, t, x, y, p }: EventStream): Uint8Array {
  const out = byteWriter();
  // Lines that start with `-` are comments about a source: the format has no field for the sensor size.
  const lines = [
    ...["!AER-DAT3.1", "Format: RAW", "Source 1: SpikeLoom"],
    ...[`-Sensor: ${sensor.width}x${sensor.height}`, "!END-HEADER"],
  ];
  out.text(lines.map((line) => `#${line}\r\n`).join(""));
  for (let from = 0; from < t.length; ) {
    const overflow = Math.floor((t[from] as number) / 2 ** 31);
    const limit = Math.min(t.length, from + packetEvents);
    let until = from;
    while (until < limit && Math.floor((t[until] as number) / 2 ** 31) === overflow) until++;
    const count = until - from;
    out.u16(1);
    out.u16(1);
    for (const field of [8, 4, overflow, count, count, count]) out.u32(field);
    for (let k = from; k < until; k++) {
      out.u32(((x[k] as number) << 17) | ((y[k] as number) << 2) | ((p[k] as number) << 1) | 1);
      out.u32((t[k] as number) % 2 ** 31);
    }
    from = until;
  }
  return out.bytes();
}
