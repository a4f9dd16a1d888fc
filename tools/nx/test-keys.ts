// A key for each test file: a hash of all that the file reaches. A file whose key has passed need not run again.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { filesUnder, readPackages } from "../workspace.ts";

/** What test files read that is no module, and the words in a module that say so. */
const readings: readonly { readonly words: RegExp; readonly files: RegExp }[] = [
  { words: /docs|guides|README|\.md\b/, files: /^docs\/|\.md$/ },
  { words: /examples/, files: /^examples\// },
  { words: /\bspecs\b/, files: /^specs\// },
];

/** A module that starts the command, or one of Python, runs what the command imports. */
const starts = /child_process|spikeloom\(/;
const command = ["packages/cli/src/main.ts", "packages/cli/src/command.ts", "tools/spikeloom.ts"];
/** A module that looks over the sources depends on all of them. */
const looksOver = /readPackages|filesUnder|readSource|chunksOf|packCommand|update-exports/;

export interface TestKeys {
  /** Test files of a folder, relative to the root. */
  readonly filesOf: (folder: string) => readonly string[];
  readonly keyOf: (file: string) => string;
}

/** Read the workspace once and make the keys of its test files as they are asked for. */
export function readTestKeys(root: string): TestKeys {
  const folders = ["packages", "plugins", "tools", "examples", "specs", "docs"];
  const own = [
    "package.json",
    "pnpm-lock.yaml",
    "tsconfig.base.json",
    "vitest.config.ts",
    "README.md",
  ];
  const all = [...folders.flatMap((folder) => filesUnder(root, folder)), ...own].filter(
    (file) => !/\/(\.tested|results)\/|\.tgz$/.test(file),
  );
  const known = new Set(all);
  const hashes = new Map<string, string>();
  const hashOf = (file: string): string => {
    const found = hashes.get(file) ?? sha(readFileSync(join(root, file)));
    hashes.set(file, found);
    return found;
  };
  const modules = moduleGraph(root, known);
  const isModule = (file: string): boolean => /\.[cm]?ts$/.test(file);
  const special = (file: string): boolean => readings.some(({ files }) => files.test(file));
  // Fixtures, schemas and manifests count for every test.
  const settings = new Set(
    modules.reachedFrom([
      "vitest.config.ts",
      "tools/bundle-for-tests.ts",
      "tools/test/property-seed.ts",
    ]),
  );
  const others = all.filter((file) => settings.has(file) || !(isModule(file) || special(file)));
  const everything = sha(others.map((file) => `${file} ${hashOf(file)}`).join("\n"));
  const keyOf = (file: string): string => {
    const reached = modules.reachedFrom([file]);
    const texts = reached.filter(isOfTests).map(modules.textOf);
    if (texts.some((text) => looksOver.test(text))) return sha(all.map(hashOf).join("\n"));
    const started = texts.some((text) => starts.test(text)) ? modules.reachedFrom(command) : [];
    const read = readings
      .filter(({ words }) => texts.some((text) => words.test(text)))
      .flatMap(({ files }) => all.filter((name) => files.test(name)));
    const names = [...new Set([...reached, ...started, ...read])].sort();
    return sha([everything, ...names.map((name) => `${name} ${hashOf(name)}`)].join("\n"));
  };
  const filesOf = (folder: string): readonly string[] =>
    all.filter((file) => file.startsWith(`${folder}/`) && file.endsWith(".test.ts"));
  return { filesOf, keyOf };
}

function sha(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** Sources of packages say in their words what a test need not read. */
function isOfTests(file: string): boolean {
  return !file.includes("/src/");
}

interface ModuleGraph {
  readonly textOf: (file: string) => string;
  readonly reachedFrom: (files: readonly string[]) => readonly string[];
}

/** Specifiers of static and dynamic imports, and paths of modules that are started as workers or commands. */
const specifiers = /(?:from|import|import\()\s*"([^"]+)"|"([^"\n]*\.[cm]?[tj]s)"/g;

function moduleGraph(root: string, known: ReadonlySet<string>): ModuleGraph {
  const packages = new Map(
    readPackages(root).map(({ folder, manifest }) => [manifest.name, { folder, manifest }]),
  );
  const texts = new Map<string, string>();
  const edges = new Map<string, readonly string[]>();
  const textOf = (file: string): string => {
    const text = texts.get(file) ?? readFileSync(join(root, file), "utf8");
    texts.set(file, text);
    return text;
  };
  const resolve = (from: string, specifier: string): readonly string[] => {
    const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? "";
    const found = packages.get(name);
    if (found !== undefined) {
      const entry = found.manifest.exports?.[`.${specifier.slice(name.length)}`];
      const source = typeof entry === "object" ? entry["@spikeloom/source"] : undefined;
      return source === undefined ? [] : [posix.join(found.folder, source)];
    }
    const beside = posix.join(posix.dirname(from), specifier);
    const candidates = [beside, specifier, beside.replace(/\.js$/, ".ts")];
    return candidates.filter((path) => known.has(path));
  };
  const edgesOf = (file: string): readonly string[] => {
    const kept = edges.get(file);
    if (kept !== undefined) return kept;
    const found = [...textOf(file).matchAll(specifiers)].flatMap(([, imported, path]) =>
      resolve(file, imported ?? path ?? ""),
    );
    edges.set(file, found);
    return found;
  };
  const reachedFrom = (files: readonly string[]): readonly string[] => {
    const reached = new Set(files.filter((file) => existsSync(join(root, file))));
    for (const file of reached) {
      if (!/\.[cm]?[tj]s$/.test(file)) continue;
      for (const other of edgesOf(file)) reached.add(other);
    }
    return [...reached];
  };
  return { textOf, reachedFrom };
}
