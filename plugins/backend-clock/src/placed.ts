import type { ArrayPlace, ArrayView, ElementType } from "@spikeloom/code";
import { RULE } from "@spikeloom/program";

/** An array of routines in the memory of a shard. */
export interface PlacedArray<Element extends ElementType = ElementType>
  extends ArrayPlace<Element> {
  /** In bytes. */
  readonly address: number;
  /** Elements. */
  readonly length: number;
}

/** Place an array at a known address; its end is not known. */
export function placed<Element extends ElementType>(
  name: string,
  element: Element,
  {
    address,
    length = 0,
    counted = "elements",
  }: {
    readonly address: number;
    readonly length?: number;
    readonly counted?: ArrayPlace["counted"];
  },
): PlacedArray<Element> {
  return { name, element, passed: false, counted, address, length };
}

/** Return the byte address of a placed array, or of a view of one. */
export function addressOf(array: ArrayPlace): number {
  const { address } = array as Partial<PlacedArray>;
  if (address !== undefined) return address;
  throw RULE({ place: array.name, message: "This array has no location in memory." });
}

/** View an array with indices that count bytes. */
export function inBytes<Array extends ArrayPlace>(array: Array): Array {
  return { ...array, counted: "bytes" };
}

/** Views of the elements of an array; integers have the elements' own width. */
interface Views {
  readonly f64: Float64Array;
  readonly f32: Float32Array;
  readonly i32: Int32Array;
  readonly u16: Uint16Array;
  readonly u8: Uint8Array;
}

type View = new (buffer: ArrayBufferLike, address: number, length: number) => unknown;

const views: Readonly<Record<keyof Views, View>> = {
  f64: Float64Array as View,
  f32: Float32Array as View,
  i32: Int32Array as View,
  u16: Uint16Array as View,
  u8: Uint8Array as View,
};

/** View an array in memory. */
export function viewOf<Element extends keyof Views>(
  buffer: ArrayBufferLike,
  { element, address, length }: PlacedArray<Element>,
): Views[Element] {
  return new views[element](buffer, address, length) as Views[Element];
}

/** View arrays by their elements, with integers as non-negative. */
export function viewer(buffer: ArrayBufferLike): (array: ArrayPlace) => ArrayView {
  // Steps ask for them again and again.
  const known = new Map<ArrayPlace, ArrayView>();
  return (array) => {
    const found = known.get(array);
    if (found !== undefined) return found;
    const placed = array as PlacedArray<keyof Views>;
    const isWord = placed.element === "i32";
    const view = isWord ? unsignedOf(buffer, array as PlacedArray<"i32">) : viewOf(buffer, placed);
    known.set(array, view as ArrayView);
    return view as ArrayView;
  };
}

/** View an array of non-negative integers. */
export function unsignedOf<Element extends "i32" | "u16" | "u8">(
  buffer: ArrayBufferLike,
  array: PlacedArray<Element>,
): Element extends "i32" ? Uint32Array : Views[Element] {
  const { element, address, length } = array;
  const made = element === "i32" ? new Uint32Array(buffer, address, length) : viewOf(buffer, array);
  return made as Element extends "i32" ? Uint32Array : Views[Element];
}
