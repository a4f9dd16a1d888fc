import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { FitState } from "@spikeloom/training";

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

/** Read what a training had come to, if it was ended before it was done; throws where its settings were others. */
export function readTraining(path: string, settings: object): KeptTraining | undefined {
  if (!existsSync(path)) return undefined;
  const { learner, ...kept } = JSON.parse(readFileSync(path, "utf8"));
  if (kept.fingerprint !== fingerprintOf(settings)) {
    throw new Error(
      `The training in ${path} was of other settings; delete it, or go back to these.`,
    );
  }
  const bytes = new Uint8Array(Buffer.from(learner, "base64"));
  return { spent: kept.spent, state: { ...kept.state, learner: bytes } };
}

/** Write it with the settings that it is of; the best epoch is not asked for and not kept. */
export function writeTraining(
  path: string,
  { state, spent }: KeptTraining,
  settings: object,
): void {
  const { history, partial } = state;
  const learner = Buffer.from(state.learner).toString("base64");
  const kept = {
    fingerprint: fingerprintOf(settings),
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
