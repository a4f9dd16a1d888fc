import { DATA_OPTION } from "../../errors.ts";
import type { EventStream } from "../event-stream.ts";
import { encodeAedat2, encodeAedat3 } from "./encode-aedat.ts";
import { encodeAedat4 } from "./encode-aedat4.ts";
import { encodeDat, encodeNMnist } from "./encode-dat.ts";
import { encodeEvt2, encodeEvt3, encodeEvt21, encodeEvt21Legacy } from "./encode-evt.ts";

/** Writer of an event format, with its limits. */
interface EventEncoder {
  encode(events: EventStream): Uint8Array;
  /** Minimum and maximum size of the sensor, and the upper limit of the time. */
  readonly width: number;
  readonly height: number;
  readonly until: number;
  /** Row with another meaning. */
  readonly reserved?: number;
}

const evt = { width: 2048, height: 2048, until: 2 ** 40 };

/** Writers by format name; `evt21-legacy` uses the half-word order of older sensors. */
const encoders: ReadonlyMap<string, EventEncoder> = new Map<string, EventEncoder>([
  ["evt2", { ...evt, encode: encodeEvt2 }],
  ["evt21", { ...evt, encode: encodeEvt21 }],
  ["evt21-legacy", { ...evt, encode: encodeEvt21Legacy }],
  ["evt3", { ...evt, encode: encodeEvt3 }],
  ["dat", { width: 2 ** 14, height: 2 ** 14, until: 2 ** 32, encode: encodeDat }],
  ["n-mnist", { width: 256, height: 256, until: 2 ** 32, reserved: 240, encode: encodeNMnist }],
  ["aedat2", { width: 346, height: 260, until: 2 ** 31, encode: encodeAedat2 }],
  ["aedat3", { width: 2 ** 15, height: 2 ** 15, until: 2 ** 53, encode: encodeAedat3 }],
  ["aedat4", { width: 2 ** 15, height: 2 ** 15, until: 2 ** 53, encode: encodeAedat4 }],
]);

/**
 * Write events as a file of the given format.
 *
 * Formats are `evt2`, `evt21`, `evt21-legacy`, `evt3`, `dat`, `n-mnist`, `aedat2`, `aedat3` and `aedat4`. Times are
 * whole µs in ascending order. `aedat2` is written for a DAVIS346 or DVS128, depending on the sensor. Throws
 * `SL_DATA_OPTION` if the format cannot store an event.
 */
export function encodeEvents(events: EventStream, format: string): Uint8Array {
  const encoder = encoders.get(format);
  if (encoder === undefined) {
    const expected = [...encoders.keys()].join(", ");
    throw DATA_OPTION({ place: "encodeEvents.format", expected, got: format });
  }
  checkFits(events, encoder, format);
  return encoder.encode(events);
}

function checkFits(events: EventStream, encoder: EventEncoder, format: string): void {
  const { sensor, t, x, y } = events;
  const refuse = (place: string, expected: string, got: string): never => {
    throw DATA_OPTION({ place: `encodeEvents(${format}).${place}`, expected, got });
  };
  const { width, height, until, reserved } = encoder;
  if (sensor.width > width || sensor.height > height) {
    refuse("sensor", `at most ${width}x${height}`, `${sensor.width}x${sensor.height}`);
  }
  let last = 0;
  for (let k = 0; k < t.length; k++) {
    const time = t[k] as number;
    if (!(Number.isInteger(time) && time >= last && time < until)) {
      refuse(`t[${k}]`, `whole µs from ${last} to ${until - 1}`, String(time));
    }
    last = time;
    const [column, row] = [x[k] as number, y[k] as number];
    if (column >= sensor.width || row >= sensor.height || row === reserved) {
      const besides = reserved === undefined ? "" : `, none in row ${reserved}`;
      refuse(`event ${k}`, `places on the sensor${besides}`, `${column} across, ${row} down`);
    }
  }
}
