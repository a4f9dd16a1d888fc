import { execFile } from "node:child_process";
import { mkdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { workspaceRoot } from "../problems.ts";

/** Tools with which a package is built and run: paths of programs. */
export interface Programs {
  readonly node: string;
  readonly tsc: string;
}

/** Those that our own tests use. */
export const ourPrograms: Programs = {
  node: process.execPath,
  tsc: join(workspaceRoot, "node_modules/typescript/bin/tsc"),
};

/** Versions of Node and TypeScript, as npm has them. */
export interface Versions {
  readonly node: string;
  readonly typescript: string;
}

/** Get them from npm, which caches downloads. */
export async function fetchPrograms({ node, typescript }: Versions): Promise<Programs> {
  return {
    node: await fetchProgram("node", { package: `node@${node}`, says: `v${node}` }),
    tsc: await fetchProgram("tsc", {
      package: `typescript@${typescript}`,
      says: `Version ${typescript}`,
    }),
  };
}

async function fetchProgram(
  name: string,
  { package: from, says }: { readonly package: string; readonly says: string },
): Promise<string> {
  const call = promisify(execFile);
  const env = { ...process.env, NODE_OPTIONS: "" };
  const found = await call("npx", ["-y", "-p", from, "-c", `command -v ${name}`], { env });
  const program = realpathSync(found.stdout.trim());
  const [file, ...args] = name === "node" ? [program] : [process.execPath, program];
  const { stdout } = await call(file, [...args, "--version"], { env });
  if (stdout.trim() === says) return program;
  throw new Error(`${from} says that it is ${stdout.trim()}`);
}

/** Let the scripts of a package find a TypeScript of its own, as npm installs a version that is not shared. */
export function installTypeScript(folder: string, { tsc }: Programs): void {
  const link = join(folder, "node_modules/.bin/tsc");
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(tsc, link);
}
