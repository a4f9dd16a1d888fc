import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { FitState } from "@spikeloom/training";
import type { SourceHashes } from "./source-hashes.ts";

/** What a training had come to, with the seconds of CPU that it had taken. */
export interface KeptTraining {
  readonly state: FitState;
  readonly spent: number;
}

/** Put all that decides what a training comes to into a short text; what is learnt is the same on any number of workers. */
function fingerprintOf(settings: object): string {
  const text = JSON.stringify(settings, (key, value) => (key === "workers" ? undefined : value));
  return createHash("sha256").update(text).digest("hex");
}

/** What a training is of: its settings, and the code that computes it. */
export interface Origin {
  readonly settings: object;
  readonly sources: SourceHashes;
}

/** Read what a training had come to, if it was ended before it was done; throws where its settings or its code were others. */
export function readTraining(path: string, origin: Origin): KeptTraining | undefined {
  if (!existsSync(path)) return undefined;
  const { learner, ...kept } = JSON.parse(readFileSync(path, "utf8"));
  if (kept.fingerprint !== fingerprintOf(origin.settings)) {
    throw new Error(
      `The training in ${path} was of other settings; delete it, or go back to these.`,
    );
  }
  const changed = changedBetween(kept.sources ?? {}, origin.sources);
  if (changed.length > 0) {
    throw new Error(
      `The training in ${path} was computed by other code: since then ${changed.join(", ")} changed. Figures of two programs are of neither; delete it, or go on where the code is what it was.`,
    );
  }
  const bytes = new Uint8Array(Buffer.from(learner, "base64"));
  return { spent: kept.spent, state: { ...kept.state, learner: bytes } };
}

function changedBetween(before: SourceHashes, now: SourceHashes): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].filter((name) => before[name] !== now[name]).sort();
}

/** Write it with what it is of; the best epoch is not asked for and not kept. */
export function writeTraining(path: string, { state, spent }: KeptTraining, origin: Origin): void {
  const { history, partial } = state;
  const learner = Buffer.from(state.learner).toString("base64");
  const kept = {
    fingerprint: fingerprintOf(origin.settings),
    sources: origin.sources,
    learner,
    spent,
    state: { history, partial },
  };
  writeFileSync(path, JSON.stringify(kept));
}

/** Forget a training that is done. */
export function forgetTraining(path: string): void {
  rmSync(path, { force: true });
}
