import type { ByteSource, FormatRecord, Stack } from "@spikeloom/kernel";

/**
 * Find the format of a stack that reads a file, by its contents.
 *
 * Throws `SL_FORMAT_UNKNOWN` or `SL_FORMAT_AMBIGUOUS`, which list the formats tried.
 */
export async function recogniseFormat(source: ByteSource, stack: Stack): Promise<FormatRecord> {
  const { recogniseFormat: recognise } = await import("../recognise/recognise-format.ts");
  return await recognise(source, stack);
}
