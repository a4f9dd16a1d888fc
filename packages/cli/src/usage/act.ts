/** Runs what a command does, prints what it throws, and keeps its exit code. */
export type Act = (action: () => Promise<number>) => Promise<void>;
