/** Size of a packet head in bytes. */
export const headBytes = 28;
/** More bytes than any camera packet has. */
const mostBytes = 2 ** 28;

/** Packet types (iniVation, "AEDAT 3.1"); pixel events have type 1. */
export const kinds: readonly string[] = [
  ...["special events", "events", "frames", "inertial samples", "frames", "sound samples"],
  ...["configurations", "one-dimensional points", "two-dimensional points"],
];
export const polarity = 1;

/** Header of a packet. */
export interface PacketHead {
  readonly type: number;
  /** Number of the source in the header. */
  readonly source: number;
  /** Bytes per event. */
  readonly size: number;
  /** Number of overflows of the 31-bit time. */
  readonly overflow: number;
  readonly count: number;
}

/** Read the head of a packet. */
export function readHead(bytes: Uint8Array): PacketHead {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    type: view.getUint16(0, true),
    source: view.getInt16(2, true),
    size: view.getUint32(4, true),
    overflow: view.getUint32(12, true),
    count: view.getUint32(20, true),
  };
}

/** Whether a packet can match its head. */
export function isSound({ type, size, count }: PacketHead): boolean {
  return type < kinds.length && (type !== polarity || size === 8) && size * count <= mostBytes;
}
