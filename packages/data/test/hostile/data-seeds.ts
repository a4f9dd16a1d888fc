import { readFileSync } from "node:fs";
import type { ByteSource } from "@spikeloom/kernel";
import {
  encodeEvents,
  openSpikeSet,
  readCsv,
  readEdf,
  readEvents,
  readIdx,
  readNumpy,
  readPng,
  readWav,
  readWfdb,
} from "../../src/index.ts";
import { randomEvents } from "../random-events.ts";
import { edf, wav } from "../signal-files.ts";

/** A file of a format, and how it is read. */
export interface DataSeed {
  readonly format: string;
  readonly bytes: Uint8Array;
  /** Read a whole file; formats that are read by path get one. */
  read(source: ByteSource, path: string): unknown;
}

const sensor = { width: 40, height: 30 };
const events = randomEvents({ seed: 5, count: 200, sensor, interval: 40, without: 240 });
const formats = ["evt2", "evt21", "evt21-legacy", "evt3", "dat", "n-mnist", "aedat3", "aedat4"];
const bytesOf = (name: string): Uint8Array => readFileSync(new URL(`../${name}`, import.meta.url));

const eventSeeds: readonly DataSeed[] = [
  ...formats.map((format) => ({ format, bytes: encodeEvents(events, format) })),
  {
    format: "aedat2",
    bytes: encodeEvents({ ...events, sensor: { width: 128, height: 128 } }, "aedat2"),
  },
  ...["lz4", "zstd"].map((one) => ({ format: one, bytes: bytesOf(`aedat4/${one}.aedat4`) })),
].map((seed) => ({
  ...seed,
  async read(source) {
    await readEvents(source);
    await readEvents(source, { damage: "keep" });
  },
}));

const idx = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8);
const csv = new TextEncoder().encode('time,"value",name\n0,1.5,"a ""b"""\n1e-3,-2,c\n');

const npyHead = "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }".padEnd(117);
const npy = Buffer.concat([
  Buffer.from(`\x93NUMPY\x01\0v\0${npyHead}\n`, "latin1"),
  new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer),
]);

/** Small files of all formats from which data is read. */
export const dataSeeds: readonly DataSeed[] = [
  ...eventSeeds,
  { format: "idx", bytes: idx, read: (source) => readIdx(source) },
  { format: "csv", bytes: csv, read: (source) => readCsv(source) },
  { format: "wav", bytes: wav(1, 16, 2, Buffer.alloc(8)), read: (source) => readWav(source) },
  {
    format: "edf",
    bytes: edf([[1, 2, 3]], ["+0\x14\x14\0+0.5\x151.5\x14blink\x14\0"]),
    read: (source) => readEdf(source),
  },
  { format: "npy", bytes: npy, read: (source) => readNumpy(source) },
  ...["rgb", "grey2", "palette"].map((name) => ({
    format: `png ${name}`,
    bytes: bytesOf(`png/${name}.png`),
    read: (source: ByteSource) => readPng(source),
  })),
  {
    format: "shd",
    bytes: bytesOf("small-shd.h5"),
    read(_, path) {
      const set = openSpikeSet(path);
      try {
        for (let k = 0; k < set.count; k++) set.sample(k);
      } finally {
        set.close();
      }
    },
  },
  {
    format: "wfdb",
    bytes: bytesOf("wfdb/binformats.hea"),
    read: (_, path) => readWfdb(path),
  },
  {
    format: "wfdb segments",
    bytes: bytesOf("wfdb/p000878.hea"),
    read: (_, path) => readWfdb(path),
  },
];
