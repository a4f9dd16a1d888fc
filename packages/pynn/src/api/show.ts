/** Format a given value for an error. */
export function show(value: unknown): string {
  if (typeof value === "string") return `"${value.slice(0, 40)}"`;
  if (typeof value === "function") return "a function";
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return showList(value as ArrayLike<unknown>);
  if (typeof value !== "object" || value === null) return String(value).slice(0, 40);
  if ("kind" in value) return `a ${String(value.kind)}`;
  return `{ ${Object.keys(value).slice(0, 5).join(", ")} }`;
}

function showList(list: ArrayLike<unknown>): string {
  const first = Array.from({ length: Math.min(list.length, 5) }, (_, k) => show(list[k]));
  return `[${first.join(", ")}${list.length > 5 ? ", ..." : ""}]`;
}
