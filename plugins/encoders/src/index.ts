import type { EncoderRecord } from "@spikeloom/kernel";
import { benSpiker } from "./ben-spiker.ts";
import { burst } from "./burst.ts";
import { cochlea } from "./cochlea.ts";
import { delta } from "./delta.ts";
import { eventCamera } from "./event-camera.ts";
import { events } from "./events.ts";
import { latency } from "./latency.ts";
import { latencyLinear } from "./latency-linear.ts";
import { movingWindow } from "./moving-window.ts";
import { phase } from "./phase.ts";
import { population } from "./population.ts";
import { populationCircular } from "./population-circular.ts";
import { rankOrder } from "./rank-order.ts";
import { rate } from "./rate.ts";
import { rateBernoulli } from "./rate-bernoulli.ts";
import { rateRegular } from "./rate-regular.ts";
import { sendOnDelta } from "./send-on-delta.ts";
import { stepForward } from "./step-forward.ts";
import { thresholdBased } from "./threshold-based.ts";

export { ENCODER_RATE, ENCODER_VALUE } from "./errors.ts";
export {
  benSpiker,
  burst,
  cochlea,
  delta,
  eventCamera,
  events,
  latency,
  latencyLinear,
  movingWindow,
  phase,
  population,
  populationCircular,
  rankOrder,
  rate,
  rateBernoulli,
  rateRegular,
  sendOnDelta,
  stepForward,
  thresholdBased,
};

/** All encoders of this package. */
export const encoders: readonly EncoderRecord[] = [
  rate,
  rateBernoulli,
  rateRegular,
  latency,
  latencyLinear,
  rankOrder,
  phase,
  burst,
  population,
  populationCircular,
  delta,
  sendOnDelta,
  stepForward,
  movingWindow,
  thresholdBased,
  benSpiker,
  cochlea,
  eventCamera,
  events,
];
