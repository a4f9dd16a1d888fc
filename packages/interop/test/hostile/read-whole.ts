import {
  bytesBeside,
  bytesSource,
  readFormat,
  SpikeLoomError,
  type Stack,
  thingOf,
  throwAll,
} from "@spikeloom/kernel";
import { checkNetwork } from "@spikeloom/network";
import { recogniseFormat } from "../../src/formats/index.ts";
import { HDF5_READ } from "../../src/hdf5/errors.ts";
import { openTree } from "../../src/hdf5/open-tree.ts";
import { Hdf5Damage } from "../../src/hdf5/read/damage.ts";
import { inspectTree } from "../../src/hdf5/read/inspect.ts";
import { heldBytes } from "../../src/hdf5/read/random-bytes.ts";
import type { Seed } from "./kept-seeds.ts";

/** Do with files all that a command does before it runs: find the format, list, read, check. */
export async function readWhole({ format, files }: Seed, stack: Stack): Promise<void> {
  const [name = "", bytes = new Uint8Array()] = Object.entries(files)[0] ?? [];
  const source = bytesSource(name, bytes);
  // A file of no known format is reported by a code, and read as its original format.
  await recogniseFormat(source, stack).catch((fault: unknown) => {
    if (!(fault instanceof SpikeLoomError)) throw fault;
  });
  if (format === "hdf5") return readTree(bytes);
  const record = stack.get("format", format, "hostile");
  const { thing } = await readFormat(record, source, { stack, beside: bytesBeside(files) });
  if (thing.holds === "network")
    throwAll(checkNetwork(thingOf(thing, "network").network, { stack }));
}

/** List an HDF5 file, and read every dataset in it in each way that a format does. */
function readTree(bytes: Uint8Array): void {
  const place = "hostile.h5";
  const file = heldBytes(bytes);
  const fault = (reason: string) => HDF5_READ({ path: place, reason, isDamaged: true });
  const { objects } = attempt(() => inspectTree(file, 1000), fault);
  const tree = openTree(file, place, { read: fault, shape: (inside) => fault(inside) });
  for (const { path, kind } of objects) {
    if (kind !== "dataset") continue;
    tree.shape(path);
    tree.numbers(path);
    for (const elements of tree.columns(path)?.values() ?? []) tree.valuesOf(elements);
    tree.values(path);
  }
}

function attempt<T>(action: () => T, fault: (reason: string) => Error): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof Hdf5Damage ? fault(error.message) : error;
  }
}
