import { parseAst } from "vite";
import { expect, it } from "vitest";
import { newKinds } from "../src/new-plugin/new-kinds.ts";
import { namesOf, packageFiles } from "../src/new-plugin/package-files.ts";

const about = ["Ends a comment */ and", '"quotes"', "`it`, `$" + "{also}`", "\\ so."].join(" ");

/** Words of the language, and words that the files of some kind use themselves. */
const names = ["if", "class", "default", "await", "constructor", "define", "begin", "to-string"];

/** What a module imports and declares at its top, each name as often as it does. */
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

it.each(newKinds)(
  "a new %s of any name, described by any sentence, is sound TypeScript",
  (kind) => {
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
  },
);
