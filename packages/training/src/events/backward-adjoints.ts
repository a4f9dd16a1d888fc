import { decaying } from "./decaying.ts";
import type { EventParts } from "./run-events.ts";

/** Adjoints of all neurons, each at its own time. */
export interface BackwardAdjoints {
  readonly v: Float64Array;
  readonly i: Float64Array;
  begin(until: number): void;
  /** Propagate a neuron's adjoints back to the time of an entry of the tape. */
  retreat(neuron: number, time: number, entry: number): void;
  /** Derivative of the loss with respect to the integral of the potential, at a time. */
  steadyAt(neuron: number, time: number): number;
}

/** Create the adjoints; held potentials are constant. */
export function backwardAdjoints(parts: EventParts): BackwardAdjoints {
  const { state, readout } = parts;
  const { numbers, isHeld } = state;
  const { count, currents, decay, rate, gain, ramp } = numbers;
  const v = new Float64Array(count);
  const i = new Float64Array(count * currents);
  const at = new Float64Array(count);
  const isTaken = new Uint8Array(readout.size);
  const [from, until] = readout.window;
  /** Propagate back over an interval throughout which the loss depends on the potential. */
  const move = (n: number, s: number, steady: number): void => {
    if (s <= 0) return;
    const own = v[n] as number;
    const leak = decay[n] as number;
    const held = isHeld[n] === 1;
    const fallen = held ? 1 : decaying(leak * s);
    const summed = held || steady === 0 ? s : (fallen - 1) / leak;
    for (let k = n; k < i.length; k += count) {
      const quick = rate[k] as number;
      const left = decaying(quick * s);
      let next = left * (i[k] as number);
      if (!held) {
        const rising = ramp[k] as number;
        next += ((gain[k] as number) * (left - fallen) + rising * s * fallen) * own;
        if (steady !== 0) {
          const alone = (gain[k] as number) * ((left - 1) / quick - summed);
          next += (alone + (rising * (s * fallen - summed)) / leak) * steady;
        }
      }
      i[k] = next;
    }
    v[n] = fallen * own + summed * steady;
  };
  const moveTo = (n: number, time: number, steady: number): void => {
    const now = at[n] as number;
    at[n] = time;
    if (steady === 0) {
      move(n, now - time, 0);
      return;
    }
    const [high, low] = [Math.min(now, until), Math.max(time, from)];
    if (high <= low) {
      move(n, now - time, 0);
      return;
    }
    move(n, now - high, 0);
    move(n, high - low, steady);
    move(n, low - time, 0);
  };
  /** Whether a sample next to an event lies after an entry of the tape, of the same time perhaps. */
  const isReached = (read: number, entry: number): boolean => {
    const event = readout.sampleEvent[read] as number;
    return event < 0 || entry < event || (entry === event && readout.isAfter[read] === 1);
  };
  return {
    v,
    i,
    begin(end) {
      v.fill(0);
      i.fill(0);
      at.fill(end);
      isTaken.fill(0);
    },
    retreat(n, time, entry) {
      const read = n - readout.first;
      if (read < 0 || read >= readout.size) {
        moveTo(n, time, 0);
        return;
      }
      const steady = readout.steady[read] as number;
      const sample = readout.sampleTime[read] as number;
      if (isTaken[read] === 0 && sample >= time && isReached(read, entry)) {
        isTaken[read] = 1;
        moveTo(n, sample, steady);
        v[n] = (v[n] as number) + (readout.sampled[read] as number);
      }
      moveTo(n, time, steady);
    },
    steadyAt(n, time) {
      const read = n - readout.first;
      const isRead = read >= 0 && read < readout.size && time >= from && time <= until;
      return isRead ? (readout.steady[read] as number) : 0;
    },
  };
}
