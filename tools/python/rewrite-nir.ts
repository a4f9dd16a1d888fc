// Reads each NIR file of a folder and writes it into another, unchanged and compressed:
// `node --conditions=@spikeloom/source tools/python/rewrite-nir.ts FROM TO`.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readNir, writeNir } from "../../packages/interop/src/nir/index.ts";
import { bytesSource } from "../../packages/kernel/src/index.ts";

const [from = ".", to = "."] = process.argv.slice(2);
for (const name of readdirSync(from)) {
  const file = await readNir(bytesSource(name, readFileSync(join(from, name))));
  writeFileSync(join(to, name), writeNir(file));
  writeFileSync(join(to, `packed-${name}`), writeNir(file, { gzip: 4 }));
}
