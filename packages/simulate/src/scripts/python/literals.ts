const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  '"': '\\"',
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/**
 * Write a string as a Python literal that no content can terminate.
 *
 * Everything except printable ASCII is escaped, so that no text can disguise code.
 */
export function pythonText(text: string): string {
  const parts = Array.from(text, (character) => {
    const point = character.codePointAt(0) ?? 0;
    if (Object.hasOwn(escapes, character)) return escapes[character] ?? "";
    if (point >= 0x20 && point < 0x7f) return character;
    return point > 0xffff ? `\\U${hexadecimal(point, 8)}` : `\\u${hexadecimal(point, 4)}`;
  });
  return `"${parts.join("")}"`;
}

function hexadecimal(point: number, digits: number): string {
  return point.toString(16).padStart(digits, "0");
}

/** Write a number as a Python float that round-trips exactly. */
export function pythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'float("nan")';
  if (!Number.isFinite(value)) return value > 0 ? 'float("inf")' : 'float("-inf")';
  if (Object.is(value, -0)) return "-0.0";
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}
