import { areCharacters, bits, blanksEnd, endOf } from "./characters.ts";
import { declaresNamespace } from "./namespaces.ts";
import { resolved } from "./references.ts";
import {
  countLines,
  cut,
  limitError,
  newShape,
  type Scan,
  type Shape,
  syntaxError,
} from "./scan.ts";
import { isHere, readName } from "./scan-names.ts";

const most = { attributes: 256, shapes: 4096 };

const [slash, equals, greater, quote, apostrophe] = [47, 61, 62, 34, 39];

/** Read a start tag; returns its end. */
export function scanStartTag(scan: Scan): number {
  const { text, at: begin, tag, open, events } = scan;
  const guess = scan.shape.next;
  const name = readName(scan, begin + 1, guess?.name ?? "");
  if (name === "") return cut;
  const shape = guess?.name === name ? guess : shapeOf(scan, name);
  const at = scanAttributes(scan, begin + 1 + name.length, shape);
  if (at === cut) return cut;
  if (open.length === 0 && scan.hasRoot) {
    throw syntaxError(scan, begin, "it has an element after its root element");
  }
  scan.hasRoot = true;
  scan.shape.next = shape;
  scan.shape = shape;
  countLines(scan, begin);
  tag.name = name;
  tag.line = scan.line;
  tag.column = begin - scan.lineStart + 1;
  events.open(tag, scan);
  if (text.charCodeAt(at) !== slash) {
    open.push(name);
    return at + 1;
  }
  events.close(scan);
  return at + 2;
}

function shapeOf({ shapes }: Scan, name: string): Shape {
  const found = shapes.get(name);
  if (found !== undefined) return found;
  const shape = newShape(name);
  if (shapes.size < most.shapes) shapes.set(name, shape);
  return shape;
}

/** Read attributes into the scan's tag; returns the start of `>` or `/>`. */
function scanAttributes(scan: Scan, from: number, shape: Shape): number {
  const { text, tag } = scan;
  const expected = shape.attributes;
  const values: string[] = [];
  let names: string[] | undefined;
  let at = from;
  for (;;) {
    const before = at;
    at = blanksEnd(text, at);
    if (at >= text.length) return cut;
    const code = text.charCodeAt(at);
    if (code === greater) break;
    if (code === slash) {
      if (at + 1 >= text.length) return cut;
      if (text.charCodeAt(at + 1) === greater) break;
      throw syntaxError(scan, at, "a / in a tag is not followed by >");
    }
    if (at === before) throw syntaxError(scan, at, "white space is missing before an attribute");
    const guess = expected[values.length];
    const name = readName(scan, at, guess ?? "");
    if (name === "") return cut;
    if (name !== guess) names ??= expected.slice(0, values.length);
    names?.push(name);
    at = scanValue(scan, at + name.length, values);
    if (at === cut) return cut;
    if (values.length > most.attributes) {
      const expected = `at most ${most.attributes}`;
      throw limitError(scan, "an element has too many attributes", { expected, got: "more" });
    }
  }
  if (names !== undefined || values.length < expected.length) {
    shape.attributes = checkedNames(scan, names ?? expected.slice(0, values.length));
    shape.declares = shape.attributes.some(declaresNamespace);
    shape.prefixed = shape.attributes.some((name) => name.includes(":"));
  }
  tag.names = shape.attributes;
  tag.values = values;
  tag.declares = shape.declares;
  tag.prefixed = shape.prefixed;
  return at;
}

function checkedNames(scan: Scan, names: readonly string[]): readonly string[] {
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice === undefined) return names;
  throw syntaxError(scan, scan.at, `the attribute "${twice.slice(0, 80)}" occurs twice`);
}

/** Read `="..."` and append the value to a list; returns its end. */
function scanValue(scan: Scan, from: number, values: string[]): number {
  const { text } = scan;
  let at = blanksEnd(text, from);
  if (at >= text.length) return cut;
  if (text.charCodeAt(at) !== equals) throw syntaxError(scan, at, "an attribute has no value");
  at = blanksEnd(text, at + 1);
  if (at >= text.length) return cut;
  const mark = text.charCodeAt(at);
  if (mark !== quote && mark !== apostrophe) {
    throw syntaxError(scan, at, "an attribute value is not quoted");
  }
  const begin = at + 1;
  let end = endOf(text, begin, bits.value);
  if (text.charCodeAt(end) === mark) {
    values.push(text.slice(begin, end));
    return end + 1;
  }
  end = text.indexOf(mark === quote ? '"' : "'", end);
  if (end < 0) return cut;
  values.push(mixedValue(scan, begin, end));
  return end + 1;
}

/** A value with other than plain characters; all white space in it becomes spaces. */
function mixedValue(scan: Scan, begin: number, end: number): string {
  const written = scan.text.slice(begin, end);
  const angle = written.indexOf("<");
  if (angle >= 0) throw syntaxError(scan, begin + angle, "an attribute value contains <");
  if (!areCharacters(written)) {
    throw syntaxError(
      scan,
      begin,
      "an attribute value contains a character that XML does not allow",
    );
  }
  const spaced = written.replace(/[\t\n\r]/g, " ");
  return resolved(spaced, (reason, at) => syntaxError(scan, begin + at, reason));
}

/** Read an end tag; returns its end. */
export function scanEndTag(scan: Scan): number {
  const { text, at: begin, open, events } = scan;
  const name = open.at(-1);
  let at = begin + 2;
  if (name !== undefined && isHere(text, at, name)) {
    at = blanksEnd(text, at + name.length);
    if (at >= text.length) return cut;
    if (text.charCodeAt(at) === greater) {
      open.pop();
      events.close(scan);
      return at + 1;
    }
  }
  at = text.indexOf(">", begin);
  if (at < 0) return cut;
  const got = JSON.stringify(text.slice(begin, at + 1).slice(0, 80));
  const expected =
    name === undefined ? "an end tag has no start tag" : `"${name.slice(0, 80)}" is open`;
  throw syntaxError(scan, begin, `it has ${got} instead of ${expected}`);
}
