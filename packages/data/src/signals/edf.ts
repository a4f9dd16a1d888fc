import type { ByteSource } from "@spikeloom/kernel";
import { sourceOf } from "../bytes/open-source.ts";
import { RECORD_DAMAGED } from "../errors.ts";
import { readAnnotationList } from "./edf-annotations.ts";
import type { Annotation, Channel, Recording } from "./recording.ts";

/** A signal in the header. */
interface Signal {
  readonly label: string;
  readonly unit: string;
  readonly least: number;
  readonly most: number;
  readonly digitalLeast: number;
  readonly digitalMost: number;
  /** Samples per record. */
  readonly samples: number;
  /** Offset of its samples in a record. */
  readonly offset: number;
}

interface EdfHeader {
  readonly about: ReadonlyMap<string, string>;
  readonly start: number;
  readonly records: number;
  /** Duration in seconds. */
  readonly duration: number;
  readonly recordBytes: number;
  /** 2, or 3 in BDF. */
  readonly width: number;
  readonly signals: readonly Signal[];
  readonly isInterrupted: boolean;
}

const annotationLabels: ReadonlySet<string> = new Set(["EDF Annotations", "BDF Annotations"]);

/**
 * Read an EDF, EDF+ or BDF file.
 *
 * Kemp et al. 1992, doi:10.1016/0013-4694(92)90009-7; Kemp & Olivan 2003, doi:10.1016/S1388-2457(03)00123-8. Returns
 * values in physical units, and EDF+ annotations with their times. The samples of a recording with pauses (EDF+D) are
 * concatenated; `about` then contains the start times of all records in seconds. Throws `SL_RECORD_DAMAGED`.
 */
export async function readEdf(given: ByteSource | Uint8Array): Promise<Recording> {
  const source = sourceOf(given, "readEdf");
  const header = await readHeader(source);
  const { signals, records, width } = header;
  const data = signals.filter(({ label }) => !annotationLabels.has(label));
  const columns = data.map((signal) => new Float64Array(signal.samples * records));
  const annotations: Annotation[] = [];
  const starts: number[] = [];
  for (let record = 0; record < records; record++) {
    const at = header.start + record * header.recordBytes;
    const bytes = await source.read(at, at + header.recordBytes);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    data.forEach((signal, k) => {
      fill(columns[k] as Float64Array, { record, signal, view, width });
    });
    for (const { label, offset, samples } of signals) {
      if (!annotationLabels.has(label)) continue;
      const list = readAnnotationList(bytes.subarray(offset, offset + samples * width));
      if (list.start !== undefined) starts.push(list.start);
      annotations.push(...list.annotations);
    }
  }
  const channels = data.map(({ label, unit, samples }, k): Channel => {
    const rate = header.duration > 0 ? samples / header.duration : 0;
    return { label, unit, rate, values: columns[k] as Float64Array };
  });
  const about = new Map(header.about);
  if (header.isInterrupted) about.set("start times of records", starts.join(" "));
  return { channels, annotations, about };
}

interface Filled {
  readonly record: number;
  readonly signal: Signal;
  readonly view: DataView;
  readonly width: number;
}

function fill(out: Float64Array, { record, signal, view, width }: Filled): void {
  const { samples, offset, least, most, digitalLeast, digitalMost } = signal;
  const gain = (most - least) / (digitalMost - digitalLeast);
  for (let k = 0; k < samples; k++) {
    const at = offset + k * width;
    const word =
      width === 2 ? view.getInt16(at, true) : view.getInt16(at + 1, true) * 256 + view.getUint8(at);
    out[record * samples + k] = (word - digitalLeast) * gain + least;
  }
}

async function readHeader(source: ByteSource): Promise<EdfHeader> {
  const { name: file } = source;
  const refuse = (byte: number, expected: string, got: string): Error =>
    RECORD_DAMAGED({ file, byte, expected, got });
  if (source.size < 256) throw refuse(0, "a header of 256 bytes", `${source.size} bytes`);
  const head = await source.read(0, 256);
  const isBdf = head[0] === 255;
  const field = textField(head);
  const version = field(isBdf ? 1 : 0, isBdf ? 7 : 8);
  if (!(isBdf ? version === "BIOSEMI" : version === "0")) throw refuse(0, "0 or BIOSEMI", version);
  const whole = (at: number, length: number, least: number): number => {
    const value = Number(field(at, length));
    if (Number.isInteger(value) && value >= least) return value;
    throw refuse(at, `an integer of at least ${least}`, field(at, length) || "nothing");
  };
  const start = whole(184, 8, 256);
  const count = whole(252, 4, 1);
  const duration = Number(field(244, 8));
  if (!(duration >= 0)) throw refuse(244, "seconds per record", field(244, 8));
  if (start !== 256 * (1 + count) || start > source.size) {
    throw refuse(184, `${256 * (1 + count)} bytes of header`, `${start} of ${source.size}`);
  }
  const width = isBdf ? 3 : 2;
  const signals = readSignals(await source.read(256, start), { count, width, refuse });
  const recordBytes = signals.reduce((sum, { samples }) => sum + samples * width, 0);
  const held = recordBytes === 0 ? 0 : Math.floor((source.size - start) / recordBytes);
  // -1 during recording.
  const stated = whole(236, 8, -1);
  if (stated > held) throw refuse(start, `${stated} records of ${recordBytes} bytes`, `${held}`);
  const reserved = field(192, 44);
  const about = new Map([
    ["patient", field(8, 80)],
    ["recording", field(88, 80)],
    ["date", field(168, 8)],
    ["time", field(176, 8)],
    ["kind", reserved === "" ? (isBdf ? "BDF" : "EDF") : reserved],
  ]);
  const records = stated === -1 ? held : stated;
  const isInterrupted = /^(EDF|BDF)\+D/.test(reserved);
  return { about, start, records, duration, recordBytes, width, signals, isInterrupted };
}

function textField(bytes: Uint8Array): (at: number, length: number) => string {
  return (at, length) => new TextDecoder("latin1").decode(bytes.subarray(at, at + length)).trim();
}

/** Read the part of the header that lists each field for all signals. */
function readSignals(
  bytes: Uint8Array,
  {
    count,
    width,
    refuse,
  }: {
    readonly count: number;
    readonly width: number;
    readonly refuse: (byte: number, expected: string, got: string) => Error;
  },
): readonly Signal[] {
  const field = textField(bytes);
  let offset = 0;
  return Array.from({ length: count }, (_, k) => {
    const number = (from: number, length: number): number => {
      const at = from * count + k * length;
      const value = Number(field(at, length));
      if (field(at, length) !== "" && Number.isFinite(value)) return value;
      throw refuse(256 + at, `a number for signal ${k + 1}`, field(at, length) || "nothing");
    };
    const samples = number(216, 8);
    if (!(Number.isInteger(samples) && samples >= 0)) {
      throw refuse(256 + 216 * count + 8 * k, "an integer number of samples", String(samples));
    }
    const signal = {
      label: field(16 * k, 16),
      unit: field(96 * count + 8 * k, 8) || "1",
      least: number(104, 8),
      most: number(112, 8),
      digitalLeast: number(120, 8),
      digitalMost: number(128, 8),
      samples,
      offset,
    };
    if (signal.digitalLeast === signal.digitalMost) {
      throw refuse(
        256 + 120 * count + 8 * k,
        "different digital limits",
        String(signal.digitalMost),
      );
    }
    offset += samples * width;
    return signal;
  });
}
