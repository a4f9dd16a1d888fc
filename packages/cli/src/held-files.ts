import type { FormatFile } from "@spikeloom/kernel";

/** Hold files of a format in memory, by their names. */
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
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}
