import type { SpikeLoomError } from "@spikeloom/kernel";
import { CONTROL_CHARACTER } from "./errors.ts";

/** Fields that hold a name, which is shown in tables, pictures and messages. */
const nameFields: ReadonlySet<string> = new Set(["name", "projection", "population"]);

/** Fields that hold a text which is printed verbatim on lines of its own. */
const textFields: ReadonlySet<string> = new Set(["about"]);

// Characters that move the cursor, clear a screen or change the text direction.
const inText = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;
const harmless = /[\t\n\r]/g;

/**
 * Find names and texts with characters that a terminal or an image would interpret; only the first ones.
 *
 * Other texts, such as formulas, are printed only in errors, where they are escaped.
 */
export function controlCharacterFaults(network: unknown): readonly SpikeLoomError[] {
  const errors: SpikeLoomError[] = [];
  const look = (text: string, place: string, isName: boolean): void => {
    const found = inText.exec(isName ? text : text.replace(harmless, ""))?.[0];
    if (found === undefined || errors.length >= most) return;
    const got = `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
    errors.push(CONTROL_CHARACTER({ place: place === "" ? "the network" : place, got }));
  };
  const walk = (value: unknown, place: string, field: string, depth: number): void => {
    if (typeof value === "string" && (nameFields.has(field) || textFields.has(field))) {
      look(value, place, nameFields.has(field));
    }
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
    if (depth > mostDepth || errors.length >= most) return;
    if (Array.isArray(value)) {
      for (const [k, item] of value.entries()) {
        // Long lists contain numbers, or pairs of numbers.
        if (!isNumeric(item)) walk(item, `${place}[${k}]`, field, depth + 1);
      }
      return;
    }
    for (const [key, item] of Object.entries(value)) {
      look(key, place, true);
      walk(item, place === "" ? key : `${place}.${key}`, key, depth + 1);
    }
  };
  walk(network, "", "", 0);
  return errors;
}

function isNumeric(item: unknown): boolean {
  if (typeof item === "number") return true;
  return Array.isArray(item) && item.length <= 2 && item.every((one) => typeof one === "number");
}

const most = 20;
const mostDepth = 64;
