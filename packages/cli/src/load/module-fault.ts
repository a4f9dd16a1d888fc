import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { asCoded } from "../print/coded.ts";

interface Loaded {
  /** Address of the module. */
  readonly url: string;
  /** Its name for the user. */
  readonly place: string;
}

interface Position {
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/** Find the place of an error in a module, or in one that it imports: `net.ts:3:9`. */
export function placeOfFault(fault: unknown, { url, place }: Loaded): string {
  const found = fault instanceof Error ? positionOf(fault, url) : undefined;
  if (found === undefined) return place;
  const at = `${found.line}:${found.column}`;
  if (found.url === url) return `${place}:${at}`;
  return `${place}: ${relative(process.cwd(), fileURLToPath(found.url))}:${at}`;
}

/** Describe in one line what a module has thrown. */
export function reasonOf(fault: unknown): string {
  const text = fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault);
  return text.split("\n", 1).join("");
}

function positionOf(fault: Error, url: string): Position | undefined {
  const { stack = "" } = fault;
  const found = shownIn(stack) ?? frameIn(stack, fault, url) ?? importIn(fault);
  if (found !== undefined || fault.name !== "SyntaxError") return found;
  return shownIn(printedByNode(url));
}

/** Find where Node shows a line of the source: its place comes first, and carets below it. */
function shownIn(text: string): Position | undefined {
  const shown =
    /^(file:\/\/[^\n]+|\/[^\n]+|[a-z]:\\[^\n]+):(\d+)\n(?:[^\n]*\n){1,5}?([ \t]*)\^+\s*\n/i;
  const [, path, line, before = ""] = shown.exec(text) ?? [];
  if (path === undefined) return undefined;
  const url = path.startsWith("file:") ? path : pathToFileURL(path).href;
  return { url, line: Number(line), column: before.length + 1 };
}

/** Find the innermost call in the folder of a module, because errors in code that it calls are not the user's. */
function frameIn(stack: string, fault: Error, url: string): Position | undefined {
  const frames = [...stack.matchAll(/^ +at .*?\(?(file:\S+?):(\d+):(\d+)\)?$/gm)].map(
    ([, file = "", line, column]): Position => ({
      url: file,
      line: Number(line),
      column: Number(column),
    }),
  );
  const folder = new URL(".", url).href;
  const own = frames.find((frame) => {
    const isBelow = frame.url.startsWith(folder);
    return isBelow && !frame.url.slice(folder.length).includes("node_modules/");
  });
  // An error with a code is thrown by the called function.
  return own ?? (asCoded(fault) === undefined ? frames[0] : undefined);
}

/** Find the import of a missing module, which Node names without a line. */
function importIn({ message }: Error): Position | undefined {
  const [, name, file] = /^Cannot find \w+ '([^']+)' imported from (.+)$/m.exec(message) ?? [];
  if (name === undefined || file === undefined) return undefined;
  const url = file.startsWith("file:") ? file : pathToFileURL(file).href;
  const text = readFileSync(fileURLToPath(url), "utf8");
  for (const { 1: specifier = "", index } of text.matchAll(/["']([^"'\n]+)["']/g)) {
    const isMeant =
      specifier === name || specifier.startsWith(`${name}/`) || isAt(specifier, url, name);
    if (!isMeant) continue;
    const lines = text.slice(0, index).split("\n");
    return { url, line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
  }
  return undefined;
}

function isAt(specifier: string, url: string, path: string): boolean {
  if (!/^[./]/.test(specifier)) return false;
  return new URL(specifier, url).href === pathToFileURL(path).href;
}

/**
 * Let another Node process print a JavaScript syntax error, because the error itself does not contain its place.
 *
 * Nothing of the module runs, because no module does before all its imports are parsed.
 */
function printedByNode(url: string): string {
  const script = `import ${JSON.stringify(url)};`;
  const args = [...process.execArgv, "--no-warnings", "--input-type=module", "--eval", script];
  return spawnSync(process.execPath, args, { encoding: "utf8", timeout: 20_000 }).stderr;
}
