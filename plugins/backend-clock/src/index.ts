export { type ClockOptions, clock } from "./clock.ts";
