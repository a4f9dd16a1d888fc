// Builds every public package and packs it into a folder, from which npm installs them elsewhere.
import { mkdirSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { readToolArguments } from "./arguments.ts";
import { runTarget } from "./nx/run.ts";
import { packInto, removePacked } from "./pack-command.ts";

const [given = ""] = readToolArguments("pack:all", "FOLDER").names;
const built = await runTarget("build");
if (built !== 0) process.exit(built);
// The user's folder, from which the clone may have been called: `pnpm -C CLONE pack:all FOLDER`.
const folder = resolve(process.env["INIT_CWD"] ?? ".", given);
mkdirSync(folder, { recursive: true });
removePacked(folder);
packInto(folder);
console.log(
  `packed ${readdirSync(folder).filter((name) => name.endsWith(".tgz")).length} packages`,
);
console.log(`\nIn a project of your own:\n  npm install ${join(folder, "*.tgz")}`);
