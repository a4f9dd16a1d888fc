import type { Signals } from "./signals.ts";

/**
 * Take parts of a command as long as there are some.
 *
 * Whoever has failed takes what is left all the same, and leaves it undone, so that nobody waits for it.
 */
export function takeParts(
  shared: Signals,
  command: number,
  {
    take,
    fail,
  }: { readonly take: (part: number) => void; readonly fail: (error: unknown) => void },
): void {
  let isWell = true;
  for (let part = shared.take(command); part >= 0; part = shared.take(command)) {
    try {
      if (isWell) take(part);
    } catch (error) {
      isWell = false;
      fail(error);
    }
    shared.done();
  }
}
