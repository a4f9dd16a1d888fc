import { type ArrayPlace, parallelArray } from "@spikeloom/code";

/** Arrays that share a buffer, with their initial content. */
export interface Area<Element extends "f32" | "i32"> {
  readonly words: number;
  /** Append an array; its name is made unique. */
  add(name: string, values: ArrayLike<number>): ArrayPlace<Element>;
  /** Offset of an array that was added. */
  offset(array: ArrayPlace): number | undefined;
  /** The initial content of all arrays. */
  content(): Element extends "f32" ? Float32Array<ArrayBuffer> : Int32Array<ArrayBuffer>;
}

/** Start an area; arrays are named after it. */
export function area<Element extends "f32" | "i32">(
  element: Element,
  owner: string,
): Area<Element> {
  const places = new Map<string, number>();
  const parts: (readonly [at: number, values: ArrayLike<number>])[] = [];
  let words = 0;
  return {
    get words() {
      return words;
    },
    add(name, values) {
      const made = parallelArray(`${owner}/${element} ${parts.length} ${name}`, element);
      places.set(made.name, words);
      parts.push([words, values]);
      words += values.length;
      return made;
    },
    offset: ({ name }) => places.get(name),
    content() {
      const all = element === "f32" ? new Float32Array(words) : new Int32Array(words);
      for (const [at, values] of parts) all.set(values, at);
      return all as ReturnType<Area<Element>["content"]>;
    },
  };
}
