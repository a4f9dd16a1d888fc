import { defineError, type ErrorFactory } from "@spikeloom/kernel";
import type { ByteFault } from "../errors.ts";

const at = ({ file, byte }: ByteFault): string => `${file}: byte ${byte}`;

/** Unknown event file format. */
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

/** The header of an event file is incomplete or invalid. */
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

/** An event file ends within an event or packet. */
export const EVENTS_CUT: ErrorFactory<ByteFault> = defineError("SL_EVENTS_CUT", (e) => ({
  message: "The file is truncated.",
  place: at(e),
  expected: e.expected,
  got: e.got,
  next: 'Get the complete file, or read its intact events with `damage: "keep"` (--damage keep in the command).',
}));

/** Bytes of an event file are invalid in its format. */
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

/** An event is earlier than the previous one. */
export const EVENTS_TIME: ErrorFactory<ByteFault> = defineError("SL_EVENTS_TIME", (e) => ({
  message: "Event times decrease.",
  place: at(e),
  expected: e.expected,
  got: e.got,
  next: 'Read the events with `damage: "keep"` and sort them with `sortEvents`; --damage keep in the command, or "damage": "keep" in the "data" of a training file, does both.',
}));
