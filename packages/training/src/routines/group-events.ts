import { type Routine, routine } from "@spikeloom/code";

/**
 * The routine that lists the spikes of a group of samples by neuron: which neurons spiked, and which slopes each spike
 * reaches.
 *
 * `marks` holds the start of each step in `ids`, from element `mark` on, `steps` plus one per sample; spikes of the
 * first `limit` steps are listed. Neuron `who[k]` has the range of `arrivals` from `begins[k]` to `begins[k + 1]`: the
 * element at which the slopes reached by a spike start, `at` for one of the first step, and `elements` more for each
 * further step. `places` is scratch memory, one element per neuron. Returns the number of neurons that spiked.
 */
export const groupEvents: Routine = routine(
  "group_events",
  {
    about: "Lists spikes by neuron instead of by step.",
    parameters: {
      mark: "i32",
      examples: "i32",
      steps: "i32",
      limit: "i32",
      size: "i32",
      at: "i32",
      elements: "i32",
    },
    passed: { ids: "i32", marks: "i32", places: "i32", who: "i32", begins: "i32", arrivals: "i32" },
  },
  (b, given, { ids, marks, places, who, begins, arrivals }) => {
    const { mark, examples, steps, limit, size, at: first, elements } = given;
    const [zero, one] = [b.i32(0), b.i32(1)];
    b.for({ name: "n", from: zero, to: size }, (n) => b.store(places, n, zero));
    b.for({ name: "example", from: zero, to: examples }, (example) => {
      const own = b.apply("mul", example, b.apply("add", steps, one));
      const begin = b.keep("begin", b.apply("add", mark, own));
      const end = b.load(marks, b.apply("add", begin, limit));
      b.for({ from: b.load(marks, begin), to: end }, (k) => {
        const id = b.load(ids, k);
        b.store(places, id, b.apply("add", b.load(places, id), one));
      });
    });
    const [found, at] = [b.variable("found", zero), b.variable("place", zero)];
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
    b.for({ name: "example", from: zero, to: examples }, (example) => {
      const own = b.apply("mul", example, b.apply("add", steps, one));
      const begin = b.keep("begin", b.apply("add", mark, own));
      const slopes = b.apply("mul", b.apply("mul", example, steps), elements);
      const arrives = b.variable("arrives", b.apply("add", first, slopes));
      b.for({ name: "step", from: zero, to: limit }, (step) => {
        const part = b.keep("part", b.apply("add", begin, step));
        const met = b.keep("met", b.get(arrives));
        b.for({ from: b.load(marks, part), to: b.load(marks, part, 1) }, (k) => {
          const id = b.load(ids, k);
          const place = b.load(places, id);
          b.store(arrivals, place, met);
          b.store(places, id, b.apply("add", place, one));
        });
        b.set(arrives, b.apply("add", met, elements));
      });
    });
    return [b.get(found)];
  },
);
