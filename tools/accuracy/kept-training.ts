import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { FitState } from "@spikeloom/training";
import type { SourceHashes } from "./source-hashes.ts";

/** State of an interrupted training, with the CPU seconds that it has taken. */
export interface KeptTraining {
  readonly state: FitState;
  readonly spent: number;
}

/** Serialise everything that determines the result of a training; the number of workers does not. */
function fingerprintOf(settings: object): string {
  const text = JSON.stringify(settings, (key, value) => (key === "workers" ? undefined : value));
  return createHash("sha256").update(text).digest("hex");
}

/** Identity of a training: its settings, and the code that computes it. */
export interface Origin {
  readonly settings: object;
  readonly sources: SourceHashes;
}

/** Read the state of an interrupted training; throws if its settings or its code were different. */
export function readTraining(path: string, origin: Origin): KeptTraining | undefined {
  if (!existsSync(path)) return undefined;
  const { learner, ...kept } = JSON.parse(readFileSync(path, "utf8"));
  if (kept.fingerprint !== fingerprintOf(origin.settings)) {
    throw new Error(
      `The training in ${path} has other settings; delete it, or restore these settings.`,
    );
  }
  const changed = changedBetween(kept.sources ?? {}, origin.sources);
  if (changed.length > 0) {
    throw new Error(
      `The training in ${path} was computed by other code: since then ${changed.join(", ")} changed. Delete it, or continue with the same code: figures must not mix two versions.`,
    );
  }
  const bytes = new Uint8Array(Buffer.from(learner, "base64"));
  return { spent: kept.spent, state: { ...kept.state, learner: bytes } };
}

function changedBetween(before: SourceHashes, now: SourceHashes): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].filter((name) => before[name] !== now[name]).sort();
}

/** Write it with its identity; the best epoch is neither needed nor stored. */
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

/** Delete the state of a completed training. */
export function forgetTraining(path: string): void {
  rmSync(path, { force: true });
}
