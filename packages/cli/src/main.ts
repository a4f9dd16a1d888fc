#!/usr/bin/env node
import { start } from "./start.ts";

await start(() => ({
  link: () => import("./commands/link.ts"),
  command: () => import("./command.ts"),
}));
