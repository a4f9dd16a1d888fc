// Modules that a module reaches, following named imports through re-exports: a change of one file of a
// package affects those that use it, not all that import the package.
import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { minifySync, transformSync } from "rolldown/utils";
import { readPackages } from "../workspace.ts";

/** Decide whether a module that may be left out is followed from another. */
export type IsFollowed = (from: string, to: string) => boolean;

export interface ModuleGraph {
  /** The code of a module without types, comments and layout. */
  readonly codeOf: (file: string) => string;
  /** The imports and re-exports of a module, as written there. */
  readonly importsOf: (file: string) => string;
  /** List modules and everything that they reach. */
  readonly reachedFrom: (files: readonly string[], isFollowed?: IsFollowed) => readonly string[];
}

/** Modules that a module reaches. */
interface Edges {
  readonly whole: readonly string[];
  /** Those that only re-export a name: their own code counts, not their other re-exports. */
  readonly handing: readonly string[];
}

const noEdges: Edges = { whole: [], handing: [] };

/** Names that a module re-exports, and their origins. */
type HandedOn = ReadonlyMap<string, { readonly specifier: string; readonly name: string }>;

const isModule = /\.[cm]?[jt]s$/;
/** Imports and re-exports of names: the list in braces, and the specifier. */
const namedImports = /^(?:import|export) \{([^}]*)\} from "([^"]+)";$/gm;
/** The same, also within strings: modules that a test writes. */
const anyNamedImports = /\b(?:import|export) \{([^}]*)\} from "([^"]+)"/g;
/** Specifiers of static and dynamic imports, and paths of modules that are started as workers or commands. */
const specifiers =
  /(?:from|import|import\()\s*"([^"]+)"|["`]((?:[^"`\n]*\/)?[^"`\n/]*\.[cm]?[tj]s)["`?]/g;

export function moduleGraph(root: string, known: ReadonlySet<string>): ModuleGraph {
  const packages = new Map(
    readPackages(root).map(({ folder, manifest }) => [manifest.name, { folder, manifest }]),
  );
  const codeOf = kept((file) => plainCode(file, readFileSync(join(root, file), "utf8")));
  const importsOf = (file: string): string =>
    [...codeOf(file).matchAll(anyNamedImports), ...codeOf(file).matchAll(specifiers)]
      .map(([found]) => found)
      .join("\n");
  const handedOnBy = kept((file) => handedOn(codeOf(file)));
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
  /** Find the module that defines a name, and those that hand it on. */
  const definedBy = (from: string, specifier: string, name: string): Edges => {
    const [file] = resolve(from, specifier);
    if (file === undefined) return noEdges;
    const source = isModule.test(file) ? handedOnBy(file)?.get(name) : undefined;
    if (source === undefined) return { whole: [file], handing: [] };
    const { whole, handing } = definedBy(file, source.specifier, source.name);
    return { whole, handing: [file, ...handing] };
  };
  const edgesOf = kept((file): Edges => {
    const code = codeOf(file);
    const named = [...code.matchAll(anyNamedImports)].flatMap(([, list = "", specifier = ""]) =>
      namesIn(list).map(({ name }) => definedBy(file, specifier, name)),
    );
    const others = code.replace(anyNamedImports, "").matchAll(specifiers);
    return {
      handing: named.flatMap(({ handing }) => handing),
      whole: [
        ...named.flatMap(({ whole }) => whole),
        ...[...others].flatMap(([, imported, path]) => resolve(file, imported ?? path ?? "")),
      ],
    };
  });
  const reachedFrom: ModuleGraph["reachedFrom"] = (files, isFollowed = () => true) => {
    const followed = new Set(files.filter((file) => existsSync(join(root, file))));
    const handing = new Set<string>();
    for (const file of followed) {
      if (!isModule.test(file)) continue;
      const edges = edgesOf(file);
      for (const other of edges.whole) if (isFollowed(file, other)) followed.add(other);
      for (const other of edges.handing) handing.add(other);
    }
    return [...new Set([...followed, ...handing])];
  };
  return { codeOf, importsOf, reachedFrom };
}

function kept<Value>(make: (file: string) => Value): (file: string) => Value {
  const values = new Map<string, Value>();
  return (file) => {
    if (!values.has(file)) values.set(file, make(file));
    return values.get(file) as Value;
  };
}

/** Leave out types, comments and layout: none of them changes what a test does. */
function plainCode(file: string, text: string): string {
  const { code, errors } = transformSync(file, text, {
    typescript: { onlyRemoveTypeImports: true },
  });
  if (errors.length > 0) return text;
  const plain = { compress: false, mangle: false, codegen: { removeWhitespace: false } };
  return minifySync(`${file}.js`, code, plain).code;
}

/** List the names that a module hands on; undefined where it does anything else. */
function handedOn(code: string): HandedOn | undefined {
  const names = new Map<string, { readonly specifier: string; readonly name: string }>();
  const rest = code.replace(namedImports, (found, list: string, specifier: string) => {
    if (!found.startsWith("export")) return found;
    for (const { name, as } of namesIn(list)) names.set(as, { specifier, name });
    return "";
  });
  return rest.trim() === "" ? names : undefined;
}

/** Read `a, b as c`. */
function namesIn(list: string): readonly { readonly name: string; readonly as: string }[] {
  return list
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map((entry) => {
      const [name = "", as = name] = entry.split(" as ");
      return { name, as };
    });
}
