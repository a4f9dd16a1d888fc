import { defineError, type ErrorFactory } from "@spikeloom/kernel";
import type { ByteFault } from "../errors.ts";

const at = ({ file, byte }: ByteFault): string => `${file}: byte ${byte}`;

/** No format of events is known for a file. */
export const EVENTS_FORMAT: ErrorFactory<{
  readonly file: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_EVENTS_FORMAT", ({ file, expected, got }) => ({
  message: "The file is in no format of events that is known.",
  place: file,
  expected,
  got,
  next: "Name the format with the option `format` where the file has no header.",
}));

/** The header of a file of events lacks something, or says what cannot be. */
export const EVENTS_HEADER: ErrorFactory<{
  readonly file: string;
  readonly expected: string;
  readonly got: string;
  readonly next: string;
}> = defineError("SL_EVENTS_HEADER", ({ file, ...text }) => ({
  message: "The header of the file does not tell what is needed to read its events.",
  place: file,
  ...text,
}));

/** A file of events ends inside of an event or packet. */
export const EVENTS_CUT: ErrorFactory<ByteFault> = defineError("SL_EVENTS_CUT", (e) => ({
  message: "The file is cut short.",
  place: at(e),
  expected: e.expected,
  got: e.got,
  next: 'Get the whole file, or read what is whole with `damage: "keep"`, in the command --damage keep.',
}));

/** Bytes of a file of events mean nothing in its format. */
export const EVENTS_DAMAGED: ErrorFactory<ByteFault> = defineError("SL_EVENTS_DAMAGED", (e) => ({
  message: "The file is damaged, or in another format.",
  place: at(e),
  expected: e.expected,
  got: e.got,
  next: 'Check the format and the file, or read what is whole with `damage: "keep"`, in the command --damage keep.',
}));

/** An event lies outside of the sensor. */
export const EVENTS_PLACE: ErrorFactory<ByteFault> = defineError("SL_EVENTS_PLACE", (e) => ({
  message: "An event lies outside of the sensor.",
  place: at(e),
  expected: e.expected,
  got: e.got,
  next: 'Give the size of the sensor with `sensor`, or leave such events out with `damage: "keep"`, in the command --damage keep.',
}));

/** The time of an event lies before that of the event before it. */
export const EVENTS_TIME: ErrorFactory<ByteFault> = defineError("SL_EVENTS_TIME", (e) => ({
  message: "Time runs backwards.",
  place: at(e),
  expected: e.expected,
  got: e.got,
  next: 'Read the events as they lie with `damage: "keep"`, and sort them by `sortEvents`; in the command --damage keep does both, in a training "damage": "keep" of its "data".',
}));
