import { checkedLosses } from "./checked-losses.ts";
import { FORMAT_USE } from "./codes.ts";
import type { FormatRecord, FormatRequest } from "./contracts/define-format.ts";
import type {
  ByteSource,
  FormatContent,
  FormatFile,
  FormatThing,
  ReadThing,
  WrittenThing,
} from "./contracts/format.ts";
import type { Stack } from "./contracts/stack.ts";
import { isRecord } from "./field-rules.ts";
import { type FilesBeside, guardedBeside } from "./files-beside.ts";
import { checkOptionNames, type OptionNames } from "./option-names.ts";
import { pluginOptions } from "./plugin-options.ts";
import { awaitPlugin, faultOfPlugin, placeOf, wrongReturn } from "./plugin-returns.ts";

/** Settings for using a format. */
export interface FormatUse {
  readonly stack: Stack;
  /** The format's own options; the rest keep their defaults. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
}

/** Settings for writing. */
export interface WriteUse extends FormatUse {
  /** Name of the first file without extension; a format may have fixed names of its own. */
  readonly name?: string | undefined;
}

/** Settings for reading a file. */
export interface ReadUse extends FormatUse {
  /** Opens the other files of a multi-file format; none by default. */
  readonly beside?: FilesBeside | undefined;
  /** Whether files outside the folder may be opened; false by default. */
  readonly allowOutside?: boolean | undefined;
}

/**
 * Read the content of a file.
 *
 * The result of the format is checked as specified in specs/plugins.md.
 */
export async function readFormat(
  format: FormatRecord,
  source: ByteSource,
  use: ReadUse,
): Promise<ReadThing> {
  checkOptionNames(use, readNames, "readFormat");
  const request = { ...requestOf(format, use), beside: guardedBeside(source, use) };
  const { read } = format;
  if (read === undefined) throw cannot(format, "be read", "a format that is");
  const found: unknown = await awaitPlugin(format, () => read(source, request), source.name);
  const { thing, losses, outputs } = isRecord(found) ? found : {};
  if (!isRecord(thing) || !holds(format, thing["holds"]) || !isHeld(thing)) {
    throw wrongReturn(
      format,
      "the content of a file",
      `${wordsOf(format)}, tagged with its type`,
      thing,
    );
  }
  if (outputs !== undefined && !areTexts(outputs)) {
    throw wrongReturn(format, "outputs", "a list of file names", outputs);
  }
  const plain = { thing: thing as unknown as FormatThing, losses: checkedLosses(format, losses) };
  return outputs === undefined ? plain : { ...plain, outputs };
}

function areTexts(found: unknown): found is readonly string[] {
  return Array.isArray(found) && found.every((one) => typeof one === "string");
}

/**
 * Write content with a format.
 *
 * All losses are known before the first file is requested. The result of the format is checked as specified in specs/plugins.md.
 */
export async function writeFormat(
  format: FormatRecord,
  thing: FormatThing,
  use: WriteUse,
): Promise<WrittenThing> {
  checkOptionNames(use, writeNames, "writeFormat");
  const request = { ...requestOf(format, use), name: use.name };
  const { write } = format;
  if (write === undefined) throw cannot(format, "be written", "a format that is");
  if (!holds(format, thing.holds)) {
    throw cannot(format, `hold ${words[thing.holds]}`, wordsOf(format));
  }
  const found: unknown = await awaitPlugin(format, () => write(thing, request));
  const { files, losses } = isRecord(found) ? found : {};
  if (!(isRecord(files) && typeof files[Symbol.asyncIterator as never] === "function")) {
    throw wrongReturn(format, "files", "an async iterable of files", files);
  }
  return {
    files: checkedFiles(format, files as unknown as WrittenThing["files"]),
    losses: checkedLosses(format, losses),
  };
}

/** Return the content if it has the expected type; otherwise throw an error. */
export function thingOf<Word extends FormatContent>(
  thing: FormatThing,
  word: Word,
): Extract<FormatThing, { readonly holds: Word }> {
  if (thing.holds === word) return thing as Extract<FormatThing, { readonly holds: Word }>;
  const what = `take ${words[thing.holds]}`;
  throw FORMAT_USE({ place: word, format: word, what, expected: words[word] });
}

const names: OptionNames<FormatUse> = { stack: true, options: true };
const writeNames: OptionNames<WriteUse> = { ...names, name: true };
const readNames: OptionNames<ReadUse> = { ...names, beside: true, allowOutside: true };

function requestOf(format: FormatRecord, use: FormatUse): FormatRequest {
  return { stack: use.stack, options: pluginOptions(format, use.options) };
}

async function* checkedFiles(
  format: FormatRecord,
  files: WrittenThing["files"],
): AsyncIterable<FormatFile> {
  const taken = new Set<string>();
  try {
    // A consumer that stops early lets the format release its resources.
    for await (const file of files as AsyncIterable<unknown>) {
      const name = isRecord(file) ? file["name"] : file;
      if (typeof name !== "string" || taken.has(name) || !isInside(name)) {
        throw wrongReturn(format, "a file name", "a unique path within the output folder", name);
      }
      taken.add(name);
      yield { name, pieces: checkedPieces(format, file as FormatFile) };
    }
  } catch (fault) {
    throw faultOfPlugin(format, placeOf(format), fault);
  }
}

async function* checkedPieces(
  format: FormatRecord,
  { name, pieces }: FormatFile,
): AsyncIterable<Uint8Array> {
  try {
    for await (const piece of pieces) {
      if (!(piece instanceof Uint8Array))
        throw wrongReturn(format, `a piece of ${name}`, "bytes", piece);
      yield piece;
    }
  } catch (fault) {
    throw faultOfPlugin(format, name, fault);
  }
}

/** Test whether a name denotes a place below a folder on every system. */
function isInside(name: string): boolean {
  const parts = name.split("/");
  return parts.every((part) => /^[^\\:*?"<>|\0]+$/.test(part) && !/^\.{1,2}$/.test(part));
}

function holds({ holds }: FormatRecord, word: unknown): boolean {
  return holds.some((one) => one === word);
}

function isHeld(thing: Readonly<Record<string, unknown>>): boolean {
  const held = thing[String(thing["holds"])];
  return (typeof held === "object" || typeof held === "function") && held !== null;
}

function wordsOf({ holds }: FormatRecord): string {
  return holds.map((word) => words[word]).join(" or ");
}

const words: { readonly [Content in FormatContent]: string } = {
  network: "a network",
  model: "a model",
  result: "a result",
  layers: "layers",
};

function cannot(format: FormatRecord, what: string, expected: string): Error {
  return FORMAT_USE({ place: placeOf(format), format: format.name, what, expected });
}
