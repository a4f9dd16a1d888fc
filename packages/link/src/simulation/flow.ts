/** Keeps a stream from running ahead of its client. */
export interface Flow {
  /** Let so many chunks be under way before the client has taken them. */
  allow(ahead: number): void;
  /** Hear that the client has taken so many chunks, in all. */
  taken(chunks: number): void;
  /** Wait until another chunk may be sent, and count it; false where the signal came first. */
  next(signal: AbortSignal): Promise<boolean>;
}

/** Make the flow of a client, which has taken nothing yet. */
export function flowOf(): Flow {
  let ahead = 1;
  let sent = 0;
  let taken = 0;
  let wake: () => void = () => undefined;
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
        await new Promise<void>((resolve) => {
          wake = () => {
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
  };
}
