import type { ArrayPlace, ElementType } from "@spikeloom/code";
import { RULE } from "@spikeloom/program";

const addresses = new WeakMap<ArrayPlace, number>();

/** Name an array of a routine that lies at a byte address. */
export function placed(
  name: string,
  element: ElementType,
  address: number,
  counted: ArrayPlace["counted"] = "elements",
): ArrayPlace {
  const array: ArrayPlace = { name, element, passed: false, counted };
  addresses.set(array, address);
  return array;
}

/** The byte address of an array that was placed. */
export function addressOf(array: ArrayPlace): number {
  const address = addresses.get(array);
  if (address !== undefined) return address;
  throw RULE({ place: array.name, message: "This array has no place in memory." });
}
