import { type Routine, routine } from "@spikeloom/code";

/**
 * The routine that lists spikes by neuron: which neurons spiked, and in which steps each of them did.
 *
 * `marks` says where each of the steps begins in `ids`, from element `mark` on. Neuron `who[k]` has the part of `steps`
 * from `begins[k]` to `begins[k + 1]`. `places` is scratch, an element for each neuron. Gives how many neurons spiked.
 */
export const turnEvents: Routine = routine(
  "turn_events",
  {
    about: "Lists spikes by neuron instead of by step.",
    parameters: { mark: "i32", count: "i32", size: "i32" },
    passed: { ids: "i32", marks: "i32", places: "i32", who: "i32", begins: "i32", steps: "i32" },
  },
  (b, { mark, count, size }, { ids, marks, places, who, begins, steps }) => {
    const [zero, one] = [b.i32(0), b.i32(1)];
    b.for({ name: "n", from: zero, to: size }, (n) => b.store(places, n, zero));
    const last = b.load(marks, b.apply("add", mark, count));
    b.for({ from: b.load(marks, mark), to: last }, (k) => {
      const id = b.load(ids, k);
      b.store(places, id, b.apply("add", b.load(places, id), one));
    });
    const [found, at] = [b.variable("found", zero), b.variable("at", zero)];
    b.for({ name: "n", from: zero, to: size }, (n) => {
      const own = b.load(places, n);
      b.if(b.apply("gt", own, zero), () => {
        b.store(who, b.get(found), n);
        b.store(begins, b.get(found), b.get(at));
        b.store(places, n, b.get(at));
        b.set(found, b.apply("add", b.get(found), one));
        b.set(at, b.apply("add", b.get(at), own));
      });
    });
    b.store(begins, b.get(found), b.get(at));
    b.for({ name: "step", from: zero, to: count }, (step) => {
      const begin = b.keep("begin", b.apply("add", mark, step));
      const end = b.load(marks, begin, 1);
      b.for({ from: b.load(marks, begin), to: end }, (k) => {
        const id = b.load(ids, k);
        const place = b.load(places, id);
        b.store(steps, place, step);
        b.store(places, id, b.apply("add", place, one));
      });
    });
    return [b.get(found)];
  },
);
