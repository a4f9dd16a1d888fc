/** Computes a result once per text; the text must determine the result. */
export type Known<Result> = (text: string, make: () => Result) => Result;

/** Length of a text above which its result is not cached: most models have a few thousand characters. */
const longText = 50_000;

/**
 * Create a cache of at most this many results.
 *
 * The oldest results, those of long texts, and `undefined` are recomputed when requested again.
 */
export function keepKnown<Result>(most: number): Known<Result> {
  const kept = new Map<string, Result>();
  return (text, make) => {
    const found = kept.get(text);
    if (found !== undefined) return found;
    const result = make();
    if (result === undefined || text.length > longText) return result;
    const [oldest] = kept.keys();
    if (kept.size >= most && oldest !== undefined) kept.delete(oldest);
    kept.set(text, result);
    return result;
  };
}

const texts = new WeakMap<object, string>();

/** Serialise a record; a deeply frozen record is serialised only once. */
export function textOf(record: object): string {
  const known = texts.get(record);
  if (known !== undefined) return known;
  // A function is represented by its fields.
  const text = JSON.stringify(typeof record === "function" ? { ...record } : record);
  if (isFixed(record)) texts.set(record, text);
  return text;
}

/**
 * Test whether a record is deeply frozen.
 *
 * A function that carries fields counts as a record.
 */
export function isFixed(value: unknown): boolean {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return true;
  if (!Object.isFrozen(value)) return false;
  const fields = Object.values(Object.getOwnPropertyDescriptors(value));
  return fields.every((field) => !field.enumerable || ("value" in field && isFixed(field.value)));
}
