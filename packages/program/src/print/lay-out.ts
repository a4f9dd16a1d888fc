import type { Equation, Part } from "./equation.ts";

/** Width of the output in columns. */
const columns = 100;

/** Wrap words to lines of a given width; continuation lines are indented further. */
export function wrapped(text: string, indent: number): string {
  const lines: string[] = [];
  let line = " ".repeat(indent);
  let isEmpty = true;
  for (const word of text.split(" ").flatMap((one) => cut(one, columns - indent - 4))) {
    if (!isEmpty && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = " ".repeat(indent + 4);
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line].join("\n").replaceAll(joint, " ");
}

/** Joins a number to its unit, so that they count as one word. */
const joint = "\u00a0";

/** Break a word that is longer than a line, such as a long name. */
function cut(word: string, most: number): readonly string[] {
  if (word.length <= most) return [word];
  return [word.slice(0, most), ...cut(word.slice(most), most)];
}

/** Print an equation in one line. */
function equationText({ left, sign, right, where, key }: Equation): string {
  const condition = where === undefined ? "" : `,  where ${where}`;
  const keyed = key === undefined ? "" : `,  keyed by "${key}"`;
  return `${left} ${sign} ${right}${condition}${keyed}`;
}

/** Print the equations that apply at one time. */
export function partText({ when, notes, equations }: Part): string {
  return [
    wrapped(notes.length === 0 ? when : `${when}: ${notes.join("; ")}`, 2),
    ...equations.map((one) => wrapped(equationText(one), 4)),
  ].join("\n");
}

/** Print names with their values, in one paragraph. */
export function pairsText(title: string, pairs: Readonly<Record<string, string>>): string[] {
  const all = Object.entries(pairs).map(([key, value]) =>
    `${key} = ${value}`.replaceAll(" ", joint),
  );
  return all.length === 0 ? [] : [wrapped(`${title}: ${all.join(", ")}`, 2)];
}
