import { type EventColumns, reserveEvents } from "./event-columns.ts";
import type { EventBlock } from "./event-format.ts";
import type { SensorSize } from "./event-stream.ts";

/** Events of a packet, all of the same size. */
export interface EventPacket {
  /** Byte offset of the packet in the file. */
  readonly byte: number;
  /** Byte offset of the first event; undefined if the packet is compressed. */
  readonly first: number | undefined;
  /** Bytes per event. */
  readonly size: number;
  readonly count: number;
  /** Append the events, for which there is capacity. Returns the same as `decode` of a block. */
  decode(out: EventColumns, sensor: SensorSize | undefined): boolean;
}

/** Create a block of a packet. */
export function packetBlock({ byte, first, size, count, decode }: EventPacket): EventBlock {
  return {
    byte,
    decode(out, sensor) {
      reserveEvents(out, count);
      return decode(out, sensor);
    },
    byteOf: (index) => (first === undefined ? byte : first + index * size),
  };
}
