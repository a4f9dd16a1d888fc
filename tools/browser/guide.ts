import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const guide = "docs/guides/browser.md";

/** Write the files that the guide shows into a folder, and beside them a page that reports its text. */
export function writeGuide(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const text = readFileSync(join(root, guide), "utf8");
  for (const file of ["page.ts", "simulate.worker.ts"]) {
    const code = new RegExp(`^\`\`\`typescript\\n// ${file}\\n(.+?)^\`\`\`$`, "ms").exec(text)?.[1];
    if (code === undefined) throw new Error(`${guide} shows no file ${file}.`);
    writeFileSync(join(folder, file), code);
  }
  const page = join(folder, "page-under-test.ts");
  const report = resolve(import.meta.dirname, "page/report-text.ts");
  writeFileSync(page, `import "./page.ts";\nimport ${JSON.stringify(report)};\n`);
  return page;
}

/** Run the guide's worker in Node on what its page sends, and return what it posts. */
export function runGuideInNode(folder: string): { readonly spikeHash: string } {
  const worker = join(folder, "simulate.worker.ts");
  const script = `
    globalThis.onmessage = null;
    globalThis.postMessage = (data) => console.log(JSON.stringify(data));
    await import(${JSON.stringify(worker)});
    await globalThis.onmessage({ data: { seed: 7 } });
  `;
  const flags = ["--conditions=@spikeloom/source", "--input-type=module", "--eval", script];
  const { stdout, stderr } = spawnSync(process.execPath, flags, { cwd: folder, encoding: "utf8" });
  if (stdout === "") throw new Error(`${guide}: its worker posted nothing in Node.\n${stderr}`);
  return JSON.parse(stdout) as { readonly spikeHash: string };
}
