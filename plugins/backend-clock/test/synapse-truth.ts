/** Timing of spikes at one synapse; steps count from the first of the run. */
export interface SynapseTrains {
  /** Steps in which spikes of both ends are sent. */
  readonly pre: readonly number[];
  readonly post: readonly number[];
  /** Steps from a spike of the source to its arrival, and those of them after the synapse. */
  readonly delay: number;
  readonly dendritic: number;
  /** Whether a target's spike of the same time acts first, and neither affects the other. */
  readonly apart: boolean;
  /** Time zero: one step before a spike in the first step that is stamped at its end. */
  readonly zero: number;
  /** Number of steps. */
  readonly steps: number;
}

/** One spike at a synapse, at a time in steps of its own. */
export interface SynapseEvent {
  readonly kind: "pre" | "post";
  readonly time: number;
  /** Times of the spikes of both ends at the synapse. */
  seenPre(): readonly number[];
  seenPost(): readonly number[];
}

/** List all events of a synapse in the order in which they act, from the lists of spikes alone. */
function eventsAt(trains: SynapseTrains): readonly SynapseEvent[] {
  const { pre, post, delay, dendritic, apart, steps } = trains;
  const isApart = apart && dendritic > 0;
  // Changes of a synapse affect the target only `dendritic` steps later.
  const pres = pre.map((sent) => sent + delay - dendritic).filter((at) => at + dendritic < steps);
  const posts = post.map((sent) => sent + dendritic).filter((at) => at + dendritic < steps);
  const first = isApart ? "post" : "pre";
  const seen = (list: readonly number[], time: number, also = 0): readonly number[] =>
    list.filter((at) => at < time + also);
  return [
    ...pres.map((time) => ({
      kind: "pre" as const,
      time,
      seenPre: () => seen(pres, time),
      seenPost: () => seen(posts, time),
    })),
    ...posts.map((time) => ({
      kind: "post" as const,
      time,
      seenPre: () => seen(pres, time, isApart ? 0 : 1),
      seenPost: () => seen(posts, time),
    })),
  ].sort((a, b) => a.time - b.time || (a.kind === first ? -1 : 1));
}

/** A trace: the remainder of spikes of height 1. */
export function trace(
  seen: readonly number[],
  time: number,
  { tau, dt }: { readonly tau: number; readonly dt: number },
): number {
  return seen.reduce((sum, at) => sum + Math.exp(((at - time) * dt) / tau), 0);
}

/** A rule as its author would compute it by hand. */
export interface TrueRule {
  readonly start: readonly number[];
  /** New states after a time in ms. */
  rest(state: readonly number[], duration: number): readonly number[];
  /** Weight and states after an event. */
  act(
    event: SynapseEvent,
    values: { readonly weight: number; readonly state: readonly number[] },
    dt: number,
  ): { readonly weight: number; readonly state: readonly number[] };
}

/** Final values of a synapse, with the weight before and after each spike of its source. */
export interface TrueSynapse {
  readonly weight: number;
  readonly state: readonly number[];
  readonly sent: readonly { readonly time: number; readonly old: number; readonly new: number }[];
}

/** Apply a rule to all events of a synapse. */
export function trueSynapse(
  rule: TrueRule,
  { weight: start, trains, dt }: { weight: number; trains: SynapseTrains; dt: number },
): TrueSynapse {
  let [weight, state, now] = [start, rule.start, trains.zero];
  const sent: { time: number; old: number; new: number }[] = [];
  for (const event of eventsAt(trains)) {
    state = rule.rest(state, (event.time - now) * dt);
    now = event.time;
    const next = rule.act(event, { weight, state }, dt);
    if (event.kind === "pre") sent.push({ time: now, old: weight, new: next.weight });
    ({ weight, state } = next);
  }
  // Synapses are read at their own time, before changes that affect the target only later.
  const end = Math.max(now, trains.steps + trains.zero - trains.dendritic);
  return { weight, state: rule.rest(state, (end - now) * dt), sent };
}
