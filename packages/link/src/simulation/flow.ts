/** Limits how far a stream may run ahead of its client. */
export interface Flow {
  /** Set the limit on unacknowledged chunks. */
  allow(ahead: number): void;
  /** Receive the total number of chunks acknowledged by the client. */
  taken(chunks: number): void;
  /** Wait until another chunk may be sent, and count it; false if the signal came first. */
  next(signal: AbortSignal): Promise<boolean>;
  /** Whether a run is waiting for its client. */
  readonly isWaiting: boolean;
  /** Register a callback for when a run starts waiting for its client. */
  onWait(listener: () => void): void;
}

/** Create the flow control of a new client. */
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
      // Not more than were sent.
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
    onWait(listener) {
      tell = listener;
    },
  };
}
