/** Python code that may be broken into lines. */
export type Python = string | PythonItems;

/** Items between a head and a tail. */
export interface PythonItems {
  readonly head: string;
  readonly items: readonly Python[];
  readonly tail: string;
  /** Whether the items are clauses of one expression rather than a list. */
  readonly isOne?: boolean;
}

/** Maximum line length; below the limit of most linters. */
const WIDTH = 96;

/** Call a function. */
export function call(name: string, ...items: readonly Python[]): Python {
  return { head: `${name}(`, items, tail: ")" };
}

/** Write a list. */
export function list(items: readonly Python[]): Python {
  return { head: "[", items, tail: "]" };
}

/** Write a dictionary from keys that are Python code. */
export function dictionary(entries: readonly (readonly [string, Python])[]): Python {
  return { head: "{", items: entries.map(([key, value]) => before(`${key}: `, value)), tail: "}" };
}

/** Write a keyword argument. */
export function keyword(name: string, value: Python): Python {
  return before(`${name}=`, value);
}

/** Prepend code to other code. */
export function before(text: string, code: Python): Python {
  return typeof code === "string" ? text + code : { ...code, head: text + code.head };
}

/** Append code to other code. */
export function behind(code: Python, text: string): Python {
  return typeof code === "string" ? code + text : { ...code, tail: code.tail + text };
}

/** Write a generator unpacked into a list with other items. */
export function spread(value: Python, clause: string): Python {
  return { head: "*(", items: [value, clause], tail: ")", isOne: true };
}

/** Write code on one line, regardless of length. */
export function flat(code: Python): string {
  if (typeof code === "string") return code;
  return code.head + code.items.map(flat).join(code.isOne ? " " : ", ") + code.tail;
}

/** Write code at an indentation, in as few lines as the maximum length allows. */
export function layOut(code: Python, indent: number): string {
  const margin = " ".repeat(indent);
  const line = margin + flat(code);
  if (typeof code === "string" || code.items.length === 0 || line.length <= WIDTH) return line;
  const end = code.isOne ? "" : ",";
  const items = code.items.map((item) => layOut(item, indent + 4) + end);
  return [margin + code.head, ...items, margin + code.tail].join("\n");
}
