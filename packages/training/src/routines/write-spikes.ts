import { type Routine, routine } from "@spikeloom/code";

/**
 * The routine that writes the spikes of samples in the form read by passes: the start of each step, and the spiking
 * neurons.
 *
 * Spikes are passed in columns of 16 bits, one sample after another, with the words of the first spike and of the first
 * mark of all samples. It returns non-zero if a spike is out of order, beyond the end or of a neuron that does not
 * exist; its output is then unusable.
 */
export const writeSpikes: Routine = routine(
  "write_spikes",
  {
    about: "Writes the starts of the steps of samples, and the neurons that spike in them.",
    parameters: {
      first: "i32",
      until: "i32",
      marks: "i32",
      spikes: "i32",
      steps: "i32",
      most: "i32",
    },
    passed: { begins: "i32", times: "u16", neurons: "u16", words: "i32" },
  },
  (b, { first, until, marks, spikes, steps, most }, { begins, times, neurons, words }) => {
    const [zero, one] = [b.i32(0), b.i32(1)];
    const add = (...[left, right]: Parameters<typeof lesser>) => b.apply("add", left, right);
    const lesser = (left: typeof one, right: typeof one) => b.apply("lt", left, right);
    const odd = b.variable("odd", zero);
    const [last, rows] = [b.keep("last", b.apply("sub", steps, one)), add(steps, one)];
    b.for({ name: "example", from: first, to: until }, (example) => {
      const mark = b.keep("mark", add(marks, b.apply("mul", example, rows)));
      const begin = b.keep("begin", b.load(begins, example));
      const end = b.keep("end", b.load(begins, example, 1));
      const [step, before] = [b.variable("step", zero), b.variable("before", b.i32(-1))];
      const goTo = (wanted: typeof one, at: typeof one): void => {
        b.while(lesser(b.get(step), wanted), () => {
          b.set(step, add(b.get(step), one));
          b.store(words, add(mark, b.get(step)), at);
        });
      };
      b.store(words, mark, add(spikes, begin));
      b.for({ name: "k", from: begin, to: end }, (k) => {
        const [time, neuron] = [
          b.keep("time", b.load(times, k)),
          b.keep("neuron", b.load(neurons, k)),
        ];
        const at = b.keep("at", add(spikes, k));
        b.if(b.apply("ne", time, b.get(step)), () => {
          // Steps beyond the last are never reached, so a spike beyond the end is treated like one out of order.
          goTo(b.keep("wanted", b.apply("select", lesser(time, last), time, last)), at);
          b.if(b.apply("ne", time, b.get(step)), () => b.set(odd, one));
          b.set(before, b.i32(-1));
        });
        b.if(b.apply("le", neuron, b.get(before)), () => b.set(odd, one));
        b.if(b.apply("ge", neuron, most), () => b.set(odd, one));
        b.set(before, neuron);
        b.store(words, at, neuron);
      });
      goTo(steps, b.keep("at", add(spikes, end)));
    });
    return [b.get(odd)];
  },
);
