import { OUTPUT_INPUT, OUTPUT_TWICE } from "./errors.ts";
import { identityOf } from "./same-file.ts";

/** A file that is going to be written. */
export interface Output {
  readonly path: string;
  /** In the words of a message, such as "the checkpoint". */
  readonly what: string;
}

/**
 * Refuse to write over what is read, or two things into one file.
 *
 * Links and letters of the other case are seen through.
 */
export function checkOutputs(outputs: readonly Output[], inputs: readonly string[]): void {
  const read = new Map(inputs.map((path) => [identityOf(path), path]));
  const written = new Map<string, string>();
  for (const { path, what } of outputs) {
    const identity = identityOf(path);
    const input = read.get(identity);
    if (input !== undefined) throw OUTPUT_INPUT({ path, input });
    const other = written.get(identity);
    if (other !== undefined) throw OUTPUT_TWICE({ path, what, other });
    written.set(identity, what);
  }
}
