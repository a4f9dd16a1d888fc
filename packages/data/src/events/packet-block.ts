import { type EventColumns, reserveEvents } from "./event-columns.ts";
import type { EventBlock } from "./event-format.ts";

/** The events of a packet, each of the same size. */
export interface EventPacket {
  /** Where the packet begins in the file. */
  readonly byte: number;
  /** Where the first event does; undefined where the packet is compressed. */
  readonly first: number | undefined;
  /** Bytes of an event. */
  readonly size: number;
  readonly count: number;
  /** Append the events; there is room for all. */
  decode(out: EventColumns): void;
}

/** Make a block of a packet. */
export function packetBlock({ byte, first, size, count, decode }: EventPacket): EventBlock {
  return {
    byte,
    decode(out) {
      reserveEvents(out, count);
      decode(out);
    },
    byteOf: (index) => (first === undefined ? byte : first + index * size),
  };
}
