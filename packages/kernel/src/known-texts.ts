/** Makes something once for a text that says all that it depends on. */
export type Known<Result> = (text: string, make: () => Result) => Result;

/** Characters of a text above which its result is too large to be kept: most models have some thousand. */
const longText = 50_000;

/**
 * Keep as many results.
 *
 * The oldest, those of long texts, and `undefined` are made anew where they are asked for again.
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

/** Print a record of data; one that cannot change is printed once. */
export function textOf(record: object): string {
  const known = texts.get(record);
  if (known !== undefined) return known;
  // A function says what its fields say.
  const text = JSON.stringify(typeof record === "function" ? { ...record } : record);
  if (isFixed(record)) texts.set(record, text);
  return text;
}

/**
 * Say whether no field of a record can change, at any depth.
 *
 * A function that carries fields is a record too.
 */
export function isFixed(value: unknown): boolean {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return true;
  if (!Object.isFrozen(value)) return false;
  const fields = Object.values(Object.getOwnPropertyDescriptors(value));
  return fields.every((field) => !field.enumerable || ("value" in field && isFixed(field.value)));
}
