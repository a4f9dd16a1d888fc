/** How spikes reach one synapse; steps count from the first of the run. */
export interface SynapseTrains {
  /** Steps in which spikes of both ends are sent. */
  readonly pre: readonly number[];
  readonly post: readonly number[];
  /** Steps from a spike of the source to its arrival, and those of them behind the synapse. */
  readonly delay: number;
  readonly dendritic: number;
  /** Whether a target's spike of the same moment acts first, and neither sees the other. */
  readonly apart: boolean;
  /** Time zero: a step before a spike in the first step that is stamped at its end. */
  readonly zero: number;
  /** Steps that are run. */
  readonly steps: number;
}

/** One spike at a synapse, at a time in steps of its own. */
export interface SynapseEvent {
  readonly kind: "pre" | "post";
  readonly time: number;
  /** Times of the spikes of both ends that it sees. */
  seenPre(): readonly number[];
  seenPost(): readonly number[];
}

/** List all that comes to a synapse in the order in which it acts, from the lists of spikes alone. */
function eventsAt(trains: SynapseTrains): readonly SynapseEvent[] {
  const { pre, post, delay, dendritic, apart, steps } = trains;
  const isApart = apart && dendritic > 0;
  // What happens at a synapse shows at the target only `dendritic` steps later.
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

/** A trace: what is left of spikes of height 1. */
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
  /** What states become over a time in ms. */
  rest(state: readonly number[], duration: number): readonly number[];
  /** Weight and states after an event. */
  act(
    event: SynapseEvent,
    values: { readonly weight: number; readonly state: readonly number[] },
    dt: number,
  ): { readonly weight: number; readonly state: readonly number[] };
}

/** What a synapse has become, with the weight before and after each spike of its source. */
export interface TrueSynapse {
  readonly weight: number;
  readonly state: readonly number[];
  readonly sent: readonly { readonly time: number; readonly old: number; readonly new: number }[];
}

/** Let a rule act at all events of a synapse. */
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
  // Synapses are read as they are at their own time, before what shows at the target only later.
  const end = Math.max(now, trains.steps + trains.zero - trains.dendritic);
  return { weight, state: rule.rest(state, (end - now) * dt), sent };
}
