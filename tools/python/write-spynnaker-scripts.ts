// Write the scripts of the drawn networks, for tools/python/spynnaker_scripts.py: node tools/python/write-spynnaker-scripts.ts FOLDER
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scriptNetwork, scripts } from "../../plugins/hardware-spinnaker/test/script-networks.ts";
import { writtenScript } from "../../plugins/hardware-spinnaker/test/written-scripts.ts";

const [folder = "."] = process.argv.slice(2);
for (let which = 0; which < scripts; which++) {
  const own = join(folder, String(which));
  mkdirSync(join(own, "data"), { recursive: true });
  const { script, data, digest } = writtenScript(scriptNetwork(which));
  writeFileSync(join(own, "network.py"), script);
  writeFileSync(join(own, "digest"), digest);
  for (const [name, bytes] of data) writeFileSync(join(own, "data", name), bytes);
}
