import { existsSync, statSync } from "node:fs";
import { extname } from "node:path";
import {
  isPng,
  openSpikeSet,
  type PictureOptions,
  type Recording,
  readCsv,
  readEdf,
  readEventFile,
  readIdx,
  readNumpy,
  readPng,
  readWav,
  readWfdb,
  sortEvents,
  withSource,
} from "@spikeloom/data";
import type { ByteSource } from "@spikeloom/kernel";
import { otherContent } from "../load/other-content.ts";
import { asCoded } from "../print/coded.ts";
import { DATA_KIND, DATA_UNUSED } from "./errors.ts";
import {
  checkPictureUse,
  levelValues,
  openHeldFolder,
  ownDigits,
  pixelsOf,
} from "./held-folder.ts";
import type { HeldData } from "./held-kinds.ts";
import { headOf } from "./read-head.ts";

/** Reader of a kind of data file. */
export interface HeldOptions extends PictureOptions {
  /** Handling of damage in an event file; refused by default. */
  readonly damage?: "refuse" | "keep" | undefined;
}

interface Opener {
  readonly format: string;
  /** Whether a file has this format, by its first bytes and its extension. */
  recognises(head: Uint8Array, end: string): boolean;
  open(path: string, options: HeldOptions): Promise<HeldData>;
}

const begins = (head: Uint8Array, ...bytes: readonly number[]): boolean =>
  bytes.every((byte, k) => head[k] === byte);

/**
 * Whether a file begins like IDX: two zeros, a type from bytes to doubles, and the number of axes; events may begin
 * with zeros too.
 */
const isIdx = (head: Uint8Array): boolean =>
  begins(head, 0, 0) && [8, 9, 11, 12, 13, 14].includes(head[2] ?? 0);

const recordingBy =
  (format: string, read: (source: ByteSource) => Promise<Recording>) =>
  async (path: string): Promise<HeldData> => ({
    kind: "recording",
    format,
    held: await withSource(path, read),
  });

/** Formats that are detected by first bytes or extension; event files have many forms, and come last. */
const openers: readonly Opener[] = [
  {
    format: "WAV",
    recognises: (head) => begins(head, 0x52, 0x49, 0x46, 0x46),
    open: recordingBy("WAV", readWav),
  },
  {
    format: "EDF",
    recognises: (_, end) => end === ".edf" || end === ".bdf",
    open: recordingBy("EDF or BDF", readEdf),
  },
  {
    format: "WFDB",
    recognises: (_, end) => end === ".hea",
    open: async (path) => ({ kind: "recording", format: "WFDB", held: await readWfdb(path) }),
  },
  {
    format: "NumPy",
    recognises: (head, end) => begins(head, 0x93, 0x4e) || end === ".npz",
    open: async (path) => ({
      kind: "arrays",
      format: "NumPy",
      held: await withSource(path, readNumpy),
    }),
  },
  {
    format: "HDF5",
    recognises: (head) => begins(head, 0x89, 0x48, 0x44, 0x46),
    open: async (path) => ({ kind: "spikes", format: "SHD or SSC", held: openSpikeSet(path) }),
  },
  {
    format: "IDX",
    recognises: (head, end) => isIdx(head) || begins(head, 0x1f, 0x8b) || /^\.idx\d?/.test(end),
    open: async (path) => ({
      kind: "arrays",
      format: "IDX",
      held: new Map([["array", await withSource(path, readIdx)]]),
    }),
  },
  {
    format: "PNG",
    recognises: isPng,
    async open(path, { grey, alpha }) {
      const read = (source: ByteSource) => readPng(source, { grey, alpha });
      const { height, width, channels, levels, white } = await withSource(path, read);
      // Bytes are fractions of 255 for their users, longer numbers are not.
      const image = pixelsOf([height, width], levelValues(levels, white), channels);
      return { kind: "arrays", format: "PNG", held: new Map([["image", image]]) };
    },
  },
  {
    format: "table",
    recognises: (_, end) => [".csv", ".tsv", ".txt"].includes(end),
    open: async (path) => ({
      kind: "table",
      format: "table",
      held: await withSource(path, readCsv),
    }),
  },
  {
    format: "events",
    recognises: () => true,
    async open(path, { damage = "refuse" }) {
      const { info, events } = await readEventFile(path, { damage });
      const held = { info, events: damage === "keep" ? sortEvents(events) : events };
      return { kind: "events", format: info.format, held };
    },
  },
];

/**
 * Read the contents of a data file, or of a folder: of frames, of classes of pictures, of a set of IDX. Throws the
 * errors of its reader, and `SL_DATA_KIND`.
 *
 * `digits` are those included in SpikeLoom, unless a file has that name.
 */
export async function openHeldData(path: string, options: HeldOptions = {}): Promise<HeldData> {
  const { grey, alpha } = options;
  if (path === "digits" && !existsSync(path)) {
    checkPictureUse(options, { file: path, format: "digits" });
    return await ownDigits();
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    return await openHeldFolder(path, { grey, alpha });
  const head = await headOf(path);
  const opener = openers.find((one) => one.recognises(head, extname(path).toLowerCase()));
  if (opener?.format !== "PNG") {
    checkPictureUse(options, { file: path, format: opener?.format ?? "events" });
  }
  try {
    return await (opener as Opener).open(path, options);
  } catch (fault) {
    if (asCoded(fault)?.code !== "SL_EVENTS_FORMAT") throw fault;
    const got = asCoded(fault)?.got ?? "other bytes";
    const expected = `${openers.map(({ format }) => format).join(", ")} of a camera`;
    const other = otherContent(await headOf(path, 4096), path);
    throw DATA_KIND({ file: path, expected, got: other?.holds ?? got, next: other?.next });
  }
}

/** Refuse an option for damage if the file contains no events. */
export function checkDamage(
  { kind, format }: HeldData,
  file: string,
  damage: HeldOptions["damage"],
): void {
  if (damage === undefined || kind === "events") return;
  const got = `--damage ${damage} for ${format}`;
  throw DATA_UNUSED({ file, option: "--damage", expected: "an event-camera file", got });
}
