import { expect, it } from "vitest";
import { replaceImports, replaceMeta } from "../module-syntax.ts";

const texts = "const said = 'import(x) import.meta.url'; // import(y), import.meta.url\n";

it("rewrites imports, but not texts and comments that look like them", () => {
  const code = `${texts}const a = await import("a"); f({ b: () => import(\`\${import("c")}\`) });`;
  expect(replaceImports(code, "load")).toBe(
    `${texts}const a = await load("a"); f({ b: () => load(\`\${load("c")}\`) });`,
  );
  expect(replaceImports(texts, "load")).toBe(texts);
});

it("rewrites import.meta and its url in code", () => {
  const code = `${texts}f(import.meta.url, \`\${import.meta.url}\`, import.meta.resolve("a"));`;
  expect(replaceMeta(code, { meta: "meta", url: "here" })).toBe(
    `${texts}f(here, \`\${here}\`, meta.resolve("a"));`,
  );
});
