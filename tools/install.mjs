// Installs what a script of the workspace needs, then runs it; needs Node 20 itself.
// `node tools/install.mjs everything -- node SCRIPT` installs everything and runs the script by the Node that comes with
// it. The name of a package in place of `everything` installs what that package needs to run, without the tools that
// build and test; the script then runs by this Node if that is new enough, else by a smaller one (script-node.json).
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [what = "everything", , ...command] = process.argv.slice(2);
const stamps = join(root, "node_modules/.cache/installed");
const nodeFolder = join(root, "node_modules/.cache/script-node");
const isWindows = process.platform === "win32";

/** Oldest Node that runs the sources: it strips types and knows `import.meta.main`. */
const oldest = [24, 2];

/** Hash of the lockfiles, which a stamp keeps for each thing installed. */
function hashLockfiles() {
  const hash = createHash("sha256");
  for (const file of ["pnpm-lock.yaml", "tools/script-node.json"]) {
    hash.update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

function stampOf(name) {
  return join(stamps, name.replace("/", "+"));
}

function isInstalled(name) {
  const stamp = stampOf(name);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === hashLockfiles();
}

/**
 * Whether the whole workspace is installed, if only by hand or for another lockfile.
 *
 * Installing a part would remove its tools, and with them the Node that may run this script.
 */
function isWhole() {
  return existsSync(join(root, "node_modules/.bin", isWindows ? "tsc.cmd" : "tsc"));
}

function isNewEnough() {
  const [major = 0, minor = 0] = process.version.slice(1).split(".").map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

/** The pnpm that runs this script, or npx, which takes a second longer to find it. */
function pnpm(...args) {
  const own = process.env.npm_execpath ?? "";
  return /^pnpm(\.exe)?$/.test(basename(own)) ? [own, ...args] : ["npx", "-y", "pnpm@12", ...args];
}

/** Start a program; resolves to its exit code. */
function start([program, ...args], options) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: "inherit", shell: isWindows, ...options });
    child.on("error", (error) => {
      console.error(`${program}: ${error.message}`);
      resolve(1);
    });
    child.on("close", (code) => resolve(code ?? 1));
  });
}

/**
 * Fetch the binary of a Node version from its package; resolves to an exit code.
 *
 * Unpacking its headers would take as long again, and half as much space.
 */
async function fetchNode() {
  const key = `${process.platform}-${process.arch}`;
  const pinned = JSON.parse(readFileSync(join(root, "tools/script-node.json"), "utf8"))[key];
  if (pinned === undefined) {
    console.error(`Node ${oldest.join(".")} or later is needed, and none is known for ${key}.`);
    return 1;
  }
  const { name, version, integrity, bin } = pinned;
  const folder = mkdtempSync(join(tmpdir(), "spikeloom-node-"));
  try {
    const own = ["--cache", join(folder, "cache"), "--loglevel=error"];
    const packed = ["npm", "pack", `${name}@${version}`, ...own];
    const code = await start(packed, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
    if (code !== 0) return code;
    const [tarball = ""] = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
    const hash = createHash("sha512").update(readFileSync(join(folder, tarball)));
    if (`sha512-${hash.digest("base64")}` !== integrity) {
      console.error(`${name} ${version} is not the package whose hash tools/script-node.json has.`);
      return 1;
    }
    rmSync(nodeFolder, { recursive: true, force: true });
    mkdirSync(nodeFolder, { recursive: true });
    const unpacked = ["tar", "-xzf", join(folder, tarball), `package/${bin}`];
    const status = await start(unpacked, { cwd: nodeFolder });
    if (status === 0) renameSync(join(nodeFolder, "package"), join(nodeFolder, "node"));
    return status;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Install everything, or what a package needs to run and a Node unless this one will do. */
function installAll() {
  const options = { cwd: root };
  if (what === "everything" || isWhole()) return [start(pnpm("install"), options)];
  // The ages of the other 380 packages are checked where they are installed, with the same lockfile.
  const some = ["--prod", "--filter", `${what}...`, "--config.minimumReleaseAge=0"];
  const packages = start(pnpm("install", ...some), options);
  return isNewEnough() ? [packages] : [packages, fetchNode()];
}

if (!isInstalled("everything") && !isInstalled(what)) {
  const failed = (await Promise.all(installAll())).find((code) => code !== 0);
  if (failed !== undefined) process.exit(failed);
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stampOf(what), hashLockfiles());
}
const [program, ...args] = command;
if (program !== undefined) {
  // The Node of the workspace comes first; a shell that started this script may have cached the path of another one.
  const folders = [join(root, "node_modules/.bin"), join(nodeFolder, "node/bin")];
  const path = [...folders, process.env.PATH].join(delimiter);
  const env = { ...process.env, PATH: path };
  const { status, error } = spawnSync(program, args, { stdio: "inherit", shell: isWindows, env });
  if (error !== undefined) console.error(`${program}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}
