// Fills the table of formats in the guide from the default stack; `--check` compares instead.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FormatRecord } from "@spikeloom/kernel";
import { readToolArguments } from "./arguments.ts";
import { type Problem, report, workspaceRoot } from "./problems.ts";
import { defaultStack } from "./test/default-stack.ts";

const start = "<!-- formats:start -->";
const end = "<!-- formats:end -->";
const page = "docs/guides/formats.md";

/** Write the table of formats: contents, support, possible losses. */
export function formatTable(formats: readonly FormatRecord[]): string {
  const rows = formats.map(({ name, about, holds, read, write, extensions, losses }) => {
    const ways = [read && "read", write && "written"].filter((way) => way !== undefined);
    const ends = extensions.map((one) => `\`${one}\``).join(" ");
    const lost = Object.keys(losses).map((code) => `\`${code}\``);
    const fields = [`\`${name}\``, holds.join(", "), ways.join(", "), ends, about, lost.join(" ")];
    return `| ${fields.map((field) => field.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  const head =
    "| Format | Contents | Support | Extensions | Description | Possible losses |\n|---|---|---|---|---|---|";
  return [head, ...rows].join("\n");
}

/** Fill or compare the guide; returns what is wrong. */
export function buildFormats(root: string, check: boolean): readonly Problem[] {
  const path = join(root, page);
  const had = readFileSync(path, "utf8");
  const [before, rest = ""] = had.split(start);
  const [, after] = rest.split(end);
  if (after === undefined) return [{ place: page, message: `it lacks ${start} and ${end}.` }];
  const table = formatTable(defaultStack.list("format"));
  const wanted = `${before}${start}\n${table}\n${end}${after}`;
  if (wanted === had) return [];
  if (!check) writeFileSync(path, wanted);
  const message = "its table of formats is out of date: run npx -y pnpm@12 generate.";
  return check ? [{ place: page, message }] : [];
}

if (import.meta.main) {
  const { options } = readToolArguments("tools/build-formats.ts", "[--check]");
  report("formats", buildFormats(workspaceRoot, options.has("--check")));
}
