import { type FormatFile, joinBytes } from "@spikeloom/kernel";

/** Keep files of a format in memory, by name. */
export async function heldFiles(
  files: AsyncIterable<FormatFile>,
): Promise<Readonly<Record<string, Uint8Array<ArrayBuffer>>>> {
  const held: Record<string, Uint8Array<ArrayBuffer>> = {};
  for await (const file of files) held[file.name] = await wholeOf(file);
  return held;
}

async function wholeOf({ pieces }: FormatFile): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece.slice());
  return joinBytes(parts);
}
