import { joinBytes } from "@spikeloom/kernel";
import { sha256 } from "@spikeloom/simulate";
import type { FitState } from "@spikeloom/training";
import { TRAINING_STATE } from "./errors.ts";

/** State of an unfinished training, with its identity. */
export interface SavedTraining {
  /** Fingerprint of the training: only the same one resumes. */
  readonly fingerprint: string;
  readonly state: FitState;
}

/** The first bytes of a state file. */
const mark = Uint8Array.of(0x89, 0x53, 0x4c, 0x54);
const headAt = mark.length + 4;

interface Head {
  readonly version: 1;
  readonly fingerprint: string;
  readonly history: FitState["history"];
  readonly partial?: FitState["partial"];
  /** The best epoch; its bytes come first. */
  readonly best?: number;
  readonly lengths: readonly number[];
  /** Hash of everything after the header. */
  readonly sha256: string;
}

/** Serialise the state from which a training resumes. */
export function writeState({ fingerprint, state }: SavedTraining): Uint8Array {
  const { history, partial, best, learner } = state;
  const parts = best === undefined ? [learner] : [best.learner, learner];
  const body = joinBytes(parts);
  const head: Head = {
    version: 1,
    fingerprint,
    history,
    ...(partial !== undefined && { partial }),
    ...(best !== undefined && { best: best.epoch }),
    lengths: parts.map(({ length }) => length),
    sha256: sha256(body),
  };
  const text = new TextEncoder().encode(JSON.stringify(head));
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, text.length, true);
  return joinBytes([mark, size, text, body]);
}

/** Read such bytes; `file` names their source. */
export function readState(bytes: Uint8Array, file: string): SavedTraining {
  const refuse = (message: string): Error => TRAINING_STATE({ file, message });
  if (mark.some((byte, k) => bytes[k] !== byte)) throw refuse("This is not a saved training.");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = headAt + (bytes.length < headAt ? 0 : view.getUint32(mark.length, true));
  if (bytes.length < headAt || end > bytes.length) throw refuse("It ends within its header.");
  const head = headOf(bytes.subarray(headAt, end));
  if (head === undefined) throw refuse("Its header cannot be read.");
  const body = bytes.subarray(end);
  if (sha256(body) !== head.sha256) throw refuse("Its bytes have changed since they were written.");
  const { fingerprint, history, partial, best, lengths } = head;
  const [first = 0] = lengths;
  const learner = body.slice(best === undefined ? 0 : first);
  return {
    fingerprint,
    state: {
      history,
      learner,
      ...(partial !== undefined && { partial }),
      ...(best !== undefined && { best: { epoch: best, learner: body.slice(0, first) } }),
    },
  };
}

function headOf(bytes: Uint8Array): Head | undefined {
  try {
    const head = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Head>;
    const isHead = head.version === 1 && Array.isArray(head.history) && Array.isArray(head.lengths);
    return isHead ? (head as Head) : undefined;
  } catch {
    return undefined;
  }
}
