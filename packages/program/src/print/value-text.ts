import type { Selection, Value } from "@spikeloom/kernel";

const longest = 48;

/** Print a value in a few characters: a quantity, a draw, a formula, a list. */
export function valueText(value: Value | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "string" || typeof value === "number") return String(value);
  if ("length" in value) return `a list of ${value.length}`;
  if ("formula" in value) return cut(value.formula);
  if ("file" in value) return `${value.path} in ${value.file}`;
  if ("values" in value) return `${value.values.length} numbers in ${value.unit ?? "1"}`;
  if ("draw" in value) {
    const { draw, ...rest } = value;
    const details = Object.entries(rest).map(([key, part]) => `${key} ${String(part)}`);
    return `${draw}(${details.join(", ")})`;
  }
  return cut(JSON.stringify(value));
}

/** Print a selection of neurons; empty if all are selected. */
export function selectionText(selection: Selection | undefined): string {
  if (selection === undefined) return "";
  const { from, until, every, indices } = selection;
  if (indices !== undefined) {
    return indices.length > 6 ? `${indices.length} neurons` : `neurons ${indices.join(", ")}`;
  }
  const step = every === undefined ? "" : ` every ${every}`;
  return `neurons ${from ?? 0} to ${until === undefined ? "the last" : until - 1}${step}`;
}

function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** Print an option of a connector in a few characters. */
export function optionText(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value instanceof Uint32Array) return `${value.length / 2} pairs`;
  if (ArrayBuffer.isView(value)) return `${value.byteLength} marks`;
  return typeof value === "object" ? JSON.stringify(value).slice(0, 40) : String(value);
}
