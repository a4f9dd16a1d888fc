// Installs what a script of the workspace needs, then runs it by the Node that came with it; needs Node 20 itself.
// `node tools/install.mjs everything -- node SCRIPT` installs everything; the name of a package in place of
// `everything` installs what that package needs to run, without the tools that build and test.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [what = "everything", , ...command] = process.argv.slice(2);
const stamps = join(root, "node_modules/.cache/installed");
const isWindows = process.platform === "win32";

/** Hash of the lockfile, which a stamp keeps for each thing installed. */
function hashLockfile() {
  return createHash("sha256")
    .update(readFileSync(join(root, "pnpm-lock.yaml")))
    .digest("hex");
}

function stampOf(name) {
  return join(stamps, name.replace("/", "+"));
}

function isInstalled(name) {
  const stamp = stampOf(name);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === hashLockfile();
}

/** Run a command to its end, and end with its code where it fails. */
function run(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, {
    stdio: "inherit",
    shell: isWindows,
    ...options,
  });
  if (error !== undefined) console.error(`${program}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

if (!isInstalled("everything") && !isInstalled(what)) {
  const some = what === "everything" ? [] : ["--prod", "--filter", ".", "--filter", `${what}...`];
  run("npx", ["-y", "pnpm@12", "install", ...some], { cwd: root });
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stampOf(what), hashLockfile());
}
const [program, ...args] = command;
if (program !== undefined) {
  // A shell that started this script may remember where it found another Node.
  const path = [join(root, "node_modules/.bin"), process.env.PATH].join(delimiter);
  run(program, args, { env: { ...process.env, PATH: path } });
}
