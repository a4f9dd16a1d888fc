import type { SpikeLoomError } from "@spikeloom/kernel";
import { formatCount } from "../print/numbers.ts";
import type { DamagedFile } from "./data-part.ts";
import { TRAINING_DAMAGE } from "./errors.ts";
import { ofParts, type TaskParts } from "./of-parts.ts";

/** Damaged files by part of the data: `train`, `validation`, `test`; parts without damage are omitted. */
export type DamagedParts = Readonly<Record<string, readonly DamagedFile[]>>;

/** Collect the damaged files of a task. */
export function damagedPartsOf(parts: TaskParts): DamagedParts {
  return ofParts(parts, ({ damaged = [] }) => (damaged.length === 0 ? undefined : damaged));
}

/** Maximum number of files in a warning. */
const mostListed = 5;

/** Report damaged files of which the intact events are used; undefined if there are none. */
export function damageFault(parts: TaskParts): SpikeLoomError | undefined {
  const all = Object.values(damagedPartsOf(parts)).flat();
  if (all.length === 0) return undefined;
  const listed = all.slice(0, mostListed).map(({ file, kept, damage }) => {
    const kinds = Object.entries(damage).map(([kind, count]) => `${formatCount(count)} ${kind}`);
    return `${file}: ${formatCount(kept)} events kept, ${kinds.join(", ")}`;
  });
  const more = all.length - listed.length;
  const rest = more > 0 ? [`${formatCount(more)} more files`] : [];
  return TRAINING_DAMAGE({ got: [...listed, ...rest].join("; ") });
}
