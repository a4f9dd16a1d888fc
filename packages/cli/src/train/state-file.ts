import { joinBytes } from "@spikeloom/kernel";
import { sha256 } from "@spikeloom/simulate";
import type { FitState } from "@spikeloom/training";
import { TRAINING_STATE } from "./errors.ts";

/** State of an unfinished training, with its identity. */
export interface SavedTraining {
  /** Fingerprint of the training: only the same one resumes. */
  readonly fingerprint: string;
  /** Fingerprint of each of its parts; undefined in files of versions that did not save them. */
  readonly parts?: Readonly<Record<string, string>> | undefined;
  readonly state: FitState;
}

/** The first bytes of a state file. */
const mark = Uint8Array.of(0x89, 0x53, 0x4c, 0x54);
const headAt = mark.length + 4;

interface Head {
  readonly version: 1;
  readonly fingerprint: string;
  readonly parts?: SavedTraining["parts"];
  readonly history: FitState["history"];
  readonly partial?: FitState["partial"];
  /** The best epoch; its bytes come first. */
  readonly best?: number;
  readonly lengths: readonly number[];
  /** Hash of everything after the header. */
  readonly sha256: string;
}

/** Serialise the state from which a training resumes. */
export function writeState({ fingerprint, parts: own, state }: SavedTraining): Uint8Array {
  const { history, partial, best, learner } = state;
  const parts = best === undefined ? [learner] : [best.learner, learner];
  const body = joinBytes(parts);
  const head: Head = {
    version: 1,
    fingerprint,
    ...(own !== undefined && { parts: own }),
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
  const { length } = bytes;
  const expected = "a state that spikeloom train wrote";
  const refuse = (message: string, got: string): Error =>
    TRAINING_STATE({ file, message, expected, got });
  if (length === 0) throw refuse("The file is empty.", "0 bytes");
  if (mark.some((byte, k) => bytes[k] !== byte)) {
    const first = [...bytes.subarray(0, mark.length)].map((one) => one.toString(16));
    throw refuse("This is not a saved training.", `first bytes ${first.join(" ")}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const end = headAt + (length < headAt ? 0 : view.getUint32(mark.length, true));
  if (length < headAt || end > length)
    throw refuse("It ends within its header.", `${length} bytes`);
  const head = headOf(bytes.subarray(headAt, end));
  if (head === undefined) {
    throw refuse("Its header cannot be read.", `${end - headAt} bytes that are no such header`);
  }
  const body = bytes.subarray(end);
  const stated = head.lengths.reduce((sum, one) => sum + one, 0);
  if (body.length < stated) {
    throw refuse("It ends within its values.", `${body.length} of ${stated} bytes`);
  }
  if (sha256(body) !== head.sha256) {
    throw refuse("Its bytes have changed since they were written.", "bytes with another hash");
  }
  const { fingerprint, parts, history, partial, best, lengths } = head;
  const [first = 0] = lengths;
  const learner = body.slice(best === undefined ? 0 : first);
  return {
    fingerprint,
    parts,
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
    const isHead =
      head.version === 1 &&
      typeof head.fingerprint === "string" &&
      Array.isArray(head.history) &&
      Array.isArray(head.lengths) &&
      head.lengths.every((one) => Number.isSafeInteger(one) && one >= 0);
    return isHead ? (head as Head) : undefined;
  } catch {
    return undefined;
  }
}
