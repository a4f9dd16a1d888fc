import type { EventStream, SensorSize } from "../event-stream.ts";
import { type ByteWriter, byteWriter } from "./byte-writer.ts";

const packetEvents = 8192;

/** Write AEDAT 4 without compression, with one event stream and without a packet table. */
export function encodeAedat4({ sensor, t, x, y, p }: EventStream): Uint8Array {
  const out = byteWriter();
  out.text("#!AER-DAT4.0\r\n");
  writeHeader(out, description(sensor));
  for (let from = 0; from < t.length; from += packetEvents) {
    const count = Math.min(packetEvents, t.length - from);
    out.u32(0);
    out.u32(32 + 16 * count);
    // A FlatBuffer whose table has one field, a vector of structures: offsets are relative to their own position.
    out.u32(28 + 16 * count);
    out.u32(16);
    out.text("EVTS");
    for (const half of [6, 8, 4, 0]) out.u16(half);
    for (const word of [8, 4, count]) out.u32(word);
    for (let k = from; k < from + count; k++) {
      out.i64(t[k] as number);
      out.u16(x[k] as number);
      out.u16(y[k] as number);
      out.u32(p[k] as number);
    }
  }
  return out.bytes();
}

/** Write the header: a FlatBuffer with the compression (none), the position of the table (none) and the description. */
function writeHeader(out: ByteWriter, text: string): void {
  const start = out.size;
  out.u32(0);
  out.u32(20);
  out.text("IOHE");
  for (const half of [10, 20, 4, 8, 16, 0]) out.u16(half);
  out.u32(12);
  out.u32(0);
  out.i64(-1);
  out.u32(4);
  out.u32(new TextEncoder().encode(text).length);
  out.text(`${text}\0`);
  while ((out.size - start) % 8 !== 0) out.u8(0);
  out.setU32(start, out.size - start - 4);
}

function description({ width, height }: SensorSize): string {
  const attribute = (key: string, type: string, value: string | number): string =>
    `<attr key="${key}" type="${type}">${value}</attr>`;
  const sizes = attribute("sizeX", "int", width) + attribute("sizeY", "int", height);
  const path = "/mainloop/Recorder/outInfo/";
  return [
    `<dv version="2.0"><node name="outInfo" path="${path}"><node name="0" path="${path}0/">`,
    attribute("compression", "string", "NONE"),
    attribute("originalOutputName", "string", "events"),
    attribute("typeIdentifier", "string", "EVTS"),
    `<node name="info" path="${path}0/info/">${sizes}`,
    attribute("source", "string", "SpikeLoom"),
    "</node></node></node></dv>",
  ].join("");
}
