// Generates the messages of the link for TypeScript and Python from specs/link; `--check` compares instead and fails if
// they differ.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readToolArguments } from "./arguments.ts";
import { linkTypes } from "./link-types.ts";
import { type Problem, report, workspaceRoot } from "./problems.ts";

const specification = "specs/link/1";
const typescript = "packages/link/src/generated";
const python = "packages/python/spikeloom/link/generated/link_descriptor.py";
const origin = `Generated from ${specification} by tools/build-link.ts: change the specification instead.`;

/** Generate the messages of both sides. */
function generate(root: string): ReadonlyMap<string, string> {
  const folder = mkdtempSync(join(tmpdir(), "spikeloom-link-"));
  try {
    return new Map([...typescriptOf(root, folder), [python, pythonOf(root, folder)]]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function typescriptOf(root: string, folder: string): ReadonlyMap<string, string> {
  const image = join(folder, "commented.binpb");
  buf(root, ["build", specification, "-o", image]);
  const files = [...linkTypes(readFileSync(image))];
  return new Map(
    files.map(([name, text]) => [`${typescript}/${name}.ts`, `// ${origin}\n\n${text}`]),
  );
}

/** Keep only the descriptor: classes created from it work with every release of the runtime. */
function pythonOf(root: string, folder: string): string {
  const image = join(folder, "link.binpb");
  buf(root, ["build", specification, "--exclude-source-info", "-o", image]);
  const lines =
    readFileSync(image)
      .toString("base64")
      .match(/.{1,96}/g) ?? [];
  const text = lines.map((line) => `    b"${line}"\n`).join("");
  return `"""Hold the messages of the link as a descriptor.\n\n${origin}\n"""\n\nDESCRIPTOR = (\n${text})\n`;
}

function buf(root: string, args: readonly string[]): void {
  execFileSync(commandOf(root, "buf"), args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
}

function commandOf(root: string, name: string): string {
  const ending = process.platform === "win32" ? ".cmd" : "";
  return join(root, "packages/link/node_modules/.bin", name + ending);
}

function run(root: string, check: boolean): readonly Problem[] {
  const problems: Problem[] = [];
  for (const [place, text] of generate(root)) {
    const file = join(root, place);
    const had = existsSync(file) ? readFileSync(file, "utf8") : "";
    if (had === text) continue;
    if (check) problems.push({ place, message: "it is out of date: node tools/build-link.ts." });
    else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
  return problems;
}

if (import.meta.main) {
  const { options } = readToolArguments("tools/build-link.ts", "[--check]");
  report("link", run(workspaceRoot, options.has("--check")));
}
