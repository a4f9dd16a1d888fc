/** Runs a command, prints its errors, and stores its exit code. */
export type Act = (action: () => Promise<number>) => Promise<void>;
