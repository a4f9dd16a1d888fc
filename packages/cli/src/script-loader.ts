import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

/** Where the scripts of a bundle are, and what they stand for. */
export interface BundledScripts {
  /** The folder of the scripts. */
  readonly scripts: URL;
  /** The folder in which compiled code is kept; undefined where none is. */
  readonly kept: string | undefined;
  /** What scripts find files and packages by. */
  readonly meta: ImportMeta;
  /** Imports what scripts import from outside, as `import` in a script is an experiment of Node's. */
  readonly importModule: (name: string) => Promise<unknown>;
}

/** Load a script by its name, `./command.cjs`, or a module from outside; gives what it exports. */
export type LoadScript = (name: string) => unknown;

/** A script that was compiled here, and where its code goes. */
interface Compiled {
  readonly script: Script;
  readonly file: string;
}

/** Milliseconds after which code that ran only at the start may have been thrown away. */
const longest = 30_000;

/**
 * Make what loads the scripts of a bundle, with the code that an earlier process made of them.
 *
 * Node keeps the code of a module as it is before the module runs, and compiles each function again that is then
 * called. What is kept here is taken at the end of a process, with all functions that it called.
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

/** The name of kept code: by what is in a script, and by the command, as each calls other functions. */
function keptName(source: string): string {
  const [word = "", ...rest] = process.argv.slice(2);
  const isHelp = [word, ...rest].some((text) => text === "--help" || text === "-h");
  const command = isHelp ? "help" : /^[a-z]{1,20}$/.test(word) ? word : "none";
  // The first line is a hash of the others, in a comment.
  return `${command}-${source.slice(2, source.indexOf("\n"))}`;
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Keep the code of scripts. Where that fails, the next process takes as long as this one did. */
function keep(compiled: readonly Compiled[], folder: string, code: number): void {
  if (code !== 0 || performance.now() > longest) return;
  try {
    if (compiled.length > 0) mkdirSync(folder, { recursive: true });
    for (const { script, file } of compiled) {
      // Others may be reading, or writing the same.
      const draft = `${file}.${process.pid}`;
      writeFileSync(draft, script.createCachedData());
      renameSync(draft, file);
    }
  } catch {
    // A full or read-only disk.
  }
}
