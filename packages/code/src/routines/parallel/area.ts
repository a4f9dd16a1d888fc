import type { ArrayPlace } from "../../form/routine.ts";
import { parallelArray } from "./parallel-arrays.ts";

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

/** A table of integers that grows. */
export interface WordTable {
  /** Append words; returns the index of the first. */
  add(words: ArrayLike<number>): number;
  content(): Int32Array<ArrayBuffer>;
}

/** Start a table of integers. */
export function wordTable(): WordTable {
  const parts: ArrayLike<number>[] = [];
  let length = 0;
  return {
    add(words) {
      parts.push(words);
      length += words.length;
      return length - words.length;
    },
    content() {
      const all = new Int32Array(length);
      let at = 0;
      for (const part of parts) {
        all.set(part, at);
        at += part.length;
      }
      return all;
    },
  };
}
