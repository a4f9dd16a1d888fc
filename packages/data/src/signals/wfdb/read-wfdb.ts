import { checkOptionNames } from "@spikeloom/kernel";
import { openSource } from "../../bytes/open-source.ts";
import { RECORD_DAMAGED } from "../../errors.ts";
import type { Channel, Recording } from "../recording.ts";
import { readWfdbAnnotations, type WfdbAnnotation } from "./wfdb-annotations.ts";
import { readWfdbHeader, type WfdbHeader, type WfdbSignal } from "./wfdb-header.ts";
import {
  bytesOfSamples,
  readSamples,
  type SampleForm,
  sampleForms,
  samplesOfBytes,
} from "./wfdb-samples.ts";
import { joinSegments } from "./wfdb-segments.ts";

/** Options for reading a WFDB record. */
export interface WfdbOptions {
  /** Extension of an annotation file in the folder of the header, such as `atr`. */
  readonly annotations?: string;
}

/**
 * Read a WFDB record by the path of its header file; requires Node.
 *
 * Annotations are read if their extension is given. Supports formats 8, 16, 24, 32, 61, 80, 160, 212, 310 and 311;
 * returns values in physical units, missing samples as NaN, and corrects skew. Segments of a record are joined, with
 * NaN where a signal was not recorded. Throws `SL_RECORD_DAMAGED` for other formats, wrong checksums, and files in
 * another folder than the header.
 */
export async function readWfdb(header: string, options: WfdbOptions = {}): Promise<Recording> {
  checkOptionNames(options, { annotations: true }, "readWfdb");
  const { annotations } = options;
  const folder = header.slice(0, header.length - lastOf(header).length);
  return readWfdbRecord(header, (name) => openBytes(folder + name), annotations);
}

const lastOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

async function openBytes(path: string): Promise<Uint8Array> {
  const { source, close } = openSource(path);
  try {
    return await source.read(0, source.size);
  } finally {
    close();
  }
}

async function readWfdbRecord(
  path: string,
  bytesOf: (name: string) => Promise<Uint8Array>,
  annotator: string | undefined,
): Promise<Recording> {
  const name = lastOf(path);
  const header = await headerOf(name, { path, bytesOf });
  const channels =
    header.segments.length === 0
      ? await channelsOf(header, bytesOf)
      : await joinSegments(header, path, async (record) => {
          const file = `${record}.hea`;
          const beside = path.slice(0, path.length - name.length) + file;
          const own = await headerOf(file, { path: beside, bytesOf });
          return { header: own, read: () => channelsOf(own, bytesOf) };
        });
  const list =
    annotator === undefined
      ? []
      : await annotationsOf(name.replace(/\.hea$/, `.${annotator}`), bytesOf);
  return {
    channels,
    annotations: list.map(({ sample, symbol, text }) => ({
      at: sample / header.rate,
      text: text === "" ? symbol : `${symbol} ${text}`,
    })),
    about: new Map([
      ["record", header.record],
      ["comments", header.comments.join("\n")],
    ]),
  };
}

async function headerOf(
  name: string,
  {
    path,
    bytesOf,
  }: { readonly path: string; readonly bytesOf: (name: string) => Promise<Uint8Array> },
): Promise<WfdbHeader> {
  return readWfdbHeader(new TextDecoder("latin1").decode(await bytesOf(name)), path);
}

/** Read all signals of a single-segment record. */
async function channelsOf(
  header: WfdbHeader,
  bytesOf: (name: string) => Promise<Uint8Array>,
): Promise<readonly Channel[]> {
  const byFile = Map.groupBy(header.signals, ({ file }) => file);
  const columns = new Map<WfdbSignal, Float64Array>();
  for (const [file, signals] of byFile) {
    const read = readFile(await bytesOf(file), { file, signals, frames: header.frames });
    for (const [k, signal] of signals.entries()) columns.set(signal, read[k] as Float64Array);
  }
  return header.signals.map((signal): Channel => {
    const { label, unit, perFrame } = signal;
    const values = columns.get(signal) as Float64Array;
    return { label, unit, rate: header.rate * perFrame, values };
  });
}

async function annotationsOf(
  name: string,
  bytesOf: (name: string) => Promise<Uint8Array>,
): Promise<readonly WfdbAnnotation[]> {
  return readWfdbAnnotations(await bytesOf(name), name);
}

interface SignalFile {
  readonly file: string;
  readonly signals: readonly WfdbSignal[];
  readonly frames: number | undefined;
}

/** Read the signals of a file, whose samples are interleaved by frame. */
function readFile(
  bytes: Uint8Array,
  { file, signals, frames }: SignalFile,
): readonly Float64Array[] {
  const refuse = (byte: number, expected: string, got: string): Error =>
    RECORD_DAMAGED({ file, byte, expected, got });
  const [first] = signals as readonly [WfdbSignal];
  const form = sampleForms.get(first.format);
  if (form === undefined) {
    throw refuse(0, `a format of ${[...sampleForms.keys()].join(", ")}`, first.format);
  }
  const frame = signals.reduce((sum, { perFrame }) => sum + perFrame, 0);
  const data = bytes.subarray(first.skip);
  const held = Math.floor(samplesOfBytes(form, data.length) / frame);
  const count = frames ?? held;
  if (bytesOfSamples(form, count * frame) > data.length) {
    throw refuse(first.skip, `${count} frames of ${frame} samples`, `${held}`);
  }
  const samples = readSamples(data, form, count * frame);
  let offset = 0;
  return signals.map((signal) => {
    const own = pick(samples, { offset, frame, perFrame: signal.perFrame });
    offset += signal.perFrame;
    if (form.isDifference === true) accumulate(own, signal.initial);
    checkSum(own, signal, refuse);
    return physical(own, signal, form);
  });
}

function pick(
  samples: Int32Array,
  {
    offset,
    frame,
    perFrame,
  }: { readonly offset: number; readonly frame: number; readonly perFrame: number },
): Int32Array {
  const own = new Int32Array((samples.length / frame) * perFrame);
  for (let k = 0; k < own.length; k++) {
    const within = k % perFrame;
    own[k] = samples[((k - within) / perFrame) * frame + offset + within] as number;
  }
  return own;
}

function accumulate(samples: Int32Array, initial: number): void {
  let value = initial;
  for (let k = 0; k < samples.length; k++) {
    value += samples[k] as number;
    samples[k] = value;
  }
}

function checkSum(
  samples: Int32Array,
  { checksum, label }: WfdbSignal,
  refuse: (byte: number, expected: string, got: string) => Error,
): void {
  if (checksum === undefined) return;
  const sum = samples.reduce((total, value) => (total + value) & 0xffff, 0);
  if (sum === (checksum & 0xffff)) return;
  throw refuse(0, `the sum ${checksum & 0xffff} of signal "${label}"`, String(sum));
}

function physical(
  samples: Int32Array,
  { gain, baseline, skew, perFrame }: WfdbSignal,
  { missing }: SampleForm,
): Float64Array {
  // Samples before the start of the record are part of the checksum but are dropped; as many are missing at the end.
  const out = new Float64Array(samples.length).fill(Number.NaN);
  const early = skew * perFrame;
  for (let k = 0; k + early < out.length; k++) {
    const value = samples[k + early] as number;
    out[k] = value === missing ? Number.NaN : (value - baseline) / gain;
  }
  return out;
}
