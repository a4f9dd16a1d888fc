import {
  type InspectedAttribute,
  type InspectedFile,
  type InspectedObject,
  inspectFile,
} from "@spikeloom/interop/hdf5";
import { printBytes } from "@spikeloom/network";
import { USAGE } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { formatCount } from "../print/numbers.ts";
import { printable } from "../print/printable.ts";
import { table } from "../print/table.ts";
import { writeJson } from "../print/write-json.ts";

/** Options of `spikeloom inspect`. */
export interface InspectCommandOptions {
  readonly most?: string;
  readonly json?: boolean;
}

/** Print the contents of an HDF5 file, the layers of a trained network, or an XML or JSON network. */
export async function inspectCommand(
  file: string,
  { most, json }: InspectCommandOptions,
): Promise<number> {
  const count = readMost(most);
  if (/\.(onnx|keras|safetensors|npz)$/i.test(file)) {
    const { formatOfLayers, inspectLayers } = await import("./inspect-layers.ts");
    const format = formatOfLayers(file);
    if (format !== undefined) refuseMost(most, file);
    if (format !== undefined) return inspectLayers(file, { format, json: json === true });
  }
  const { inspectThing, isMarkedText } = await import("./inspect-thing.ts");
  if (isMarkedText(file)) {
    refuseMost(most, file);
    return inspectThing(file, { json: json === true });
  }
  const found = inspectFile(file, { most: count });
  if (json === true) writeJson({ file, ...found, format: found.format ?? null });
  else {
    const lines = [
      headOf(file, found),
      ...contentLines(found),
      ...damageLines(found),
      ...linesOf(found),
    ];
    process.stdout.write(`${lines.join("\n")}\n`);
  }
  return isDamaged(found) ? exitCodes.refused : exitCodes.fine;
}

function isDamaged({ contradictions, missing, objects }: InspectedFile): boolean {
  return contradictions.length > 0 || missing > 0 || objects.some(isUnreadable);
}

function isUnreadable({ kind }: InspectedObject): boolean {
  return kind === "unreadable";
}

/** List damage other than missing bytes at the end. */
function damageLines({ contradictions, objects }: InspectedFile): readonly string[] {
  const unreadable = objects
    .filter(isUnreadable)
    .map(({ path, fault = "" }) => ({ path, message: `It cannot be read: ${fault}.` }));
  const all = [...contradictions, ...unreadable];
  const lines = all.map(({ path, message }) => printable(`Damaged: ${path}: ${message}`));
  return lines.length === 0 ? [] : [...lines, ""];
}

function readMost(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw USAGE({ message: `--most must be a number of objects from 1, got ${text}.` });
}

/** Refuse a limit of objects if everything is listed. */
function refuseMost(most: string | undefined, file: string): void {
  if (most === undefined) return;
  throw USAGE({ message: `--most applies only to HDF5 files; everything in ${file} is listed.` });
}

function headOf(file: string, { format, bytes, objects, isCut, contents }: InspectedFile): string {
  const { version, counts = [] } = contents ?? {};
  const what = [format ?? "HDF5 of unknown format", version].filter((text) => text !== undefined);
  const known = counts.map((one) => `${isCut ? "at least " : ""}${one}, `).join("");
  const count = `${isCut ? "the first " : ""}${formatCount(objects.length)} objects`;
  return `${printable(file)}  ${printable(what.join(" "))}, ${printBytes(bytes)}, ${known}${count}\n`;
}

/** The contents of a file of a known format precede the tree of all its objects. */
function contentLines({ contents }: InspectedFile): readonly string[] {
  const parts = contents?.parts ?? [];
  if (parts.length === 0) return [];
  const rows = parts.map(({ name, kind, size }) => [name, kind, size].map(printable));
  return [...table([["name", "what", "size"], ...rows]), ""];
}

function linesOf({ objects, isCut, missing }: InspectedFile): readonly string[] {
  const rows = objects.flatMap((object) => [rowOf(object), ...attributeRows(object)]);
  const more = isCut ? ["", "There are more: --most lists them."] : [];
  const cut = `It is truncated: ${formatCount(missing)} bytes at its end are missing, so values may be too.`;
  return [
    ...(missing > 0 ? [cut, ""] : []),
    ...table(rows, ["left", "left", "right", "right"]),
    ...more,
  ];
}

function rowOf(object: InspectedObject): readonly string[] {
  const { path, kind, type, shape, bytes = 0, storage, filters = [], value, to, fault } = object;
  const name = path === "/" ? path : `${indentOf(path)}${path.slice(path.lastIndexOf("/") + 1)}`;
  const what =
    to === undefined ? (value === undefined ? (type ?? kind) : shown(value)) : `-> ${to}`;
  const packed = [storage ?? "", ...filters].filter((text) => text !== "").join(", ");
  const size = shape === undefined ? ["", ""] : [shapeOf(shape), printBytes(bytes)];
  const about = [packed, fault === undefined ? "" : `(${fault})`].filter((text) => text !== "");
  const label = kind === "group" ? `${name}${path === "/" ? "" : "/"}` : name;
  return [label, what, ...size, about.join(" ")].map(printable);
}

function attributeRows({ path, attributes }: InspectedObject): readonly (readonly string[])[] {
  const indent = `${path === "/" ? "" : indentOf(path)}  `;
  return Object.entries(attributes).map(([name, attribute]) =>
    [`${indent}@${name}`, attributeText(attribute)].map(printable),
  );
}

/** Two spaces per enclosing group. */
function indentOf(path: string): string {
  return "  ".repeat(path.split("/").length - 1);
}

const longestText = 60;

function attributeText({ type, shape, values }: InspectedAttribute): string {
  const count = shape.reduce((product, length) => product * length, 1);
  const texts = values.map(shown);
  if (shape.length === 0 && texts.length === 1) return texts[0] as string;
  const list =
    texts.length === 0 ? [] : [`[${texts.join(", ")}${count > texts.length ? ", …" : ""}]`];
  return [type, shapeOf(shape), ...list].join(" ");
}

function shown(value: number | string): string {
  if (typeof value === "number") return String(value);
  return JSON.stringify(value.length > longestText ? `${value.slice(0, longestText)}…` : value);
}

function shapeOf(shape: readonly number[]): string {
  return shape.length === 0 ? "single" : shape.join(" x ");
}
