import { existsSync, readdirSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import {
  type CsvTable,
  type EventRecording,
  type IdxArray,
  type ImageSet,
  isPng,
  openSet,
  openSource,
  openSpikeSet,
  type Recording,
  readCsv,
  readEdf,
  readEventFile,
  readFrames,
  readIdx,
  readNumpy,
  readPng,
  readWav,
  readWfdb,
  type SpikeSet,
} from "@spikeloom/data";
import type { ByteSource } from "@spikeloom/kernel";
import { otherContent } from "../load/other-content.ts";
import { asCoded } from "../print/coded.ts";
import { DATA_KIND } from "./errors.ts";

/** Numbers with a shape, the last index running fastest; `names` are those of the classes that they count. */
export type HeldArray = IdxArray & { readonly names?: readonly string[] };

/** What a file of data holds, by its kind. */
export interface HeldKinds {
  readonly events: EventRecording;
  /** Arrays by name. */
  readonly arrays: ReadonlyMap<string, HeldArray>;
  readonly recording: Recording;
  readonly spikes: SpikeSet;
  readonly table: CsvTable;
}

/** What a file of data holds. */
export type HeldData = {
  [Kind in keyof HeldKinds]: {
    readonly kind: Kind;
    readonly format: string;
    readonly held: HeldKinds[Kind];
  };
}[keyof HeldKinds];

interface Opener {
  readonly format: string;
  /** Whether it is of this format, by its first bytes and the end of its name. */
  recognises(head: Uint8Array, end: string): boolean;
  open(path: string): Promise<HeldData>;
}

const begins = (head: Uint8Array, ...bytes: readonly number[]): boolean =>
  bytes.every((byte, k) => head[k] === byte);

/** Whether a file begins as one of IDX: two zeros, a type from bytes to doubles, and how many axes; events may begin with zeros too. */
const isIdx = (head: Uint8Array): boolean =>
  begins(head, 0, 0) && [8, 9, 11, 12, 13, 14].includes(head[2] ?? 0);

async function reading<T>(path: string, read: (source: ByteSource) => Promise<T>): Promise<T> {
  const { source, close } = openSource(path);
  try {
    return await read(source);
  } finally {
    close();
  }
}

const recordingBy =
  (format: string, read: (source: ByteSource) => Promise<Recording>) =>
  async (path: string): Promise<HeldData> => ({
    ...{ kind: "recording", format },
    held: await reading(path, read),
  });

/** Formats that are told by their first bytes or by the end of their names; files of events have many forms, and come last. */
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
      held: await reading(path, readNumpy),
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
      ...{ kind: "arrays", format: "IDX" },
      held: new Map([["array", await reading(path, readIdx)]]),
    }),
  },
  {
    format: "PNG",
    recognises: isPng,
    async open(path) {
      const { height, width, levels, white } = await reading(path, readPng);
      // Bytes are shares of 255 to whoever takes them, longer numbers of nothing.
      const values =
        levels instanceof Uint8Array ? levels : Float32Array.from(levels, (level) => level / white);
      const image = { shape: [height, width], values };
      return { kind: "arrays", format: "PNG", held: new Map([["image", image]]) };
    },
  },
  {
    format: "table",
    recognises: (_, end) => [".csv", ".tsv", ".txt"].includes(end),
    open: async (path) => ({ kind: "table", format: "table", held: await reading(path, readCsv) }),
  },
  {
    format: "events",
    recognises: () => true,
    async open(path) {
      const held = await readEventFile(path);
      return { kind: "events", format: held.info.format, held };
    },
  },
];

/** The digits that come with SpikeLoom. */
async function ownDigits(): Promise<HeldData> {
  return { kind: "arrays", format: "digits", held: imagesOf(await openSet("digits")) };
}

/** Pictures of a folder by their classes, as a training takes them. */
async function classesOf(folder: string, part: string): Promise<HeldData> {
  await checkPictures(folder, part);
  const set = await openSet("image-folder", { folder });
  const held = imagesOf(set, set.train.classes);
  return { kind: "arrays", format: "image-folder", held };
}

/** Find the folder of samples to learn from in that of a set. */
const learnt = (folder: string): string | undefined =>
  readdirSync(folder).find(
    (name) => name.toLowerCase() === "train" && statSync(join(folder, name)).isDirectory(),
  );

/** Refuse classes of files of which none is a picture, as those of cameras of events are. */
async function checkPictures(folder: string, part: string): Promise<void> {
  const entries = readdirSync(join(folder, part), { withFileTypes: true });
  const classes = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const files: string[] = [];
  for (const name of classes) {
    const inside = readdirSync(join(folder, part, name)).filter((one) => !one.startsWith("."));
    const path = inside[0] && join(folder, part, name, inside[0]);
    if (path === undefined || path === "" || !statSync(path).isFile()) continue;
    if (extname(path).toLowerCase() === ".png" || isPng(await headOf(path))) return;
    files.push(path);
  }
  const [file] = files;
  // Folders without files are told by who opens them.
  if (file === undefined) return;
  const expected = "pictures of PNG in train/CLASS and test/CLASS, or frames of a video";
  const next = `spikeloom data show ${file} shows one of them; a training takes folders of files of events by "set": "events".`;
  throw DATA_KIND({ file: folder, expected, got: file, next });
}

const headOf = (path: string, most = 16): Promise<Uint8Array> =>
  reading(path, async (source) => source.read(0, Math.min(source.size, most)));

/** The images of a set: those to learn from, then those of the test, from black (0) to white (1). */
function imagesOf(
  { train, test }: ImageSet,
  names?: readonly string[],
): ReadonlyMap<string, HeldArray> {
  const values = new Float32Array(train.images.length + test.images.length);
  values.set(train.images);
  values.set(test.images, train.images.length);
  for (let k = 0; k < values.length; k++) values[k] = (values[k] as number) / train.white;
  const images = { shape: [train.count + test.count, train.height, train.width], values };
  const labels = new Uint8Array(train.count + test.count);
  labels.set(train.labels);
  labels.set(test.labels, train.count);
  return new Map<string, HeldArray>([
    ["images", images],
    ["labels", { shape: [labels.length], values: labels, ...(names && { names }) }],
  ]);
}

/** Pictures of a folder, as the frames of a video. */
async function framesOf(folder: string): Promise<HeldData> {
  const { count, height, width, images } = await readFrames(folder);
  const frames = { shape: [count, height, width], values: images };
  return { kind: "arrays", format: "frames", held: new Map([["frames", frames]]) };
}

/**
 * Read what a file of data holds, a folder of frames or one of classes of pictures; throws what its reader does, and `SL_DATA_KIND`.
 *
 * `digits` are those that come with SpikeLoom, where no file is called so.
 */
export async function openHeldData(path: string): Promise<HeldData> {
  if (path === "digits" && !existsSync(path)) return await ownDigits();
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    const part = learnt(path);
    return await (part === undefined ? framesOf(path) : classesOf(path, part));
  }
  const head = await headOf(path);
  const opener = openers.find((one) => one.recognises(head, extname(path).toLowerCase()));
  try {
    return await (opener as Opener).open(path);
  } catch (fault) {
    if (asCoded(fault)?.code !== "SL_EVENTS_FORMAT") throw fault;
    const got = asCoded(fault)?.got ?? "other bytes";
    const expected = `${openers.map(({ format }) => format).join(", ")} of a camera`;
    const other = otherContent(await headOf(path, 4096), path);
    throw DATA_KIND({ file: path, expected, got: other?.holds ?? got, next: other?.next });
  }
}
