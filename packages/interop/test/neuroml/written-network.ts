import {
  bytesSource,
  createStack,
  type Loss,
  type NetworkRecord,
  readFormat,
  thingOf,
  writeFormat,
} from "@spikeloom/kernel";
import { defaultStack } from "../../../../tools/test/default-stack.ts";
import { neuromlFormat } from "../../src/formats/neuroml-format.ts";

const stack = createStack({ plugins: [defaultStack] });

/** Read a network of NeuroML. */
export async function read(bytes: Uint8Array): Promise<NetworkRecord> {
  const { thing } = await readFormat(neuromlFormat, bytesSource("net.nml", bytes), { stack });
  return thingOf(thing, "network").network;
}

/** Write a network in NeuroML. */
export async function write(
  network: NetworkRecord,
): Promise<{ readonly bytes: Buffer; readonly losses: readonly Loss[] }> {
  const thing = { holds: "network", network } as const;
  const { files, losses } = await writeFormat(neuromlFormat, thing, { stack });
  const pieces: Uint8Array[] = [];
  for await (const file of files) {
    // The network includes a simulation.
    if (!file.name.endsWith(".nml")) continue;
    for await (const piece of file.pieces) pieces.push(piece);
  }
  return { bytes: Buffer.concat(pieces), losses };
}
