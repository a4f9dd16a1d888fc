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
  /** What is left of an exponential of the free flow, if it has been computed before. */
  decay?(rate: number): V;
}

/** Bounds of a function that is a sum of exponentials. */
export interface CourseBounds<V> {
  /** It never exceeds this. */
  readonly most: V;
  /** Present value, which is rarely needed. */
  now(): V;
  /** Its slope never exceeds this. */
  steepest(): V;
  /** Whether a closer bound is below 0; undefined if there is none. */
  readonly staysBelow: (() => V) | undefined;
}

/** Writes what is computed of a neuron, with the operations of `eventNeurons`. */
export interface NeuronCode<V> {
  /** Return what is left of an exponential after a time. */
  decay(of: LinearFlow, rate: number, s: V): V;
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
  { o, number, read, keep, decay: known }: NeuronValues<V>,
): NeuronCode<V> {
  const zero = o.constant(0);
  /** A factor times a variable; the constant is 1. */
  const times = (of: NeuronNumbers, place: number, k: number): V => {
    if (k === variables.length) return number(of, place);
    return of.stride === 0 && of.values[place] === 1 ? read(k) : o.mul(number(of, place), read(k));
  };
  const decay: NeuronCode<V>["decay"] = ({ rates }, m, s) =>
    decaying(o, o.mul(number(rates, m), s), keep);
  return {
    decay,
    flow(of, s) {
      const { terms } = of;
      const { to, from, mode, power } = terms;
      const factors = new Map<number, V>();
      const decayed = (m: number): V => {
        const left = factors.get(m) ?? known?.(m) ?? keep("left", decay(of, m, s));
        factors.set(m, left);
        return left;
      };
      // The order of terms decides the rounding of their sum.
      const sums: (V | undefined)[] = variables.map(() => undefined);
      to.forEach((row, k) => {
        let value = times(terms, k, from[k] as number);
        if (mode[k] !== 0) value = o.mul(value, decayed(mode[k] as number));
        for (let p = power[k] as number; p > 0; p--) value = o.mul(value, s);
        sums[row] = o.add(sums[row] ?? zero, value);
      });
      return sums;
    },
    test({ function: { from, values, stride } }) {
      let sum = zero;
      from.forEach((k, i) => {
        sum = o.add(sum, times({ values, stride }, i, k));
      });
      return keep("product", sum);
    },
    bounds(course) {
      const { rates, from, ends, sum } = course;
      const { width } = sum;
      /** By rate, the weights of its powers. */
      const weights: V[][] = [];
      for (let m = 0, place = 0, k = 0; m < rates.count; m++) {
        const own: V[] = [];
        for (let p = 0; p < width; p++, place++) {
          let part: V | undefined;
          for (const end = ends[place] as number; k < end; k++) {
            part = o.add(part ?? zero, times(course, k, from[k] as number));
          }
          own.push(part === undefined ? zero : keep("weight", part));
        }
        weights.push(own);
      }
      const constant = weights[0]?.[0] ?? zero;
      if (weights[0] !== undefined) weights[0][0] = zero;
      const plain = weights.map(([first = zero]) => first).filter((own) => own !== zero);
      /** `s^power e^(rate s)` is at most this. */
      const peakOf = (m: number, p: number): V => {
        let peak = o.constant(1);
        for (let i = 0; i < p; i++) {
          peak = o.mul(peak, o.div(o.constant(0.368 * p), o.abs(number(rates, m))));
        }
        return peak;
      };
      const part = (value: V, m: number, p: number): V =>
        o.select(o.gt(value, zero), p === 0 ? value : o.mul(value, peakOf(m, p)), zero);
      const slopeOf = (own: readonly V[], m: number, p: number): V | undefined => {
        const [weight, next] = [own[p] ?? zero, own[p + 1] ?? zero];
        if (weight === zero && next === zero) return undefined;
        return o.add(o.mul(number(rates, m), weight), o.mul(o.constant(p + 1), next));
      };
      let most = constant;
      weights.forEach((own, m) => {
        own.forEach((weight, p) => {
          if (p === 0 && weight !== zero) most = o.add(most, o.greater(weight, zero));
          if (p > 0 && slopeOf(own, m, p) !== undefined) most = o.add(most, part(weight, m, p));
        });
      });
      const bound = keep("most", most);
      const terms = weights.flatMap(([weight = zero, alpha = zero], m) => {
        if (weight === zero && alpha === zero) return [];
        return [{ weight, alpha: alpha === zero ? undefined : alpha, rate: number(rates, m), m }];
      });
      const isClose = width <= 2 && terms.every(({ m }) => decays(rates, m));
      const task = { o, keep };
      return {
        most: bound,
        staysBelow: isClose ? () => staysBelow(task, { constant, most: bound, terms }) : undefined,
        now: () =>
          keep(
            "now",
            plain.reduce((sum, own) => o.add(sum, own), constant),
          ),
        steepest() {
          let sum = zero;
          weights.forEach((own, m) => {
            if (width === 1) {
              const [only = zero] = own;
              if (only !== zero) sum = o.add(sum, o.mul(number(rates, m), o.lesser(only, zero)));
              return;
            }
            for (let p = 0; p < width; p++) {
              const slope = slopeOf(own, m, p);
              if (slope !== undefined) sum = o.add(sum, part(keep("slope", slope), m, p));
            }
          });
          return sum;
        },
      };
    },
    earliest(of) {
      const now = of.now();
      const duration = o.div(o.mul(o.constant(-0.999), now), of.steepest());
      const soonest = o.select(o.lt(now, zero), duration, zero);
      const endless = o.constant(Number.POSITIVE_INFINITY);
      return of.staysBelow === undefined ? soonest : o.select(of.staysBelow(), endless, soonest);
    },
  };
}

