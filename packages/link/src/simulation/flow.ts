/** Keeps a stream from running ahead of its client. */
export interface Flow {
  /** Let so many chunks be under way before the client has taken them. */
  allow(ahead: number): void;
  /** Hear that the client has taken so many chunks, in all. */
  taken(chunks: number): void;
  /** Wait until another chunk may be sent, and count it; false where the signal came first. */
  next(signal: AbortSignal): Promise<boolean>;
  /** Whether a run waits for its client. */
  readonly isWaiting: boolean;
  /** Be told when a run begins to wait for its client. */
  onWait(told: () => void): void;
}

/** Make the flow of a client, which has taken nothing yet. */
export function flowOf(): Flow {
  let ahead = 1;
  let sent = 0;
  let taken = 0;
  let wake: () => void = () => undefined;
  let tell: () => void = () => undefined;
  let isWaiting = false;
  return {
    allow(most) {
      ahead = most;
    },
    taken(chunks) {
      // None that was not sent.
      taken = Math.min(Math.max(taken, chunks), sent);
      wake();
    },
    async next(signal) {
      while (sent - taken >= ahead && !signal.aborted) {
        isWaiting = true;
        tell();
        await new Promise<void>((resolve) => {
          wake = () => {
            isWaiting = false;
            signal.removeEventListener("abort", wake);
            resolve();
          };
          signal.addEventListener("abort", wake);
        });
      }
      if (signal.aborted) return false;
      sent++;
      return true;
    },
    get isWaiting() {
      return isWaiting;
    },
    onWait(told) {
      tell = told;
    },
  };
}
