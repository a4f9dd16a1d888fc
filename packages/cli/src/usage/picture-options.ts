import { type Command, Option } from "commander";

/** Add the options for colours and transparent pixels. */
export function addPictureOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--grey <luma>",
        "convert colour images to luma as defined in ITU-R BT.601 or BT.709 (default: keep red, green and blue)",
      ).choices(["bt601", "bt709"]),
    )
    .addOption(
      new Option(
        "--alpha <how>",
        "treat transparent pixels as opaque; by default they are refused",
      ).choices(["ignore"]),
    );
}
