/** What is made of something once: the last results, by the text of all that they depend on. */
export type Known<Result> = (text: string, make: () => Result) => Result;

/** Characters of a text above which its result is too large to be kept: most models have some thousand. */
const longText = 50_000;

/** Keep as many results; the oldest, and those of long texts, are made anew where they are asked for again. */
export function keepKnown<Result>(most: number): Known<Result> {
  const kept = new Map<string, Result>();
  return (text, make) => {
    const found = kept.get(text);
    if (found !== undefined) return found;
    const result = make();
    if (text.length > longText) return result;
    const [oldest] = kept.keys();
    if (kept.size >= most && oldest !== undefined) kept.delete(oldest);
    kept.set(text, result);
    return result;
  };
}

const texts = new WeakMap<object, string>();

/** Print a record; one that cannot change is printed once. */
export function textOf(record: object): string {
  const known = texts.get(record);
  if (known !== undefined) return known;
  const text = JSON.stringify(record);
  if (isFixed(record)) texts.set(record, text);
  return text;
}

/** Say whether nothing within a record can change. */
function isFixed(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isFixed);
}
