// Writes the network of our-network.ts as graphs for libraries, and its input: `write-our-graphs.ts FOLDER`.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { nirFromNetwork, writeNir } from "../../packages/interop/src/nir/index.ts";
import { given, ourNetwork } from "../../packages/interop/test/nir/our-network.ts";
import { defaultStack as stack } from "../test/default-stack.ts";

const [folder = "."] = process.argv.slice(2);
for (const profile of ["snntorch", "spikingjelly"] as const) {
  const { file } = nirFromNetwork(ourNetwork, stack, { profile });
  writeFileSync(join(folder, `ours-in-${profile}.nir`), writeNir(file));
}
writeFileSync(join(folder, "ours-given.json"), JSON.stringify(given));
