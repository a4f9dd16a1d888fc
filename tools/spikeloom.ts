// Runs the command from its sources, in the user's folder: `pnpm -C CLONE spikeloom` would start in the clone.
process.chdir(process.env["INIT_CWD"] ?? ".");
await import("../packages/cli/src/main.ts");

export {};
