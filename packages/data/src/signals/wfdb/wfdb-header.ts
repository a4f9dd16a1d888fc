import { RECORD_DAMAGED } from "../../errors.ts";

/** A signal in the header (WFDB, "header(5)"). */
export interface WfdbSignal {
  readonly file: string;
  readonly format: string;
  /** Samples per frame. */
  readonly perFrame: number;
  /** Frames before the first one of the record. */
  readonly skew: number;
  /** Bytes before the samples. */
  readonly skip: number;
  /** Converter units per physical unit. */
  readonly gain: number;
  readonly baseline: number;
  readonly unit: string;
  readonly initial: number;
  /** 16-bit sum of all samples; undefined if not stated. */
  readonly checksum: number | undefined;
  readonly label: string;
}

/** A segment listed in a record's header. */
export interface WfdbSegment {
  /** Name of its record; undefined if nothing was recorded. */
  readonly record: string | undefined;
  readonly frames: number;
}

/** A WFDB header file. */
export interface WfdbHeader {
  readonly record: string;
  /** Frames per second. */
  readonly rate: number;
  /** Number of frames; undefined if not stated. */
  readonly frames: number | undefined;
  /** Stated number of signals. */
  readonly count: number;
  /** Empty if there are segments, whose headers list them. */
  readonly signals: readonly WfdbSignal[];
  /** Empty for a single-segment record; the first may have no frames and define the layout of signals. */
  readonly segments: readonly WfdbSegment[];
  readonly comments: readonly string[];
}

/** Read the text of a header file; throws `SL_RECORD_DAMAGED`. */
export function readWfdbHeader(text: string, file: string): WfdbHeader {
  const lines = text.split(/\r?\n/);
  const comments = lines.filter((line) => line.startsWith("#")).map((line) => line.slice(1).trim());
  const [first = "", ...rest] = lines.filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const refuse = (expected: string, got: string): Error =>
    RECORD_DAMAGED({ file, byte: 0, expected, got });
  const [whole = "", count = "", rate = "250", frames] = first.trim().split(/\s+/);
  const [record = "", parts] = whole.split("/");
  if (!/^\d+$/.test(count)) throw refuse("a record and its number of signals", first || "nothing");
  if (parts !== undefined && !/^[1-9]\d*$/.test(parts)) throw refuse("a number of segments", first);
  const segments = rest.slice(0, Number(parts ?? 0)).map((line) => segmentOf(line, refuse));
  if (segments.length < Number(parts ?? 0)) throw refuse(`${parts} segments`, `${segments.length}`);
  const wanted = parts === undefined ? Number(count) : 0;
  const signals = rest.slice(0, wanted).map((line) => signalOf(line, refuse));
  if (signals.length < wanted) throw refuse(`${count} signals`, `${signals.length}`);
  // The rate may be followed by a counter frequency: 360/360(0).
  const hertz = Number.parseFloat(rate);
  if (!(hertz > 0)) throw refuse("frames a second", rate);
  const known = frames !== undefined && /^\d+$/.test(frames) ? Number(frames) : 0;
  const stated = known === 0 ? undefined : known;
  return {
    record,
    rate: hertz,
    frames: stated,
    count: Number(count),
    signals,
    segments,
    comments,
  };
}

function segmentOf(line: string, refuse: (expected: string, got: string) => Error): WfdbSegment {
  const [record = "", frames = ""] = line.trim().split(/\s+/);
  if (!/^\d+$/.test(frames)) throw refuse("a segment and its number of frames", line);
  checkBeside(record, "a record", refuse);
  return { record: record === "~" ? undefined : record, frames: Number(frames) };
}

/** Refuse names that lead to another folder: a header may come from an untrusted source. */
function checkBeside(
  name: string,
  what: string,
  refuse: (expected: string, got: string) => Error,
): void {
  if (/[\\/\0]|^\.{0,2}$/.test(name))
    throw refuse(`the name of ${what} in the folder of the header`, name);
}

function signalOf(line: string, refuse: (expected: string, got: string) => Error): WfdbSignal {
  const [file = "", coding = "", gain = "200", , zero, initial, sum, , ...label] = line
    .trim()
    .split(/\s+/);
  checkBeside(file, "a file", refuse);
  const form = /^(\d+)(?:x([1-9]\d*))?(?::(\d+))?(?:\+(\d+))?$/.exec(coding);
  const scale = /^(-?[\d.eE+-]+)(?:\((-?\d+)\))?(?:\/(.+))?$/.exec(gain);
  const number = Number(scale?.[1]);
  const areWhole = [zero, initial, sum].every((one) => one === undefined || /^-?\d+$/.test(one));
  if (form === null || scale === null || Number.isNaN(number) || !areWhole) {
    throw refuse("a signal of WFDB", line);
  }
  const zeroLevel = zero === undefined ? 0 : Number(zero);
  return {
    file,
    format: form[1] as string,
    perFrame: Number(form[2] ?? 1),
    skew: Number(form[3] ?? 0),
    skip: Number(form[4] ?? 0),
    // A gain of 0 means unknown: 200 by convention.
    gain: number === 0 ? 200 : number,
    baseline: scale[2] === undefined ? zeroLevel : Number(scale[2]),
    unit: scale[3] ?? "mV",
    initial: initial === undefined ? zeroLevel : Number(initial),
    checksum: sum === undefined ? undefined : Number(sum),
    label: label.join(" "),
  };
}
