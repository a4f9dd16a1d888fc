import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

/** Location of the scripts of a bundle, and their modules. */
export interface BundledScripts {
  /** The folder of the scripts. */
  readonly scripts: URL;
  /** The folder of cached code; undefined if there is none. */
  readonly kept: string | undefined;
  /** Resolves files and packages for scripts. */
  readonly meta: ImportMeta;
  /** Imports external modules for scripts, because `import` in a script is experimental in Node. */
  readonly importModule: (name: string) => Promise<unknown>;
}

/** Load a script by its name, `./command.cjs`, or an external module; returns its exports. */
export type LoadScript = (name: string) => unknown;

/** A script that was compiled here, and the path for its code. */
interface Compiled {
  readonly script: Script;
  readonly file: string;
}

/** Milliseconds after which code that ran only at the start may have been discarded. */
const longest = 30_000;

/**
 * Create a loader for the scripts of a bundle, with the code that an earlier process compiled.
 *
 * Node caches the code of a module as it is before the module runs, and compiles each function again when it is
 * called. The cache here is written at the end of a process, with all functions that it called.
 */
export function scriptLoader({ scripts, kept, meta, importModule }: BundledScripts): LoadScript {
  const outside = createRequire(scripts);
  const loaded = new Map<string, { exports: unknown }>();
  const compiled: Compiled[] = [];
  const folder = kept && join(kept, "spikeloom");
  if (folder !== undefined) process.once("exit", (code) => keep(compiled, folder, code));
  const load: LoadScript = (name) => {
    if (!name.startsWith("./")) return outside(name);
    const known = loaded.get(name);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    loaded.set(name, module);
    const filename = fileURLToPath(new URL(name, scripts));
    const source = readFileSync(filename, "utf8");
    const file = folder && join(folder, keptName(source));
    const script = compile(source, filename, file);
    if (file !== undefined && script.cachedDataRejected !== false) compiled.push({ script, file });
    script.runInThisContext()(module.exports, load, module, meta, importModule);
    return module.exports;
  };
  return load;
}

function compile(source: string, filename: string, file: string | undefined): Script {
  const parameters = "exports, require, module, importMeta, importModule";
  return new Script(`(function (${parameters}) { "use strict"; ${source}\n})`, {
    filename,
    cachedData: file === undefined ? undefined : readIfThere(file),
  });
}

/** The name of cached code: by the contents of a script, and by the command, because each calls other functions. */
function keptName(source: string): string {
  const [word = "", ...rest] = process.argv.slice(2);
  const isHelp = [word, ...rest].some((text) => text === "--help" || text === "-h");
  const command = isHelp ? "help" : /^[a-z]{1,20}$/.test(word) ? word : "none";
  // The first line is a comment with a hash of the others.
  return `${command}-${source.slice(2, source.indexOf("\n"))}`;
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Store the code of scripts. If that fails, the next process takes as long as this one. */
function keep(compiled: readonly Compiled[], folder: string, code: number): void {
  if (code !== 0 || performance.now() > longest) return;
  try {
    if (compiled.length > 0) mkdirSync(folder, { recursive: true });
    for (const { script, file } of compiled) {
      // Other processes may be reading, or writing the same file.
      const draft = `${file}.${process.pid}`;
      writeFileSync(draft, script.createCachedData());
      renameSync(draft, file);
    }
  } catch {
    // A full or read-only disk.
  }
}
