import { type Dimension, parseUnit } from "@spikeloom/units";
import { attempt, placed, placeIn, type Reading } from "./reading.ts";

/** Read a unit of the record and return its dimension; undefined after an error. */
export function readUnit(reading: Reading, text: string, path: string): Dimension | undefined {
  const place = placeIn(reading, path);
  return attempt(reading, () => placed(place, () => parseUnit(text).dimension));
}
