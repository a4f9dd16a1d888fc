import { fileURLToPath } from "node:url";
import { type Case, type Row, reading, type Setting } from "../case.ts";

/** Formats, and the maximum nanoseconds per event: those of 50, 20 and 20 million events per second. */
const formats = { evt3: 20, aedat4: 50, dat: 50 } as const;

/** Time from a file of camera events to columns, on one core. */
export function eventFiles({ root, quick }: Setting): Case {
  const script = fileURLToPath(import.meta.resolve("../read-events.ts"));
  const events = quick ? "200000" : "8000000";
  const name = (format: string): string => `read ${format}`;
  return {
    name: "event-files",
    title: "Event files, 8 million events of a 1280x720 sensor, from disk to columns",
    runners: Object.keys(formats).map((format) => ({
      name: name(format),
      command: [process.execPath, script, root, format, events],
    })),
    rows: Object.entries(formats).map(
      ([format, target]): Row => ({
        what: `${format}, per event`,
        unit: "ns",
        ours: reading(name(format), "event_ns"),
        // The first events are read before their code is compiled.
        ...(quick ? {} : { target }),
      }),
    ),
  };
}
