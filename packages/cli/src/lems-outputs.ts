import { openPlainFile } from "@spikeloom/interop/files";

/** Files that a simulation of LEMS asks for. */
export interface LemsOutputs {
  /** Write them from the result of the run; gives their paths. */
  write(result: string): Promise<readonly string[]>;
}

const looked = 2 ** 14;

/** Tell whether a file is one of LEMS, by how it begins; what cannot be read is none. */
export function asksForFiles(file: string): boolean {
  if (!/\.xml$/i.test(file)) return false;
  const bytes = new Uint8Array(looked);
  try {
    const opened = openPlainFile(file);
    try {
      const count = opened.read(bytes, 0);
      return /<Lems[\s>]/.test(new TextDecoder().decode(bytes.subarray(0, count)));
    } finally {
      opened.close();
    }
  } catch {
    // Whoever loads the network says what is wrong.
    return false;
  }
}
