/** Arguments that nx passes to a batch executor, as far as ours use them. */
export interface BatchGraph {
  readonly tasks: Readonly<Record<string, { readonly id: string; readonly projectRoot: string }>>;
  readonly dependencies: Readonly<Record<string, readonly { readonly id: string }[]>>;
}

export interface BatchContext {
  readonly root: string;
}

/** Result of one task of a batch. */
export interface TaskEnd {
  readonly task: string;
  readonly result: { readonly success: boolean; readonly terminalOutput: string };
}
