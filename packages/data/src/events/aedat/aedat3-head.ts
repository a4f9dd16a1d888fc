/** Bytes of the head of a packet. */
export const headBytes = 28;
/** More bytes than any packet of a camera has. */
const mostBytes = 2 ** 28;

/** Types of packets (iniVation, "AEDAT 3.1"): events of pixels are of type 1. */
export const kinds: readonly string[] = [
  ...["special events", "events", "frames", "samples of inertia", "frames", "samples of sound"],
  ...["configurations", "one-dimensional points", "two-dimensional points"],
];
export const polarity = 1;

/** Header of a packet. */
export interface PacketHead {
  readonly type: number;
  /** Of which source of the header its events are. */
  readonly source: number;
  /** Bytes of an event. */
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

/** Whether a packet can be what its head says. */
export function isSound({ type, size, count }: PacketHead): boolean {
  return type < kinds.length && (type !== polarity || size === 8) && size * count <= mostBytes;
}
