import { defineError, type ErrorFactory } from "@spikeloom/kernel";
import type { ByteFault } from "../errors.ts";

const at = ({ file, byte }: ByteFault): string => `${file}: byte ${byte}`;

/** No format of events is known for a file. */
export const EVENTS_FORMAT: ErrorFactory<{
  readonly file: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_EVENTS_FORMAT", ({ file, expected, got }) => ({
  message: "Unknown event file format.",
  place: file,
  expected,
  got,
  next: "If the file has no header, set the option `format`.",
}));

/** The header of a file of events lacks something, or says what cannot be. */
export const EVENTS_HEADER: ErrorFactory<{
  readonly file: string;
  readonly expected: string;
  readonly got: string;
  readonly next: string;
}> = defineError("SL_EVENTS_HEADER", ({ file, ...text }) => ({
  message: "The header lacks information needed to read the events.",
  place: file,
  ...text,
}));

/** A file of events ends inside of an event or packet. */
export const EVENTS_CUT: ErrorFactory<ByteFault> = defineError("SL_EVENTS_CUT", (e) => ({
  message: "The file is truncated.",
  place: at(e),
  expected: e.expected,
  got: e.got,
  next: 'Get the complete file, or read its intact events with `damage: "keep"` (--damage keep in the command).',
}));

/** Bytes of a file of events mean nothing in its format. */
export const EVENTS_DAMAGED: ErrorFactory<ByteFault> = defineError("SL_EVENTS_DAMAGED", (e) => ({
  message: "The file is damaged, or in another format.",
  place: at(e),
  expected: e.expected,
  got: e.got,
  next: 'Check the format and the file, or read its intact events with `damage: "keep"` (--damage keep in the command).',
}));

/** An event lies outside the sensor. */
export const EVENTS_PLACE: ErrorFactory<ByteFault> = defineError("SL_EVENTS_PLACE", (e) => ({
  message: "An event lies outside the sensor.",
  place: at(e),
  expected: e.expected,
  got: e.got,
  next: 'Set the size of the sensor with `sensor`, or drop such events with `damage: "keep"` (--damage keep in the command).',
}));

/** The time of an event lies before that of the event before it. */
export const EVENTS_TIME: ErrorFactory<ByteFault> = defineError("SL_EVENTS_TIME", (e) => ({
  message: "Event times decrease.",
  place: at(e),
  expected: e.expected,
  got: e.got,
  next: 'Read the events with `damage: "keep"` and sort them with `sortEvents`; --damage keep in the command, or "damage": "keep" in the "data" of a training file, does both.',
}));
