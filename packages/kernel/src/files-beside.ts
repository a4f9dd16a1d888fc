import { FORMAT_MISSING, FORMAT_OUTSIDE } from "./codes.ts";
import type { ByteSource } from "./contracts/format.ts";
import { SpikeLoomError } from "./errors.ts";
import { faultReason } from "./fault-reason.ts";

/** Opens files beside the one that is read; gives undefined where there is none. */
export type FilesBeside = (name: string) => Promise<ByteSource | undefined>;

/** Give files of which the bytes are there: `{ "edges/a.h5": bytes }`. */
export function bytesBeside(files: Readonly<Record<string, Uint8Array>>): FilesBeside {
  return async (name) => {
    const bytes = Object.hasOwn(files, name) ? files[name] : undefined;
    return bytes === undefined ? undefined : bytesSource(name, bytes);
  };
}

/** Make a source of bytes that are there already. */
export function bytesSource(name: string, bytes: Uint8Array): ByteSource {
  return { name, size: bytes.length, read: (start, end) => bytes.subarray(start, end) };
}

/** What stands around a file that is read. */
interface Surroundings {
  readonly beside?: FilesBeside | undefined;
  readonly allowOutside?: boolean | undefined;
}

/** Hold what opens files beside one to the places below its folder; what fails gets a code. */
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
 * Write a relative name without "." and "..", such as `b/c` for `./a/../b//c`.
 *
 * Undefined where it leads out of the folder, or is none of a place below one on every system.
 */
export function nameBelow(name: string): string | undefined {
  const steps: string[] = [];
  // The letter of a drive, the other bar of Windows, and an end that C would see.
  if (name.startsWith("/") || /[\\:\0]/.test(name)) return undefined;
  for (const step of name.split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps.length === 0 ? undefined : steps.join("/");
}
