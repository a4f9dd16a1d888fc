/** Characters of a value that an error shows. */
const mostShown = 60;

/** Say what a value of a file is, for the words of an error: itself where it is short, else its kind. */
export function shownValue(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "bigint") return String(value);
  if (typeof value === "object" && Object.getPrototypeOf(value) !== Object.prototype)
    return value.constructor?.name ?? "an object";
  return (JSON.stringify(value) ?? typeof value).slice(0, mostShown);
}
