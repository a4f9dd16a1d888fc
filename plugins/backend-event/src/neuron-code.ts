import type { Operations } from "@spikeloom/equations/functions";
import type {
  Course,
  EventForm,
  EventTest,
  LinearFlow,
  NeuronNumbers,
} from "@spikeloom/program/events";

/** Values of one neuron, or of several side by side, for which code is written. */
export interface NeuronValues<V> {
  readonly o: Operations<V, V>;
  /** Number `k` of the neuron. */
  number(of: NeuronNumbers, k: number): V;
  /** Present value of a variable. */
  read(variable: number): V;
  /** Compute a value here, so that later uses do not compute it again. */
  keep(name: string, value: V): V;
}

/** Bounds of a function that is a sum of exponentials. */
export interface CourseBounds<V> {
  readonly now: V;
  /** It never exceeds this. */
  readonly most: V;
  /** Its slope never exceeds this. */
  readonly steepest: V;
}

/** Writes what is computed of a neuron, with the operations of `eventNeurons`. */
export interface NeuronCode<V> {
  /** Return the variables after a time; `undefined` stands for 0. */
  flow(of: LinearFlow, s: V): readonly (V | undefined)[];
  /** Return the value of the spike test, which is fulfilled above 0. */
  test(of: EventTest): V;
  /** Bound the future of the test while nothing arrives. */
  bounds(course: Course): CourseBounds<V>;
  /** Return a lower bound of the duration until the test reaches 0, if it can. */
  earliest(of: CourseBounds<V>): V;
}

/** Create the writer of a form. */
export function neuronCode<V>(
  { variables }: Pick<EventForm, "variables">,
  { o, number, read, keep }: NeuronValues<V>,
): NeuronCode<V> {
  const zero = o.constant(0);
  /** A factor times a variable; the constant is 1. */
  const times = (factor: V, k: number): V =>
    k === variables.length ? factor : o.mul(factor, read(k));
  return {
    flow({ rates, terms }, s) {
      const { to, from, mode, power } = terms;
      const factors = new Map<number, V>();
      const decayed = (m: number): V => {
        const known = factors.get(m) ?? keep("left", decaying(o, o.mul(number(rates, m), s), keep));
        factors.set(m, known);
        return known;
      };
      // The order of terms decides the rounding of their sum.
      const sums: (V | undefined)[] = variables.map(() => undefined);
      to.forEach((row, k) => {
        let value = times(number(terms, k), from[k] as number);
        if (mode[k] !== 0) value = o.mul(value, decayed(mode[k] as number));
        for (let p = power[k] as number; p > 0; p--) value = o.mul(value, s);
        sums[row] = o.add(sums[row] ?? zero, value);
      });
      return sums;
    },
    test({ function: { from, values, stride } }) {
      let sum = zero;
      from.forEach((k, i) => {
        sum = o.add(sum, times(number({ values, stride }, i), k));
      });
      return keep("product", sum);
    },
    bounds(course) {
      const { rates, from, ends, sum } = course;
      const { width } = sum;
      let [now, most, steepest] = [zero, zero, zero];
      let k = 0;
      for (let m = 0, place = 0; m < rates.count; m++) {
        const weights: V[] = [];
        for (let p = 0; p < width; p++, place++) {
          let part: V | undefined;
          for (const end = ends[place] as number; k < end; k++) {
            part = o.add(part ?? zero, times(number(course, k), from[k] as number));
          }
          weights.push(part === undefined ? zero : keep("weight", part));
        }
        if (m === 0) {
          now = weights[0] as V;
          most = now;
          weights[0] = zero;
        }
        const rate = number(rates, m);
        const own = weights[0] as V;
        if (own !== zero) {
          now = o.add(now, own);
          most = o.add(most, o.greater(own, zero));
        }
        if (width === 1) {
          if (own !== zero) steepest = o.add(steepest, o.mul(rate, o.lesser(own, zero)));
          continue;
        }
        for (let p = 0; p < width; p++) {
          const weight = weights[p] as V;
          const next = weights[p + 1] ?? zero;
          if (weight === zero && next === zero) continue;
          const slope = keep("slope", o.add(o.mul(rate, weight), o.mul(o.constant(p + 1), next)));
          let peak = o.constant(1);
          for (let i = 0; i < p; i++) {
            peak = o.mul(peak, o.div(o.constant(0.368 * p), o.abs(rate)));
          }
          const part = (of: V): V => o.select(o.gt(of, zero), p === 0 ? of : o.mul(of, peak), zero);
          if (p > 0) most = o.add(most, part(weight));
          steepest = o.add(steepest, part(slope));
        }
      }
      return { now: keep("now", now), most: keep("most", most), steepest };
    },
    earliest({ now, steepest }) {
      const duration = o.div(o.mul(o.constant(-0.999), now), steepest);
      return o.select(o.lt(now, zero), duration, zero);
    },
  };
}

// The constants and the order of operations are those of `decaying`.
const [high, low, shifter] = [0.6931471805592082, 7.371002565167799e-13, 1.5 * 2 ** 52];

/** Write e^x for x up to 0. */
function decaying<V>(o: Operations<V, V>, exponent: V, keep: (name: string, value: V) => V): V {
  const c = o.constant;
  const x = keep("x", exponent);
  const shifted = keep("shifted", o.add(o.mul(x, c(Math.LOG2E)), c(shifter)));
  const k = o.sub(shifted, c(shifter));
  const r = keep("r", o.add(o.sub(x, o.mul(k, c(high))), o.mul(k, c(-low))));
  const square = keep("square", o.mul(r, r));
  const fourth = keep("fourth", o.mul(square, square));
  const even = o.add(
    c(0.1666666666666666),
    o.mul(fourth, o.add(c(6.61375647153774e-5), o.mul(fourth, c(4.1437599948305925e-8)))),
  );
  const odd = o.add(c(-0.002777777777756423), o.mul(fourth, c(-1.653405990166089e-6)));
  const rest = keep("rest", o.sub(r, o.mul(square, o.add(even, o.mul(square, odd)))));
  const mantissa = o.add(c(1), o.add(r, o.div(o.mul(r, rest), o.sub(c(2), rest))));
  const scale = o.intoExponent(o.add(shifted, c(1023)));
  return o.select(o.lt(x, c(-708)), c(0), o.mul(mantissa, scale));
}
