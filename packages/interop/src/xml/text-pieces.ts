import type { ByteSource } from "@spikeloom/kernel";
import { XML_SYNTAX } from "./errors.ts";

const pieceBytes = 2 ** 18;

// Without the DOM library, TypeScript knows the class only as a value.
type Decoder = InstanceType<typeof TextDecoder>;

/** Names of supported encodings in XML declarations. */
const encodings: ReadonlyMap<string, string> = new Map([
  ["utf-8", "utf-8"],
  ["utf8", "utf-8"],
  ["us-ascii", "utf-8"],
  ["ascii", "utf-8"],
  ["iso-8859-1", "windows-1252"],
  ["latin1", "windows-1252"],
  ["windows-1252", "windows-1252"],
]);

/** Decode a source incrementally, in its declared encoding. */
export async function* textPieces(source: ByteSource): AsyncGenerator<string> {
  let decoder: Decoder | undefined;
  for (let at = 0; at < source.size; at += pieceBytes) {
    const bytes = await source.read(at, Math.min(source.size, at + pieceBytes));
    decoder ??= decoderOf(bytes, source.name);
    yield decode(decoder, bytes, source.name);
  }
  if (decoder !== undefined) yield decode(decoder, undefined, source.name);
}

function decode(decoder: Decoder, bytes: Uint8Array | undefined, place: string): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch {
    throw XML_SYNTAX({ place, reason: `bytes that are not valid ${decoder.encoding}` });
  }
}

/** Encoding of a file: from its first two bytes, else its XML declaration, else UTF-8. */
function decoderOf(bytes: Uint8Array, place: string): Decoder {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le", { fatal: true });
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be", { fatal: true });
  const head = new TextDecoder("windows-1252").decode(bytes.subarray(0, 256));
  const said = /^(?:ï»¿)?<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(head)?.[1] ?? "utf-8";
  const known = encodings.get(said.toLowerCase());
  if (known === undefined) {
    throw XML_SYNTAX({ place, reason: `its encoding "${said}" is not supported` });
  }
  return new TextDecoder(known, { fatal: true });
}
