import type { NetworkRecord } from "@spikeloom/kernel";
import { VALUE_NUMBER } from "../errors.ts";
import { isFromFile } from "./file-references.ts";

/**
 * Write a network as JSON text that `readNetwork` reads back as an equal network.
 *
 * Fields keep their order, lists of numbers stay on one line, and the text ends in a line break; so equal networks give equal
 * texts. Typed arrays become lists, except those read from a file: the file is referenced with its size and SHA-256 instead.
 */
export function writeNetwork(network: NetworkRecord): string {
  return `${write(network, { indent: "", place: "network" })}\n`;
}

interface Position {
  readonly indent: string;
  readonly place: string;
}

function write(value: unknown, at: Position): string {
  if (typeof value === "number") return writeNumber(value, at.place);
  if (ArrayBuffer.isView(value)) return writeList([...(value as Float64Array)], at);
  if (Array.isArray(value)) return writeList(value, at);
  if (typeof value === "function") return write({ ...(value as object) }, at);
  if (typeof value === "object" && value !== null) return writeRecord(value, at);
  return JSON.stringify(value);
}

function writeNumber(value: number, place: string): string {
  // JSON has no infinity; a quantity has: "inf ms".
  if (!Number.isFinite(value)) throw VALUE_NUMBER({ place, got: String(value) });
  return Object.is(value, -0) ? "-0" : String(value);
}

function writeList(list: readonly unknown[], { indent, place }: Position): string {
  const inner = `${indent}  `;
  const items = list.map((item, k) => write(item, { indent: inner, place: `${place}[${k}]` }));
  const short = list.every((item) => typeof item !== "object" || item === null);
  if (short) return `[${items.join(", ")}]`;
  return `[\n${items.map((item) => inner + item).join(",\n")}\n${indent}]`;
}

function writeRecord(record: object, { indent, place }: Position): string {
  const inner = `${indent}  `;
  const isRead = isFromFile(record);
  const fields = Object.entries(record)
    .filter(([, value]) => value !== undefined && !(isRead && ArrayBuffer.isView(value)))
    .map(([key, given]) => {
      const value: unknown = key === "pairs" && ArrayBuffer.isView(given) ? pairsOf(given) : given;
      const text = write(value, { indent: inner, place: `${place}.${key}` });
      return `${inner}${JSON.stringify(key)}: ${text}`;
    });
  return fields.length === 0 ? "{}" : `{\n${fields.join(",\n")}\n${indent}}`;
}

/** Convert alternating sources and targets to the pairs of a file. */
function pairsOf(list: ArrayBufferView): readonly (readonly number[])[] {
  const ends = list as Uint32Array;
  return Array.from({ length: ends.length / 2 }, (_, k) => [...ends.subarray(2 * k, 2 * k + 2)]);
}
