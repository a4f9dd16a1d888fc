/** Maximum number of characters of a value shown in an error. */
const mostShown = 60;

/** Describe a value of a file for an error: the value itself if short, otherwise its kind. */
export function shownValue(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "bigint") return String(value);
  if (typeof value === "object" && Object.getPrototypeOf(value) !== Object.prototype)
    return value.constructor?.name ?? "an object";
  return (JSON.stringify(value) ?? typeof value).slice(0, mostShown);
}
