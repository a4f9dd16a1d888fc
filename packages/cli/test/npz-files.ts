import { crc32 } from "node:zlib";

/** An array of float64 numbers in row-major order. */
export interface TestArray {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** Write arrays as numpy.savez does: files of NPY 1.0, stored in a zip archive. */
export function npzOf(arrays: Readonly<Record<string, TestArray>>): Uint8Array {
  const entries: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, array] of Object.entries(arrays)) {
    const [file, bytes] = [Buffer.from(`${name}.npy`), npyOf(array)];
    // Version, flags, method and time, then the checksum and both sizes, the lengths of the name and of extra fields.
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(bytes.length, 14);
    fields.writeUInt32LE(bytes.length, 18);
    fields.writeUInt16LE(file.length, 22);
    const entry = Buffer.concat([Buffer.from("PK\x03\x04"), fields, file, bytes]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00"), fields, rest, file);
    entries.push(entry);
    at += entry.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...entries, list, Buffer.from("PK\x05\x06"), end]);
}

function npyOf({ shape, values }: TestArray): Buffer {
  const axes = shape.map((size) => `${size},`).join(" ");
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${axes}), }`;
  const padded = `${header.padEnd(64 * Math.ceil((header.length + 11) / 64) - 11)}\n`;
  const size = Buffer.alloc(2);
  size.writeUInt16LE(padded.length);
  const begin = Buffer.from("\x93NUMPY\x01\x00", "latin1");
  const numbers = Buffer.from(Float64Array.from(values).buffer);
  return Buffer.concat([begin, size, Buffer.from(padded, "latin1"), numbers]);
}
