// Writes the files of one mutant into a folder, for inspection: write-mutant.ts SEED CASE FOLDER.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { defaultStack as stack } from "../../../../tools/test/default-stack.ts";
import { mutantOf } from "./mutate-files.ts";
import { seedsByFormat } from "./seeds.ts";

const [seed = "0", which = "0", folder = "."] = process.argv.slice(2);
const { format, files } = mutantOf(await seedsByFormat(stack), Number(seed), Number(which));
for (const [name, bytes] of Object.entries(files)) {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  console.log(format, path);
}
