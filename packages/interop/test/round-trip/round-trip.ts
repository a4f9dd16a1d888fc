import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  bytesBeside,
  bytesSource,
  type FormatRecord,
  type Loss,
  type NetworkRecord,
  readFormat,
  type Stack,
  thingOf,
  writeFormat,
} from "@spikeloom/kernel";
import { loadFiles } from "../../src/hdf5/index.ts";

/** A network that was written and read back, with the losses of each way. */
export interface RoundTrip {
  readonly network: NetworkRecord;
  readonly written: readonly Loss[];
  readonly read: readonly Loss[];
}

/** What a network is written with. */
export interface WriteOptions {
  readonly stack: Stack;
  /** Of the format. */
  readonly options?: Readonly<Record<string, number>> | undefined;
}

/** Write a network; returns its files by name, the main file first. */
export async function filesOf(
  format: FormatRecord,
  network: NetworkRecord,
  { stack, options = {} }: WriteOptions,
): Promise<{
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly losses: readonly Loss[];
}> {
  const written = await writeFormat(format, { holds: "network", network }, { stack, options });
  const files: Record<string, Uint8Array> = {};
  for await (const { name, pieces } of written.files) {
    const parts: Uint8Array[] = [];
    for await (const piece of pieces) parts.push(piece);
    files[name] = Buffer.concat(parts);
  }
  return { files, losses: written.losses };
}

/** Write a network in a format, and read it again. */
export async function roundTrip(
  format: FormatRecord,
  network: NetworkRecord,
  { stack, options }: WriteOptions,
): Promise<RoundTrip> {
  const { files, losses } = await filesOf(format, network, { stack, options });
  const [first = ""] = Object.keys(files);
  const source = bytesSource(first, files[first] ?? new Uint8Array(0));
  const found = await readFormat(format, source, { stack, beside: bytesBeside(files) });
  const back = thingOf(found.thing, "network").network;
  return { network: await loaded(back, files), written: losses, read: found.losses };
}

/** Read numbers from a network's other files, in a folder with only these. */
async function loaded(
  network: NetworkRecord,
  files: Readonly<Record<string, Uint8Array>>,
): Promise<NetworkRecord> {
  const [, ...others] = Object.entries(files);
  if (!others.some(([name]) => name.endsWith("-connections.h5"))) return network;
  const directory = await mkdtemp(join(tmpdir(), "spikeloom-round-trip-"));
  try {
    for (const [name, bytes] of others) await writeFile(join(directory, name), bytes);
    return await loadFiles(network, { directory });
  } finally {
    await rm(directory, { recursive: true });
  }
}
