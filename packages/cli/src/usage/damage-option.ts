import { Option } from "commander";

/** The option that says what becomes of damaged files of events. */
export function damageOption(): Option {
  return new Option(
    "--damage <how>",
    "what becomes of damage in a file of events: refuse it, or keep what is whole in the order of time and tell the rest (default: refuse)",
  ).choices(["refuse", "keep"]);
}
