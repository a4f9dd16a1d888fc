import { FORMAT_MISSING, FORMAT_OUTSIDE } from "./codes.ts";
import type { ByteSource } from "./contracts/format.ts";
import { SpikeLoomError } from "./errors.ts";
import { faultReason } from "./fault-reason.ts";

/** Opens files relative to the file being read; returns undefined if there is none. */
export type FilesBeside = (name: string) => Promise<ByteSource | undefined>;

/** Create a file opener over bytes in memory: `{ "edges/a.h5": bytes }`. */
export function bytesBeside(files: Readonly<Record<string, Uint8Array>>): FilesBeside {
  return async (name) => {
    const bytes = Object.hasOwn(files, name) ? files[name] : undefined;
    return bytes === undefined ? undefined : bytesSource(name, bytes);
  };
}

/** Create a byte source over bytes in memory. */
export function bytesSource(name: string, bytes: Uint8Array): ByteSource {
  return { name, size: bytes.length, read: (start, end) => bytes.subarray(start, end) };
}

/** Context of a file that is read. */
interface Surroundings {
  readonly beside?: FilesBeside | undefined;
  readonly allowOutside?: boolean | undefined;
}

/** Restrict a file opener to places below the folder; failures get an error code. */
export function guardedBeside(
  source: ByteSource,
  { beside, allowOutside = false }: Surroundings,
): (name: string) => Promise<ByteSource> {
  return async (given) => {
    const place = source.name;
    const name = typeof given === "string" ? nameBelow(given) : undefined;
    if (name === undefined && !(allowOutside && typeof given === "string" && given !== "")) {
      throw FORMAT_OUTSIDE({ place, name: given });
    }
    const asked = name ?? given;
    const missing = (reason: string): Error => FORMAT_MISSING({ place, name: asked, reason });
    if (beside === undefined) throw missing("nothing was given beside this file");
    let found: ByteSource | undefined;
    try {
      found = await beside(asked);
    } catch (fault) {
      throw fault instanceof SpikeLoomError ? fault : missing(faultReason(fault));
    }
    if (found === undefined) throw missing("it was not given");
    return found;
  };
}

/**
 * Normalise a relative name without "." and "..", such as `b/c` for `./a/../b//c`.
 *
 * Undefined if it leaves the folder, or is not a valid path below one on every system.
 */
export function nameBelow(name: string): string | undefined {
  const steps: string[] = [];
  // A drive letter, the backslash of Windows, and a null byte, which ends a string in C.
  if (name.startsWith("/") || /[\\:\0]/.test(name)) return undefined;
  for (const step of name.split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps.length === 0 ? undefined : steps.join("/");
}
