// Fills the API tables of the READMEs from each package's exports; `--check` compares instead.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readToolArguments } from "./arguments.ts";
import { type Entry, type Export, entriesOf } from "./exports.ts";
import { type Problem, report, workspaceRoot } from "./problems.ts";
import { readPackages, type WorkspacePackage } from "./workspace.ts";

const start = "<!-- api:start -->";
const end = "<!-- api:end -->";
/** Maximum number of characters in the first line of a docstring. */
const longest = 80;

/** Write a package's table, with one section per entry if there are several. */
export function tableOf(name: string, entries: readonly Entry[]): string {
  const several = entries.length > 1;
  return entries
    .filter(({ exports }) => exports.length > 0)
    .map(({ subpath, exports }) => {
      const title = several ? `From \`${name}${subpath.slice(1)}\`:\n\n` : "";
      const rows = exports.map(
        (one) =>
          `| \`${one.name}\` | ${one.kind} | ${code(one.signature)} | ${escaped(one.about)} |`,
      );
      return `${title}| Export | Kind | Signature | Description |\n|---|---|---|---|\n${rows.join("\n")}`;
    })
    .join("\n\n");
}

/** A signature as code; a vertical bar would end the column even there. */
function code(signature: string): string {
  return signature === "" ? "" : `\`${escaped(signature)}\``;
}

function escaped(text: string): string {
  return text.replaceAll("|", "\\|");
}

/** Put a table between the markers of a README; undefined if the markers are missing. */
export function fill(readme: string, table: string): string | undefined {
  const from = readme.indexOf(start);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) return undefined;
  const body = table === "" ? "" : `${table}\n`;
  return `${readme.slice(0, from + start.length)}\n${body}${readme.slice(to)}`;
}

/** Find exports without a docstring or with a first line that is too long. */
export function docstringFaults(entries: readonly Entry[]): readonly Problem[] {
  const fault = ({ name, about, path: place }: Export): readonly Problem[] => {
    if (about === "") return [{ place, message: `${name} is exported without a docstring.` }];
    const message = `${name}: first line of the docstring has ${about.length} characters, at most ${longest}.`;
    return about.length > longest ? [{ place, message }] : [];
  };
  return entries.flatMap(({ exports }) => exports.flatMap(fault));
}

function visit(root: string, one: WorkspacePackage, check: boolean): readonly Problem[] {
  const place = `${one.folder}/README.md`;
  const entries = entriesOf(root, one);
  const faults = docstringFaults(entries);
  if (!existsSync(join(root, place))) return faults;
  const had = readFileSync(join(root, place), "utf8");
  const wanted = fill(had, tableOf(one.manifest.name, entries));
  if (wanted === undefined || wanted === had) return faults;
  if (!check) writeFileSync(join(root, place), wanted);
  const message = "its API table is out of date: run node tools/build-docs.ts.";
  return check ? [...faults, { place, message }] : faults;
}

/** Fill or compare all READMEs; returns what is wrong. */
export function buildDocs(root: string, check: boolean): readonly Problem[] {
  const seen = new Set<string>();
  return readPackages(root)
    .flatMap((one) => visit(root, one, check))
    .filter(({ place, message }) => {
      // What several packages export again is reported once.
      const key = place + message;
      return !seen.has(key) && seen.add(key);
    });
}

if (import.meta.main) {
  const { options } = readToolArguments("tools/build-docs.ts", "[--check]");
  report("docs", buildDocs(workspaceRoot, options.has("--check")));
}
