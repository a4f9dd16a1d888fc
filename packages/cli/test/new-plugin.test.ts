import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAst } from "vite";
import { afterAll, expect, it, vi } from "vitest";
import { scriptFlags } from "../../../tools/test/script-flags.ts";
import { type NewKind, newKinds } from "../src/new-plugin/new-kinds.ts";
import { namesOf, packageFiles } from "../src/new-plugin/package-files.ts";
import { placeholderSource } from "../src/new-plugin/template.ts";

vi.setConfig({ testTimeout: 60_000 });

const about = ["Ends a comment */ and", '"quotes"', "`it`, `$" + "{also}`", "\\ so."].join(" ");

/** Keywords of the language, and words that the files of some kind use themselves. */
const names = ["if", "class", "default", "await", "constructor", "define", "begin", "to-string"];

/** Names that a module imports and declares at the top level, with repetitions. */
function namesIn(path: string, text: string): readonly string[] {
  const { body } = parseAst(text, { lang: "ts" }, path);
  return body.flatMap((node) => {
    if (node.type === "ImportDeclaration") return node.specifiers.map(({ local }) => local.name);
    const declared = node.type === "ExportNamedDeclaration" ? node.declaration : node;
    if (declared?.type === "FunctionDeclaration") return declared.id?.name ?? [];
    if (declared?.type !== "VariableDeclaration") return [];
    return declared.declarations.flatMap(({ id }) => ("name" in id ? id.name : []));
  });
}

it.each(newKinds)("a new %s of any name, with any description, is valid TypeScript", (kind) => {
  for (const name of names) {
    const files = packageFiles({ kind, name, about, version: "1.0.0", ...namesOf(kind, name) });
    const sources = Object.entries(files).filter(([path]) => path.endsWith(".ts"));
    expect(sources).toHaveLength(3);
    for (const [path, text] of sources) {
      const found = namesIn(path, text);
      expect([path, found]).toEqual([path, [...new Set(found)]]);
    }
    expect(JSON.parse(files["package.json"] ?? "")).toMatchObject({ description: about });
  }
});

const folder = mkdtempSync(join(tmpdir(), "spikeloom-cites-"));
symlinkSync(
  fileURLToPath(new URL("../../../node_modules", import.meta.url)),
  join(folder, "node_modules"),
  "junction",
);
afterAll(() => rmSync(folder, { recursive: true }));

const filesOf = (kind: NewKind, cite?: string): Readonly<Record<string, string>> => {
  const name = `of-${kind}`;
  return packageFiles({ kind, name, about, cite, version: "1.0.0", ...namesOf(kind, name) });
};

/** Write a new package with its citation and run the test of that. */
function testCitation(
  kind: NewKind,
  cite?: string,
): { readonly code: unknown; readonly printed: string } {
  const home = mkdtempSync(join(folder, `${kind}-`));
  for (const [path, text] of Object.entries(filesOf(kind, cite))) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  }
  const args = ["--test", "--test-name-pattern=cites its source", `test/of-${kind}.test.ts`];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...scriptFlags, ...args], {
    cwd: home,
    encoding: "utf8",
    env: { ...process.env, NODE_TEST_CONTEXT: undefined },
  });
  return { code: status, printed: stdout + stderr };
}

it("the test of a new package refuses the placeholder until the author states a source", () => {
  const refused = testCitation("encoder");
  expect(refused.code).toBe(1);
  expect(refused.printed).toContain(
    `Replace ${placeholderSource} in src/of-encoder.ts with your source: doi:10.…, isbn:… or https://….`,
  );
  expect(refused.printed).toMatch(/^[ℹ#] fail 1$/m);
  const kept = testCitation("encoder", "doi:10.1000/182");
  expect([kept.code, /^[ℹ#] (pass \d+)$/m.exec(kept.printed)?.[1]]).toEqual([0, "pass 1"]);
});

it("a new package cites only the placeholder or the source given by its author", () => {
  const citing = newKinds.filter((kind) => /^ {2}cite: /m.test(sourceOf(kind)));
  expect(citing).toEqual(["neuron", "synapse", "plasticity", "integrator", "encoder", "learning"]);
  for (const kind of newKinds) {
    const isRefused = kind === "backend";
    expect(citedIn(sourceOf(kind, "doi:10.1000/182"))).toEqual(
      isRefused ? [] : ["doi:10.1000/182"],
    );
    expect(citedIn(sourceOf(kind))).toEqual(citing.includes(kind) ? [placeholderSource] : []);
    const test = filesOf(kind)[`test/of-${kind}.test.ts`] ?? "";
    expect(test.includes("cites its source")).toBe(citing.includes(kind));
    expect(filesOf(kind)["README.md"]?.includes("placeholder")).toBe(citing.includes(kind));
  }
});

function sourceOf(kind: NewKind, cite?: string): string {
  return filesOf(kind, cite)[`src/of-${kind}.ts`] ?? "";
}

function citedIn(source: string): readonly string[] {
  return [...source.matchAll(/^ {2}cite: \["(.*)"\],$/gm)].map(([, one = ""]) => one);
}
