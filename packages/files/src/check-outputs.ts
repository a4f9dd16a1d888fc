import { OUTPUT_INPUT, OUTPUT_TWICE } from "./errors.ts";
import { identityOf } from "./same-file.ts";

/** An output file about to be written. */
export interface Output {
  readonly path: string;
  /** Name used in messages, such as "the checkpoint". */
  readonly what: string;
}

/**
 * Refuse to overwrite an input, or to write two outputs to one file.
 *
 * Symbolic links and, where the file system ignores it, letter case are resolved first.
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