/** Test whether the rate of a mode is below 0 in all neurons. */
function decays({ values, stride }: NeuronNumbers, mode: number): boolean {
  if (stride === 0) return (values[mode] as number) < 0;
  return values.every((rate, k) => k % stride !== mode || rate < 0);
}

interface BoundedSum<V> {
  readonly constant: V;
  readonly most: V;
  /** Those of alpha functions have a weight of the time too. */
  readonly terms: readonly {
    readonly weight: V;
    readonly alpha: V | undefined;
    readonly rate: V;
  }[];
}

// The order of operations is that of `staysBelow` in `earliestCrossing`, which explains them.
function staysBelow<V>(
  { o, keep }: Pick<NeuronValues<V>, "o" | "keep">,
  { constant, most, terms }: BoundedSum<V>,
): V {
  const [zero, one] = [o.constant(0), o.constant(1)];
  const hasAlpha = terms.some(({ alpha }) => alpha !== undefined);
  let slowest = o.constant(Number.NEGATIVE_INFINITY);
  for (const { weight, rate } of terms) {
    const counts = hasAlpha ? o.not(o.eq(weight, zero)) : o.gt(weight, zero);
    slowest = keep("slowest", o.select(o.and(counts, o.gt(rate, slowest)), rate, slowest));
  }
  const perTime = hasAlpha ? keep("perTime", o.div(o.constant(-1), slowest)) : one;
  let [slope, whole, start, least] = [zero, zero, zero, zero];
  let exceeds: V | undefined;
  const fast = terms.map(({ weight, alpha: stated, rate }) => {
    const alpha = stated && keep("alpha", o.mul(stated, perTime));
    const excess = keep("excess", o.sub(o.div(rate, slowest), one));
    const isFast = o.gt(excess, zero);
    const own = keep("own", o.select(o.and(isFast, o.lt(weight, zero)), o.neg(weight), zero));
    const chord = o.select(isFast, o.greater(weight, zero), weight);
    slope = keep("slope", o.add(slope, chord));
    const more = o.add(excess, one);
    if (alpha === undefined) {
      whole = keep("whole", o.add(whole, o.mul(own, more)));
      return { excess, more, own, alpha };
    }
    const isPositive = o.gt(alpha, zero);
    const peak = o.div(o.mul(alpha, o.constant(0.368)), excess);
    slope = keep("slope", o.add(slope, o.select(o.and(isFast, isPositive), peak, zero)));
    const isAbove = o.and(isPositive, o.not(isFast));
    exceeds = exceeds === undefined ? isAbove : o.or(exceeds, isAbove);
    const ownAlpha = keep(
      "ownAlpha",
      o.select(o.and(isFast, o.lt(alpha, zero)), o.neg(alpha), zero),
    );
    whole = keep("whole", o.add(whole, o.mul(o.add(own, ownAlpha), more)));
    const share = o.div(o.add(o.add(excess, excess), one), o.mul(more, excess));
    const hasOwn = o.gt(ownAlpha, zero);
    const inflection = keep("inflection", o.sub(share, o.div(own, ownAlpha)));
    least = keep("least", o.select(hasOwn, o.greater(inflection, least), least));
    const begin = o.add(inflection, o.div(one, excess));
    start = keep("start", o.select(hasOwn, o.greater(begin, start), start));
    return { excess, more, own, alpha: ownAlpha };
  });
  /** Sum the parts of fast terms at a point; undefined is 0. */
  const sumsAt = (at: V | undefined, x?: V) => {
    let [first, second, lift, above] = [zero, zero, zero, zero];
    for (const { excess, more, own, alpha } of fast) {
      const left =
        at === undefined ? one : keep("left", decaying(o, o.mul(o.neg(excess), at), keep));
      const times = (value: V): V => (at === undefined ? value : o.mul(left, value));
      const value =
        alpha === undefined || at === undefined ? own : keep("value", o.add(own, o.mul(alpha, at)));
      const without = (value: V): V => (alpha === undefined ? value : o.sub(value, alpha));
      const each = keep("each", times(without(o.mul(value, more))));
      first = keep("first", o.add(first, each));
      if (x === undefined) {
        const bend = o.mul(each, excess);
        const own = alpha === undefined ? bend : o.sub(bend, times(o.mul(alpha, more)));
        second = keep("second", o.add(second, own));
        continue;
      }
      const lifted = keep("lifted", times(without(o.mul(value, excess))));
      lift = keep("lift", o.add(lift, lifted));
      if (alpha === undefined) continue;
      const excessive = o.greater(o.sub(o.sub(each, o.mul(x, lifted)), own), zero);
      above = keep("above", o.add(above, o.select(o.gt(alpha, zero), excessive, zero)));
    }
    return { first, second, lift, above };
  };
  const pointAfter = (at: V, { first, second }: ReturnType<typeof sumsAt>): V => {
    const ratio = keep("ratio", o.div(first, slope));
    const square = keep("square", o.mul(ratio, ratio));
    const below = o.add(o.add(square, o.mul(o.constant(4), ratio)), one);
    const logarithm = o.div(o.mul(o.constant(3), o.sub(square, one)), below);
    const next = keep("next", o.add(at, o.div(o.mul(logarithm, first), second)));
    return keep("at", o.greater(next, least));
  };
  let at = pointAfter(start, sumsAt(hasAlpha ? start : undefined));
  for (let step = hasAlpha ? 2 : 1; step > 0; step--) at = pointAfter(at, sumsAt(at));
  const x = keep("x", decaying(o, o.neg(at), keep));
  const { first, lift, above } = sumsAt(at, x);
  const rest = o.sub(slope, first);
  const bound = o.add(o.add(o.add(constant, o.mul(x, lift)), above), o.greater(rest, zero));
  const noise = o.mul(o.constant(-1e-13), o.add(o.sub(most, constant), whole));
  const isBelow = o.lt(bound, noise);
  return exceeds === undefined ? isBelow : o.and(isBelow, o.not(exceeds));
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
