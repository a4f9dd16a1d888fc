import { type EventColumns, reserveEvents } from "./event-columns.ts";
import type { EventBlock } from "./event-format.ts";
import type { SensorSize } from "./event-stream.ts";

/** The events of a packet, each of the same size. */
export interface EventPacket {
  /** Where the packet begins in the file. */
  readonly byte: number;
  /** Where the first event does; undefined where the packet is compressed. */
  readonly first: number | undefined;
  /** Bytes of an event. */
  readonly size: number;
  readonly count: number;
  /** Append the events; there is room for all. Tells what `decode` of a block does. */
  decode(out: EventColumns, sensor: SensorSize | undefined): boolean;
}

/** Make a block of a packet. */
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
