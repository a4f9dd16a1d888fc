// Runs the command from its sources, in the folder where the user is: `pnpm -C CLONE spikeloom` begins in the clone.
process.chdir(process.env["INIT_CWD"] ?? ".");
await import("../packages/cli/src/main.ts");

export {};
