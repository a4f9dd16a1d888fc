#!/usr/bin/env node
import { scriptLoader } from "./script-loader.ts";
import { type CommandParts, start } from "./start.ts";

type Part<Name extends keyof CommandParts> = ReturnType<CommandParts[Name]>;

await start((kept) => {
  const scripts = new URL("./command/", import.meta.url);
  const importModule = async (name: string): Promise<unknown> =>
    await import(import.meta.resolve(name));
  const load = scriptLoader({ scripts, kept, meta: import.meta, importModule });
  return {
    link: async () => load("./link.cjs") as Awaited<Part<"link">>,
    command: async () => load("./command.cjs") as Awaited<Part<"command">>,
  };
});
