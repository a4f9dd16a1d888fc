import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { FitState } from "@spikeloom/training";

/** What a training had come to, with the seconds of CPU that it had taken. */
export interface KeptTraining {
  readonly state: FitState;
  readonly spent: number;
}

/** Read what a training had come to, if it was ended before it was done. */
export function readTraining(path: string): KeptTraining | undefined {
  if (!existsSync(path)) return undefined;
  const { learner, ...kept } = JSON.parse(readFileSync(path, "utf8"));
  const bytes = new Uint8Array(Buffer.from(learner, "base64"));
  return { spent: kept.spent, state: { ...kept.state, learner: bytes } };
}

/** Write it; the best epoch is not asked for and not kept. */
export function writeTraining(path: string, { state, spent }: KeptTraining): void {
  const { history, partial } = state;
  const learner = Buffer.from(state.learner).toString("base64");
  writeFileSync(path, JSON.stringify({ learner, spent, state: { history, partial } }));
}

/** Forget a training that is done. */
export function forgetTraining(path: string): void {
  rmSync(path, { force: true });
}
