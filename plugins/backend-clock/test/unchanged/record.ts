// Writes the table of results: npx -y pnpm@12 record:results
// Only for new cases; a result that changes unintentionally is a fault.
import { writeFileSync } from "node:fs";
import { unchangedCases } from "./cases.ts";
import { outcomeOf } from "./outcome.ts";

const table: Record<string, string> = {};
for (const [name, one] of unchangedCases) table[name] = await outcomeOf(one);
writeFileSync(new URL("results.json", import.meta.url), `${JSON.stringify(table, undefined, 2)}\n`);
