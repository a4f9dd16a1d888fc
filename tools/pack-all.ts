// Builds every public package and packs it into a folder, from which npm installs them elsewhere.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { runTarget } from "./nx/run.ts";
import { packCommand } from "./pack-command.ts";
import { workspaceRoot } from "./problems.ts";

const [given, ...others] = process.argv.slice(2);
if (given === undefined || others.length > 0) {
  console.error("pack:all FOLDER: name one folder for the tarballs.");
  process.exit(2);
}
const built = await runTarget("build");
if (built !== 0) process.exit(built);
// Where the user is, who may have called the clone from elsewhere: `pnpm -C CLONE pack:all FOLDER`.
const folder = resolve(process.env["INIT_CWD"] ?? ".", given);
mkdirSync(folder, { recursive: true });
// What was packed before would be installed beside what is packed now.
const stale = readdirSync(folder).filter((name) => /^spikeloom-.*\.tgz$/.test(name));
for (const name of stale) rmSync(join(folder, name));
const [program, ...args] = packCommand(folder);
const { status } = spawnSync(program, args, {
  cwd: workspaceRoot,
  // pnpm lists each file of each package.
  stdio: ["ignore", "ignore", "inherit"],
  shell: process.platform === "win32",
});
if (status !== 0) process.exit(status ?? 1);
console.log(
  `packed ${readdirSync(folder).filter((name) => name.endsWith(".tgz")).length} packages`,
);
console.log(`\nIn a project of your own:\n  npm install ${join(folder, "*.tgz")}`);
