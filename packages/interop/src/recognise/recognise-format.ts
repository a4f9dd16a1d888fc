import type { ByteSource, FormatMark, FormatRecord, Stack } from "@spikeloom/kernel";
import { FORMAT_AMBIGUOUS, FORMAT_UNKNOWN } from "./errors.ts";
import { outlineText, type TextOutline } from "./text-outline.ts";

/** Number of leading bytes of a file used to recognise it. */
const startBytes = 2 ** 16;

/**
 * Find the format that reads a file, by its contents.
 *
 * A format without marks is selected by the file name extension if no other format recognises the file.
 * Throws `SL_FORMAT_UNKNOWN` and `SL_FORMAT_AMBIGUOUS`, which list the formats tried.
 */
export async function recogniseFormat(source: ByteSource, stack: Stack): Promise<FormatRecord> {
  const readers = stack.list("format").filter(({ read }) => read !== undefined);
  const content = await contentOf(source, readers);
  const known = readers.filter(({ marks }) => marks?.some((mark) => content.has(mark)));
  const named = readers.filter(
    ({ marks, extensions }) =>
      marks === undefined && extensions.some((end) => source.name.toLowerCase().endsWith(end)),
  );
  const [only, ...others] = known.length > 0 ? known : named;
  const place = source.name;
  if (only === undefined) {
    throw FORMAT_UNKNOWN({ place, got: content.about, tried: readers.map(({ name }) => name) });
  }
  if (others.length === 0) return only;
  throw FORMAT_AMBIGUOUS({ place, names: [only, ...others].map(({ name }) => name) });
}

interface Content {
  /** Description for messages. */
  readonly about: string;
  has(mark: FormatMark): boolean;
}

async function contentOf(source: ByteSource, readers: readonly FormatRecord[]): Promise<Content> {
  const start = await source.read(0, Math.min(source.size, startBytes));
  if (isHdf5(start)) {
    const isLookedFor = readers.some(({ marks = [] }) => marks.some(isOfHdf5));
    if (isLookedFor) return await hdf5Content(source, start);
  }
  const text = outlineText(start);
  return {
    about: textAbout(text) ?? bytesAbout(start),
    has: (mark) => !isOfHdf5(mark) && startsAs(start, mark) && textHas(text, mark),
  };
}

async function hdf5Content(source: ByteSource, start: Uint8Array): Promise<Content> {
  const [{ hdf5Marks }, { randomBytes }, { Hdf5Damage }] = await Promise.all([
    import("./hdf5-marks.ts"),
    import("../formats/held-source.ts"),
    import("../hdf5/read/damage.ts"),
  ]);
  try {
    const has = hdf5Marks(await randomBytes(source));
    const isText = ({ xml, json }: FormatMark): boolean => xml !== undefined || json !== undefined;
    return {
      about: "an HDF5 file of another format, whose contents spikeloom inspect lists",
      has: (mark) => !isText(mark) && startsAs(start, mark) && has(mark),
    };
  } catch (fault) {
    if (!(fault instanceof Hdf5Damage)) throw fault;
    return { about: `a damaged HDF5 file: ${fault.message}`, has: () => false };
  }
}

function isOfHdf5({ attributes, paths }: FormatMark): boolean {
  return attributes !== undefined || paths !== undefined;
}

const hdf5Start = "\x89HDF\r\n\x1a\n";

/** The signature is at offset 0, or at 512 bytes times a power of two. */
function isHdf5(start: Uint8Array): boolean {
  for (let at = 0; at < start.length; at = at === 0 ? 512 : 2 * at) {
    if (startsWith(start.subarray(at), hdf5Start)) return true;
  }
  return false;
}

function startsAs(bytes: Uint8Array, { start }: FormatMark): boolean {
  return start === undefined || startsWith(bytes, start);
}

function startsWith(bytes: Uint8Array, letters: string): boolean {
  return Array.from(letters).every((letter, k) => bytes[k] === letter.codePointAt(0));
}

function textHas(text: TextOutline | undefined, { xml, json }: FormatMark): boolean {
  if (xml !== undefined && text?.xml !== xml) return false;
  return Object.entries(json ?? {}).every(([name, wanted]) => {
    const value = text?.json?.get(name);
    return value !== undefined && (wanted === true || value === wanted);
  });
}

function textAbout(text: TextOutline | undefined): string | undefined {
  if (text?.xml !== undefined) return `XML with the root element <${text.xml}>`;
  if (text?.json === undefined) return undefined;
  const names = [...text.json.keys()].slice(0, 8).map((name) => JSON.stringify(name.slice(0, 40)));
  return names.length === 0 ? "an empty JSON object" : `JSON with ${names.join(", ")}`;
}

function bytesAbout(start: Uint8Array): string {
  if (start.length === 0) return "an empty file";
  const bytes = Array.from(start.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0"));
  return `a file that starts with the bytes ${bytes.join(" ")}`;
}
