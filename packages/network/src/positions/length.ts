import { parseQuantity, parseUnit, sameDimension, toInternal } from "@spikeloom/units";
import { POSITIONS, show } from "../errors.ts";
import { withPlace } from "../values/scalar.ts";

const metre = parseUnit("m").dimension;

/** Read a length in micrometres; a plain number is in micrometres. */
export function readLength(input: string | number, place: string): number {
  const length = typeof input === "number" ? input : readQuantity(input, place);
  if (Number.isFinite(length)) return length;
  throw POSITIONS({ place, message: "A coordinate must be a finite length.", got: show(input) });
}

function readQuantity(input: string, place: string): number {
  const quantity = withPlace(place, () => parseQuantity(input));
  if (sameDimension(quantity.unit.dimension, metre)) return toInternal(quantity);
  throw POSITIONS({
    place,
    message: "A coordinate must be a length.",
    expected: 'a length such as "50 um", or a plain number of micrometres',
    got: show(input),
  });
}
