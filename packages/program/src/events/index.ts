export { type Calendar, createCalendar, tickOf } from "./calendar.ts";
export {
  type Coefficients,
  type Column,
  type FlowTerms,
  type LinearFlow,
  type NeuronNumbers,
  type SparseMatrix,
  solveFlow,
  type Unsolved,
} from "./closed-form.ts";
export { turns } from "./crossing.ts";
export { type CurrentCourse, currentCourse } from "./current-course.ts";
export { decaying } from "./decaying.ts";
export { drivePoints } from "./drive-points.ts";
export {
  type EventForm,
  type EventFormOptions,
  type EventTest,
  eventForm,
  type Jump,
  ofNeuron,
} from "./event-form.ts";
export {
  type Adjoints,
  addProduct,
  type Columns,
  type Course,
  type EventNeurons,
  eventNeurons,
  type FlowSteps,
  type FutureCourse,
  flowSteps,
  futureCourse,
  type NeuronsInTime,
  product,
  recordLength,
  type Schedule,
  type Strides,
} from "./event-neurons.ts";
export { type Exponentials, integralTo, slopeAt, valueAt } from "./exponentials.ts";
export { homesOf } from "./homes.ts";
export { type InstantRoute, levelsOf } from "./levels.ts";
export { createLooks } from "./looks.ts";
export { type MovingCurrent, movingCurrent } from "./moving-current.ts";
export {
  type EventKind,
  type NeuronEvents,
  type NeuronReports,
  neuronEvents,
} from "./neuron-events.ts";
export { createPending, sortedArrivals } from "./pending.ts";
export {
  mostAtOnce,
  type RepeatedSpikes,
  repeatedSpikes,
} from "./repeated-spikes.ts";
export { dividedRows, type Extent, leastDelay, type Segments, wholeRows } from "./segments.ts";
export { type SmoothForm, smoothForm } from "./smooth-form.ts";
export { type SmoothOptions, smoothNeurons } from "./smooth-neurons.ts";
export { type SourceTimes, type SourceTimesRequest, sourceTimes } from "./source-times.ts";
export type { SpikesAhead } from "./spikes-ahead.ts";
export type { DrivePoints } from "./target-points.ts";
export {
  createWindows,
  type OrderedSpikes,
  type WindowPopulation,
  type WindowRoute,
  type Windows,
} from "./windows.ts";
