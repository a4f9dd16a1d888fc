// A key for each test file: a hash of everything that the file reaches. A file whose key has passed need not run again.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { filesUnder, readPackages } from "../workspace.ts";
import { type IsFollowed, moduleGraph } from "./module-graph.ts";

/** Files other than modules that tests read, and the words in a module that indicate it. */
const readings: readonly { readonly words: RegExp; readonly files: RegExp }[] = [
  { words: /docs|guides|README|\.md\b/, files: /^docs\/|\.md$/ },
  { words: /examples/, files: /^examples\// },
  { words: /\bspecs\b/, files: /^specs\// },
];

/** A module that starts the command, by its file or its name, runs the command's imports. */
const starts =
  /spikeloom\(|child_process[\s\S]*(\bmain\.[cm]?[jt]s|bin\/spikeloom|spikeloom\.[jt]s|["`]spikeloom["` ])/;
const command = ["packages/cli/src/main.ts", "packages/cli/src/command.ts", "tools/spikeloom.ts"];
/** A module that looks over the sources depends on all of them. */
const looksOver = /readPackages|filesUnder|readSource|chunksOf|packCommand|update-exports/;
/**
 * Unless its first lines say what it takes of them.
 *
 * Declarations: what `build` wrote of the types and names of packages. Built packages: comments and layout do not count
 * then, and with the words "drawing by its imports" neither does how plots are drawn, only that they are.
 */
const taken = /^\/\/ keys: (declarations|built packages(?:, drawing by its imports)?)$/m;
const drawn = /^packages\/plots\/src\//;

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
  const modules = moduleGraph(root, new Set(all));
  const isModule = (file: string): boolean => /\.[cm]?ts$/.test(file);
  const hashes = new Map<string, string>();
  const hashOf = (file: string, take: () => string | Uint8Array): string => {
    const found = hashes.get(file) ?? sha(take());
    hashes.set(file, found);
    return found;
  };
  const rawHashOf = (file: string): string =>
    hashOf(`raw ${file}`, () => readFileSync(join(root, file)));
  /** Of what a module does, or of the bytes of any other file. */
  const plainHashOf = (file: string): string =>
    isModule(file) ? hashOf(file, () => modules.codeOf(file)) : rawHashOf(file);
  const importsHashOf = (file: string): string =>
    hashOf(`imports ${file}`, () => modules.importsOf(file));
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
  const keyOfAll = (files: readonly string[], hash: (file: string) => string): string =>
    sha(files.map((file) => `${file} ${hash(file)}`).join("\n"));
  const everything = keyOfAll(others, plainHashOf);
  const textsOf = (read: typeof readings): readonly string[] =>
    read.flatMap(({ files }) => all.filter((name) => files.test(name)));
  let declarations: string | undefined;
  const declared = (): string => {
    declarations ??= sha(declarationsOf(root).join("\n"));
    return declarations;
  };
  const keyOf = (file: string): string => {
    // Which words a test contains decides what else it reaches, which may contain more.
    const tests = modules.reachedFrom([file], staysInTests).filter(isOfTests);
    const codes = tests.map((one) => modules.codeOf(one));
    const read = readings.filter(({ words }) => codes.some((code) => words.test(code)));
    if (codes.some((code) => looksOver.test(code))) {
      const [, what] = taken.exec(readFileSync(join(root, file), "utf8")) ?? [];
      if (what === undefined) return keyOfAll(all, rawHashOf);
      const byImports = what.endsWith("imports");
      const sources = what === "declarations" ? [] : all.filter((one) => !isOfTests(one));
      const built = [...sources, ...tests, ...textsOf(read)];
      const hash = (one: string): string =>
        byImports && drawn.test(one) && isModule(one) ? importsHashOf(one) : plainHashOf(one);
      return sha(everything + keyOfAll(built, hash) + declared());
    }
    // Commands of a README are those of its reader.
    const readsGuides = read.some(({ files }) => files.test("README.md"));
    const isFollowed = readsGuides ? undefined : namedCommands(codes);
    const started = codes.some((code) => starts.test(code)) ? command : [];
    // Scripts of a guide import what they like.
    const scripts = readsGuides && codes.some((code) => code.includes("scriptFlags"));
    const entries = scripts ? all.filter((one) => isEntry.test(one)) : [];
    const reached = modules.reachedFrom([file, ...started, ...entries], isFollowed);
    const names = [...new Set([...reached, ...textsOf(read)])].sort();
    return sha(everything + keyOfAll(names, plainHashOf));
  };
  const filesOf = (folder: string): readonly string[] =>
    all.filter((file) => file.startsWith(`${folder}/`) && file.endsWith(".test.ts"));
  return { filesOf, keyOf };
}

/** Read what `build` wrote of the types of packages, without comments. */
function declarationsOf(root: string): readonly string[] {
  return readPackages(root).flatMap(({ folder }) => {
    const dist = join(root, folder, "dist");
    if (!existsSync(dist)) return [];
    const files = readdirSync(dist, { recursive: true, encoding: "utf8" });
    return files
      .filter((file) => file.endsWith(".d.ts"))
      .sort()
      .map((file) => readFileSync(join(dist, file), "utf8").replaceAll(/\/\*[\s\S]*?\*\//g, ""));
  });
}

function sha(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** Sources of packages say in their words what a test need not read. */
function isOfTests(file: string): boolean {
  return !file.includes("/src/");
}

const isEntry = /^(packages|plugins)\/[^/]+\/src\/(?:.*\/)?index\.ts$/;

const staysInTests: IsFollowed = (_, to) => isOfTests(to);

const usage = /^packages\/cli\/src\/(?:usage|commands)\/([a-z]+)[a-z-]*\.ts$/;

/** Modules of the command that draw plots, and are imported only where one is asked for. */
const drawing =
  /^packages\/cli\/src\/(write-pictures|print\/(raster|weights)|profile\/figure|(sweep\/sweep|train\/training)-pictures)\.ts$/;
/** What a test says that asks for one. */
const asksForDrawing = /plots: true|"--(draw|plots)"/;
/** The word "data" is common. */
const showsData = /\bdata\W{1,6}show\b/;

/** Follow from the command only those commands whose names are among the words of a test, and plots only if it draws. */
function namedCommands(codes: readonly string[]): IsFollowed {
  const draws =
    codes.some((code) => asksForDrawing.test(code)) ||
    !codes.some((code) => code.includes('"--no-plots"'));
  const shows = codes.some((code) => showsData.test(code));
  // The event "data" of a stream is not the command.
  const words = new Set(
    codes.flatMap((code) => code.match(/(?<=(?<!\bon\()["'`\s])[a-z]+(?=["'`\s])/g) ?? []),
  );
  return (from, to) => {
    if (!draws && drawing.test(to) && !isOfTests(from)) return false;
    if (!shows && to === "packages/cli/src/commands/data-show.ts" && !isOfTests(from)) return false;
    if (!command.includes(from)) return true;
    const name = usage.exec(to)?.[1];
    return name === undefined || words.has(name);
  };
}
