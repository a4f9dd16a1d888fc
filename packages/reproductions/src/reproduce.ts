// Runs a published simulation and prints its numbers next to the published ones:
// `node --conditions=@spikeloom/source packages/reproductions/src/reproduce.ts brunel-2000 --seeds 5`.
import { nearestName } from "@spikeloom/kernel";
import { readArguments, runProgram } from "./arguments.ts";
import { reproduce } from "./compare.ts";
import { comparisonTable } from "./comparison-table.ts";
import { STUDY_UNKNOWN } from "./errors.ts";
import { studies } from "./studies.ts";
import type { Study } from "./study.ts";

await runProgram(async () => {
  const { names, seeds, long } = readArguments(process.argv.slice(2), 5);
  const chosen = names.length === 0 ? studies : names.map(findStudy);
  for (const study of chosen) {
    const { title, cite } = study.reference;
    const runs = study.isRandom ? `, mean over ${seeds} seeds` : "";
    console.log(`${title} (${cite.join(", ")})${runs}`);
    const parts = long ? { parts: Object.keys(study.parts) } : {};
    const comparisons = await reproduce(study, { seeds, ...parts });
    console.log(`${comparisonTable(comparisons)}\n`);
    if (comparisons.some(({ agrees }) => !agrees)) process.exitCode = 1;
  }
});

function findStudy(name: string): Study {
  const found = studies.find(({ reference }) => reference.study === name);
  if (found !== undefined) return found;
  const known = studies.map(({ reference }) => reference.study);
  throw STUDY_UNKNOWN({ name, known, nearest: nearestName(name, known) });
}
