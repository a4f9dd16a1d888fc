import { type EventForm, type Jump, ofNeuron } from "../events/event-form.ts";
import { addProduct, type EventNeurons, flowSteps, product } from "../events/event-neurons.ts";

/** Runs spikes and releases of neurons, and differentiates them by their time. */
export interface DifferentiatedNeurons {
  /**
   * Derivative of a neuron's variables with respect to the time of its last spike or release.
   *
   * It is what the event makes of the flow before it, less the flow after it.
   */
  readonly moved: Float64Array;
  /** Let a neuron spike; return the slope of its test just before. */
  spike(neuron: number): number;
  /** End a refractory period. */
  release(neuron: number): void;
}

/**
 * Create the forward part of the adjoint of neurons.
 *
 * They must have been advanced to the time of an event before it takes place.
 */
export function differentiatedNeurons(
  form: EventForm,
  neurons: EventNeurons,
): DifferentiatedNeurons {
  const { test, reset } = form;
  const { width } = neurons;
  const [before, moved, after] = [0, 1, 2].map(() => new Float64Array(width)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const subtractAfter = (n: number): void => {
    neurons.drift(n, after);
    for (let k = 0; k < width; k++) moved[k] = (moved[k] as number) - (after[k] as number);
  };
  return {
    moved,
    spike(n) {
      neurons.drift(n, before);
      moved.set(before);
      for (let k = 0; k < reset.to.length; k++) moved[reset.to[k] as number] = 0;
      addProduct(reset, n, { x: before, at: 0, into: moved });
      const slope = test ? product(test.function, n, before, 0) : 0;
      neurons.spike(n);
      subtractAfter(n);
      return slope;
    },
    release(n) {
      neurons.drift(n, moved);
      neurons.release(n);
      subtractAfter(n);
    },
  };
}

/** Adjoints of neurons, which pass back through their events in reverse order. */
export interface AdjointNeurons {
  /** Derivatives of the loss with respect to the variables of a neuron, with the constant 1; side by side. */
  readonly adjoint: Float64Array;
  readonly width: number;
  /** Begin at the end of a run of the neurons. */
  begin(): void;
  /** Add to the derivative with respect to a variable. */
  add(neuron: number, variable: number, value: number): void;
  /** Whether the loss depends on a neuron after its present time. */
  isLive(neuron: number): boolean;
  /** Propagate back over a time, in all of which the loss integrates `steady` times the variable that it reads. */
  retreat(neuron: number, s: number, steady: number): void;
  /** Derivative with respect to the time of an event, of which `moved` was recorded from an index on. */
  along(neuron: number, moved: Float64Array, at: number): number;
  /**
   * Pass back through a spike.
   *
   * `later` is the derivative with respect to its time, `slope` the slope of the test before it. If another event fulfilled the
   * test at once, the time is that of this event, whatever the variables: `slope` is then undefined.
   */
  spike(neuron: number, later: number, slope: number | undefined): void;
  /** Pass back through the end of a refractory period. */
  release(neuron: number): void;
  /** Whether an arrival has an effect on a neuron at its present time. */
  receives(neuron: number, jumps: readonly Jump[]): boolean;
  /** Pass back through an arrival, with `steady` as above; the derivatives are below. */
  receive(neuron: number, jumps: readonly Jump[], arrival: Arrival): void;
  /** Derivative with respect to the weight of that arrival. */
  readonly byWeight: number;
  /** Derivative with respect to the time of that arrival, unless it fulfils the test at once. */
  readonly byTime: number;
}

interface Arrival {
  readonly weight: number;
  readonly steady: number;
  /** Whether the derivative with respect to its time is requested; otherwise it is 0. */
  readonly isTimed: boolean;
}

/**
 * Derive the adjoint of neurons from their continuous form.
 *
 * `read` is the variable that the loss reads, or -1. Between events the adjoint follows the transposed flow. At a spike it passes through the transposed reset, and the derivative with respect
 * to the spike time moves it along the gradient of the test.
 *
 * @cite doi:10.1038/s41598-021-91786-z, equations 3 and 4, and doi:10.48550/arXiv.2501.07331 for delays
 */
export function adjointNeurons(
  form: EventForm,
  { isHeld: wasHeld, width, strides }: Pick<EventNeurons, "isHeld" | "width" | "strides">,
  read: number,
): AdjointNeurons {
  const { size, reset, test } = form;
  const flows = [flowSteps(form.free), flowSteps(form.held)] as const;
  const adjoint = new Float64Array(size * width);
  const isHeld = new Uint8Array(size);
  // After the last event on which the loss depends, adjoints are 0.
  const live = new Uint8Array(size);
  const turned = new Float64Array(width);
  const part = { adjoint, at: 0, variable: read, steady: 0 };
  const found = { byWeight: 0, byTime: 0 };
  const addTo = (at: number, value: number): void => {
    adjoint[at] = (adjoint[at] as number) + value;
  };
  return {
    adjoint,
    width,
    get byWeight() {
      return found.byWeight;
    },
    get byTime() {
      return found.byTime;
    },
    begin() {
      adjoint.fill(0);
      live.fill(read < 0 ? 0 : 1);
      for (let n = 0; n < size; n++) isHeld[n] = wasHeld[n * strides.flag] as number;
    },
    add: (n, variable, value) => addTo(n * width + variable, value),
    isLive: (n) => live[n] === 1,
    retreat(n, s, steady) {
      // Adjoints of a neuron that is not live are 0.
      if (s <= 0 || live[n] === 0) return;
      part.at = n * width;
      part.steady = steady;
      flows[isHeld[n] as 0 | 1].retreat(n, s, part);
    },
    along(n, moved, at) {
      let sum = 0;
      for (let k = 0; k < width - 1; k++) {
        sum += (adjoint[n * width + k] as number) * (moved[at + k] as number);
      }
      return sum;
    },
    spike(n, later, slope) {
      const at = n * width;
      isHeld[n] = 0;
      if (later === 0 && live[n] === 0) return;
      live[n] = 1;
      turned.fill(0);
      addProduct(reset, n, { x: adjoint, at, into: turned }, true);
      for (let k = 0; k < reset.to.length; k++) adjoint[at + (reset.to[k] as number)] = 0;
      for (let k = 0; k < width - 1; k++) addTo(at + k, turned[k] as number);
      if (slope === undefined || test === undefined) return;
      const { from, values, stride } = test.function;
      const share = -later / slope;
      for (let k = 0; k < from.length; k++) {
        addTo(at + (from[k] as number), share * (values[n * stride + k] as number));
      }
    },
    release(n) {
      isHeld[n] = 1;
    },
    receives(n, jumps) {
      return live[n] === 1 && !(isHeld[n] === 1 && jumps.every(({ isBlocked }) => isBlocked));
    },
    receive(n, jumps, { weight, steady, isTimed }) {
      const held = isHeld[n] === 1;
      const flow = (held ? form.held : form.free).matrix;
      let byWeight = 0;
      let moved = 0;
      for (let j = 0; j < jumps.length; j++) {
        const { variable, factor, isBlocked } = jumps[j] as Jump;
        if (isBlocked && held) continue;
        const own = ofNeuron(factor, n);
        byWeight += own * (adjoint[n * width + variable] as number);
        if (!isTimed) continue;
        // A later arrival leaves less time for the flow of its increment.
        let slope = variable === read ? steady : 0;
        for (let k = 0; k < flow.from.length; k++) {
          if (flow.from[k] !== variable) continue;
          const to = n * width + (flow.to[k] as number);
          slope += (flow.values[n * flow.stride + k] as number) * (adjoint[to] as number);
        }
        moved += own * slope;
      }
      found.byWeight = byWeight;
      found.byTime = -weight * moved;
    },
  };
}
