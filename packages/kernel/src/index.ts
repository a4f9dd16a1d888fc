export {
  defineError,
  type ErrorFactory,
  type ErrorText,
  SpikeLoomError,
  throwAll,
} from "./errors.ts";
