import type { NetworkRecord } from "@spikeloom/kernel";
import { STEPPING } from "../errors.ts";
import type { NetworkPlan } from "../plan-run.ts";
import type { GuardedPreparation } from "../preparation.ts";
import { type Session, type Setting, startSession } from "./session.ts";

/** Create the session of a changed network, which continues from another session's state. */
export async function reviseSession(
  of: Session,
  before: NetworkPlan,
  { setting, watched }: { readonly setting: Setting; readonly watched: GuardedPreparation },
): Promise<Session> {
  const state = await of.simulation.carry?.();
  const backend = setting.options.backend.name;
  if (state === undefined) throw STEPPING({ place: "revise", backend, what: "change the network" });
  const redrawn = changedSources(before.network, setting.plan.network);
  const session = await startSession(setting, { carried: { ...state, redrawn }, ...watched });
  session.fresh.follow(of.fresh);
  session.seconds = of.seconds;
  return session;
}

/** Populations whose model or parameters have changed; populations of neurons draw no random numbers. */
function changedSources(before: NetworkRecord, after: NetworkRecord): readonly string[] {
  return Object.entries(after.populations).flatMap(([name, { model, parameters }]) => {
    const old = before.populations[name];
    const isSame = same(old?.model, model) && same(old?.parameters, parameters);
    return isSame ? [] : [name];
  });
}

/** Check whether two values are deeply equal. */
function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (isNumbers(a) && isNumbers(b)) {
    return a.length === b.length && a.every((value, k) => Object.is(value, b[k]));
  }
  if (ArrayBuffer.isView(a) !== ArrayBuffer.isView(b)) return false;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  if (left.length !== right.length) return false;
  const other = new Map(right);
  return left.every(([key, value]) => other.has(key) && same(value, other.get(key)));
}

function isNumbers(value: object): value is Float64Array | Float32Array {
  return value instanceof Float64Array || value instanceof Float32Array;
}
