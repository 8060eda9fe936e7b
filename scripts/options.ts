import { type ParseArgsConfig, parseArgs } from "node:util";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Parsed<T extends Options> = ReturnType<typeof parseArgs<{ options: T }>>["values"];

/** The options that a script was given; a wrong one ends this process with a word on those that there are. */
export function readOptions<T extends Options>(options: T): Parsed<T> {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    const allowed = Object.entries(options).map(
      ([name, { type }]) => `--${name}${type === "string" ? " <value>" : ""}`,
    );
    // What follows the first sentence is advice for arguments that begin with a hyphen: no script takes any.
    const [problem] = (error as Error).message.split(/\. |\n/);
    console.error(`${problem?.replace(/\.$/, "")}.\nOptions: ${allowed.join(", ") || "none"}.`);
    process.exit(2);
  }
}
