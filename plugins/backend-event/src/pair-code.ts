import {
  type Callable,
  type FunctionBuilder,
  type InlineCode,
  type Local,
  webAssemblyOperations,
} from "@spikeloom/code";
import type {
  EventForm,
  FutureCourse,
  Jump,
  NeuronNumbers,
  NeuronsInTime,
} from "@spikeloom/program/events";
import { neuronCode } from "./neuron-code.ts";

/** Population and synapses for which code is written. */
export interface PairedSynapses {
  readonly form: EventForm;
  /** Course of the spike test; undefined without a test. */
  readonly level: FutureCourse | undefined;
  readonly neurons: Pick<NeuronsInTime, "x" | "time" | "isHeld" | "schedule" | "strides">;
  readonly targets: Int32Array;
  readonly weights: Float64Array;
  /** Copy numbers of neurons into the memory. */
  readonly numbersOf: (values: Float64Array) => Float64Array;
  /** Lists a neuron for inspection. */
  readonly see: Callable;
}

type Node = ReturnType<ReturnType<typeof webAssemblyOperations>["value"]>;

/**
 * Write code that lets synapses `k` and `k + 1` act at a time, in the two lanes of vectors.
 *
 * It sets its result to 1, or to 0 if it changes nothing: if both have one target, or a target is due, held, lifted, above its
 * threshold, has events of its own, or has already been advanced to that time. One at a time then has the same effect.
 */
export function writePair(
  { form, level, neurons, targets, weights, numbersOf, see }: PairedSynapses,
  jumps: readonly Jump[],
): InlineCode {
  const { x, time: times, isHeld, schedule, strides } = neurons;
  const { test, variables, free } = form;
  return (f, [time, k] = [], [handled] = []) => {
    if (time === undefined || k === undefined || handled === undefined) return;
    const o = webAssemblyOperations(f, "f64x2");
    const index = (name: string): Local => f.local("i32", name);
    const vector = (name: string): Local => f.local("v128", name);
    const indices = [index("one"), index("other")] as const;
    const records = [index("record"), index("other_record")] as const;
    const all = variables.map(vector);
    const [at, present, due, next, start] = ["at", "present", "due", "next", "start"].map(
      vector,
    ) as [Local, Local, Local, Local, Local];
    /** Push two numbers, at an offset from two addresses. */
    const pushPair = (address: (lane: 0 | 1) => void, offset: number): void => {
      address(1);
      address(0);
      f.op("v128.load64_zero", { offset }).op("v128.load64_lane", 1, { offset });
    };
    const record = (lane: 0 | 1): void => void f.get(records[lane]);
    const storePair = (value: Local, offset: number): void => {
      f.get(records[0]).get(value).op("v128.store64_lane", 0, { offset });
      f.get(records[1]).get(value).op("v128.store64_lane", 1, { offset });
    };
    const number = ({ values, stride }: NeuronNumbers, place: number): Node => {
      if (stride === 0) return o.constant(values[place] as number);
      const offset = numbersOf(values).byteOffset + 8 * place;
      const address = (lane: 0 | 1): void =>
        void f
          .get(indices[lane])
          .i32(8 * stride)
          .op("i32.mul");
      return o.custom("v128", () => pushPair(address, offset));
    };
    const code = neuronCode<Node>(form, {
      o,
      number,
      read: (variable) => o.value(all[variable] as Local),
      keep: (_, value) => value,
    });
    f.i32(0).set(handled);
    f.block((end) => {
      const isAny = (mask: Node): void => {
        o.push(mask);
        f.op("i64x2.bitmask");
      };
      indices.forEach((one, lane) => {
        f.get(k).i32(2).op("i32.shl");
        f.op("i32.load", { offset: targets.byteOffset + 4 * lane }).tee(one);
        f.i32(8 * strides.x)
          .op("i32.mul")
          .set(records[lane] as Local);
      });
      f.get(indices[0]).get(indices[1]).op("i32.eq").brIf(end);
      // The flags that are not about the schedule, and that of an own event, lie in four bytes.
      for (const lane of [0, 1] as const) {
        f.get(records[lane]).op("i32.load", { offset: isHeld.byteOffset });
      }
      f.op("i32.or").brIf(end);
      f.get(time).op("f64x2.splat").set(at);
      pushPair(record, times.byteOffset);
      f.set(start);
      pushPair(record, schedule.due.byteOffset);
      f.set(due);
      isAny(o.or(o.le(o.value(due), o.value(at)), o.eq(o.value(start), o.value(at))));
      f.brIf(end);
      all.forEach((variable, place) => {
        pushPair(record, x.byteOffset + 8 * place);
        f.set(variable);
      });
      o.assign([present, o.sub(o.value(at), o.value(start))]);
      const after = code.flow(free, o.value(present));
      o.assign(...all.map((variable, place) => [variable, after[place] ?? o.constant(0)] as const));
      for (const { variable, factor } of jumps) {
        const own = all[variable] as Local;
        const scale = number({ values: factor, stride: factor.length === 1 ? 0 : 1 }, 0);
        const weight = o.custom("v128", () => {
          f.get(k).i32(3).op("i32.shl").op("v128.load", { offset: weights.byteOffset, align: 8 });
        });
        o.assign([own, o.add(o.value(own), o.mul(scale, weight))]);
      }
      const jolts = jumps.some(({ variable }) => level?.reads[variable] === 1);
      if (jolts && test !== undefined) {
        const value = code.test(test);
        isAny(test.isStrict ? o.gt(value, o.constant(0)) : o.ge(value, o.constant(0)));
        f.brIf(end);
      }
      all.forEach((variable, place) => void storePair(variable, x.byteOffset + 8 * place));
      storePair(at, times.byteOffset);
      foresee(f);
      f.i32(1).set(handled);
    });
    function foresee(f: FunctionBuilder): void {
      const endless = o.constant(Number.POSITIVE_INFINITY);
      if (level === undefined) o.assign([next, endless]);
      else {
        const bounds = code.bounds(level.free);
        const mayCross = o.not(o.lt(bounds.most, o.constant(0)));
        const soonest = (): Node => o.add(o.value(at), code.earliest(bounds));
        o.assign([next, o.rarely(mayCross, endless, soonest)]);
      }
      storePair(next, schedule.due.byteOffset);
      for (const lane of [0, 1] as const) {
        f.get(records[lane]).i32(0).op("i32.store8", { offset: schedule.isExact.byteOffset });
      }
      if (level === undefined) return;
      o.push(o.lt(o.value(next), endless));
      f.op("i64x2.bitmask").if(() => {
        for (const lane of [0, 1] as const) {
          f.get(next).op("f64x2.extract_lane", lane).f64(Number.POSITIVE_INFINITY).op("f64.lt");
          f.if(() => {
            f.get(indices[lane]).get(next).op("f64x2.extract_lane", lane).call(see).drop();
          });
        }
      });
    }
  };
}
