import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { link } from "./packed.ts";
import { installPinned } from "./pinned.ts";

const root = resolve(import.meta.dirname, "../..");
const pinned = {
  from: join(import.meta.dirname, "vite"),
  to: join(root, ".browser/vite"),
};

/** The versions that the guide names; the last one is that of our own tests, which need it anyway. */
export const viteVersions: readonly string[] = ["vite-6", "vite-7", "vite-8"];

/** Find a version of Vite; versions that nothing else needs are fetched once. */
function findVite(version: string): string {
  if (version === "vite-8") return join(root, "node_modules/vite");
  installPinned(pinned);
  return join(pinned.to, "node_modules", version);
}

/** Build a project as its reader would, with one version of Vite installed. */
export function buildWithVite(project: string, version: string): void {
  const installed = join(project, "node_modules/vite");
  rmSync(installed, { recursive: true, force: true });
  link(findVite(version), installed);
  rmSync(join(project, "dist"), { recursive: true, force: true });
  const { CI: _, NODE_ENV: __, ...env } = process.env;
  const command = [join(installed, "bin/vite.js"), "build", "--logLevel", "warn"];
  execFileSync(process.execPath, command, { cwd: project, env, stdio: "inherit" });
}

/** Copy the build to where it is served, with an additional script that reports what the page shows. */
export function serveBuilt(project: string, to: string): void {
  cpSync(join(project, "dist"), to, { recursive: true });
  const page = join(to, "index.html");
  const report = `<script type="module" src="../report-text.js"></script>`;
  writeFileSync(page, readFileSync(page, "utf8").replace("</body>", `${report}</body>`));
}
