import type { Disk } from "@spikeloom/files";

/** One operation requested of a disk. */
export type DiskCall =
  | { readonly kind: "write"; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: "resize"; readonly length: number };

/** A disk in memory that remembers in which order it was written. */
export interface RecordingDisk extends Disk {
  readonly calls: readonly DiskCall[];
}

/** Create a disk; `fail` is called before each operation and may throw. */
export function recordingDisk(fail: (call: number) => void = () => undefined): RecordingDisk {
  const calls: DiskCall[] = [];
  return {
    calls,
    write(bytes, at) {
      fail(calls.length);
      calls.push({ kind: "write", at, bytes: bytes.slice() });
    },
    resize(length) {
      fail(calls.length);
      calls.push({ kind: "resize", length });
    },
    settle: () => undefined,
    close: () => undefined,
  };
}

/** Give the bytes of a file after these calls. */
export function fileAfter(calls: readonly DiskCall[]): Uint8Array {
  const ends = calls.map((call) =>
    call.kind === "write" ? call.at + call.bytes.length : call.length,
  );
  const room = new Uint8Array(Math.max(0, ...ends));
  let length = 0;
  for (const call of calls) {
    if (call.kind === "resize") {
      length = call.length;
      room.fill(0, length);
      continue;
    }
    room.set(call.bytes, call.at);
    length = Math.max(length, call.at + call.bytes.length);
  }
  return room.subarray(0, length);
}
