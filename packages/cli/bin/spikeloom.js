#!/usr/bin/env node
import { existsSync } from "node:fs";

const built = new URL("../dist/command/main.js", import.meta.url);
if (existsSync(built)) await import(built.href);
else {
  // In a clone this file is there before what it starts.
  console.error(
    "spikeloom is not built here: run `npx -y pnpm@12 build`, or take `npx -y pnpm@12 spikeloom`, which needs no build.",
  );
  process.exitCode = 1;
}
