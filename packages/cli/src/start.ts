// A namespace import: an old Node refuses to import a missing name before anything can be reported.
import { existsSync } from "node:fs";
import * as nodeModule from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { needNode } from "./need-node.ts";

/** The parts of the command, loaded on demand. */
export interface CommandParts {
  link(): Promise<Pick<typeof import("./commands/link.ts"), "linkCommand">>;
  command(): Promise<Pick<typeof import("./command.ts"), "main">>;
}

/**
 * Run the command with the arguments of this process.
 *
 * `partsOf` receives the folder of cached code, if there is one.
 */
export async function start(partsOf: (kept: string | undefined) => CommandParts): Promise<void> {
  const fault = needNode(process.versions.node, nodeOfClone());
  if (fault !== undefined) {
    console.error(fault);
    process.exitCode = 1;
    return;
  }
  // Compiled code is cached between starts, which more than halves the time to the first output.
  const parts = partsOf(nodeModule.enableCompileCache().directory);
  const args = process.argv.slice(2);
  // A client waits for the link, which does not need the parser of the command line.
  if (args.length === 1 && args[0] === "link") await (await parts.link()).linkCommand();
  const { main } = await parts.command();
  process.exitCode = await main(args);
}

/** Find the Node that a clone has installed, if this file is part of one. */
function nodeOfClone(): string | undefined {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let level = 0; level < 5; level++) {
    const node = join(folder, "node_modules", ".bin", "node");
    if (existsSync(join(folder, "pnpm-workspace.yaml"))) return existsSync(node) ? node : undefined;
    folder = dirname(folder);
  }
  return undefined;
}
