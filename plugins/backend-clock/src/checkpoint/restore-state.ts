import type { SavedState } from "@spikeloom/kernel";
import { STATE_DAMAGED, STATE_MISMATCH } from "../errors.ts";
import type { JobPlan } from "../job-plan.ts";
import { writeChanging } from "./changing-memory.ts";
import { checkBounds } from "./check-bounds.ts";
import {
  backendNames,
  bytesOfPart,
  countsPart,
  layoutOf,
  partName,
  type RunProgress,
  readSpikeHash,
  type ShardMemory,
} from "./saved-state.ts";

/** Write a saved state into the memories of the shards; returns the progress of the run. */
export function restoreState(
  { step, header, parts, backend }: SavedState,
  plan: JobPlan,
  shards: readonly ShardMemory[],
): RunProgress {
  const expected = layoutOf(shards);
  const got = String(header["layout"]);
  if (got !== expected) throw STATE_MISMATCH({ what: "layout", expected, got });
  const spikeHash = readSpikeHash(header);
  for (const { number, buffer, changing } of shards) {
    const part = partName(number);
    writeChanging(buffer, changing, { bytes: bytesOfPart(parts, part), part });
    const isCompiled = backend === backendNames.wasm;
    checkBounds(changing.bounds, { buffer, part, step, isCompiled });
  }
  const bytes = bytesOfPart(parts, countsPart);
  const populations = plan.populations.size;
  if (bytes.length !== 8 * populations) {
    const wanted = `${8 * populations} bytes`;
    throw STATE_DAMAGED({ place: countsPart, expected: wanted, got: `${bytes.length} bytes` });
  }
  // A copy, because the bytes may be at any offset in a file.
  const counts = [...new Float64Array(bytes.slice().buffer)];
  const wrong = counts.find((count) => !(Number.isSafeInteger(count) && count >= 0));
  if (wrong !== undefined) {
    throw STATE_DAMAGED({ place: countsPart, expected: "0, 1, 2, ...", got: String(wrong) });
  }
  return { step, spikeHash, counts };
}
