import type { Annotation } from "./recording.ts";

/**
 * Read the time-stamped annotation lists of a record (EDF+ specification, 2.2.2).
 *
 * Each starts with its time and, after a byte 21, its duration; texts end with a byte 20, lists with 0. The first list
 * of a record has an empty text and gives the start time of the record.
 */
export function readAnnotationList(bytes: Uint8Array): {
  readonly start: number | undefined;
  readonly annotations: readonly Annotation[];
} {
  const lists = new TextDecoder().decode(bytes).split("\0");
  let start: number | undefined;
  const annotations = lists.flatMap((list) => {
    const [stamp = "", ...texts] = list.split("\x14");
    const [onset = "", length] = stamp.split("\x15");
    const at = Number(onset);
    if (!/^[+-]\d/.test(onset) || !Number.isFinite(at)) return [];
    if (start === undefined && texts[0] === "") start = at;
    const duration = length === undefined || length === "" ? {} : { duration: Number(length) };
    return texts.filter((text) => text !== "").map((text) => ({ at, ...duration, text }));
  });
  return { start, annotations };
}
