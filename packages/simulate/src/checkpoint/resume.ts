import type { BackendRecord, NetworkRecord, Simulation } from "@spikeloom/kernel";
import {
  CHECKPOINT_BACKEND,
  CHECKPOINT_NETWORK,
  CHECKPOINT_RESUME,
  CHECKPOINT_TIME,
  CHECKPOINT_VERSION,
} from "../errors.ts";
import { timeOfStep } from "../run-length.ts";
import { version } from "../version.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { networkFingerprint } from "./fingerprint.ts";
import { differences, networkSummary } from "./network-summary.ts";

const place = "checkpoint";

/** Refuse a checkpoint of another network, backend or version, or one past the end of the run. */
export function checkCheckpoint(
  checkpoint: Checkpoint,
  wanted: {
    readonly fingerprint: string;
    readonly network: NetworkRecord;
    readonly backend: BackendRecord;
    readonly dt: number;
    /** Last step of the run; undefined if it has no end. */
    readonly steps?: number | undefined;
  },
): void {
  const { fingerprint, network, backend, dt, steps } = wanted;
  const { state, spikeloom } = checkpoint;
  if (spikeloom !== version) {
    const [expected, got] = [`SpikeLoom ${version}`, `SpikeLoom ${spikeloom}`];
    throw CHECKPOINT_VERSION({ place, expected, got });
  }
  if (state.backend !== backend.name) {
    throw CHECKPOINT_BACKEND({ place, backend: backend.name, from: state.backend });
  }
  if (checkpoint.fingerprint !== fingerprint) {
    throw CHECKPOINT_NETWORK({ place, ...whatDiffers(network, checkpoint) });
  }
  if (steps === undefined || state.step <= steps) return;
  const inMs = (step: number): string => `${timeOfStep(step, dt)} ms`;
  throw CHECKPOINT_TIME({ place, expected: `at most ${inMs(steps)}`, got: inMs(state.step) });
}

/** Describe how a checkpoint's network differs from this one, as far as the checkpoint's summary shows. */
function whatDiffers(
  network: NetworkRecord,
  checkpoint: Checkpoint,
): { readonly expected: string; readonly got: string } {
  if (checkpoint.network === undefined) {
    const got = `one of fingerprint ${networkFingerprint(network)}`;
    return { expected: `the network of fingerprint ${checkpoint.fingerprint}`, got };
  }
  const found = differences(networkSummary(network), checkpoint.network);
  const list = (which: "now" | "before"): string =>
    found.map((one) => `${one.place} ${one[which]}`).join("; ");
  return { expected: list("before"), got: list("now") };
}

/** Refuse a simulation whose step differs from its checkpoint's. */
export async function checkResumed(
  simulation: Simulation,
  { state, spikeHash }: Checkpoint,
  backend: BackendRecord,
): Promise<void> {
  const expected = `step ${state.step}, spike hash ${spikeHash}`;
  const got = `step ${simulation.step}, spike hash ${await simulation.spikeHash()}`;
  if (expected !== got) throw CHECKPOINT_RESUME({ place, backend: backend.name, expected, got });
}
