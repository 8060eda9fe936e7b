import { execFile, spawnSync } from "node:child_process";
import path from "node:path";

/** The folder that holds package.json. */
export const root: string = path.resolve(import.meta.dirname, "../..");

/** The environment in which the project's tools run: their binaries first, and no telemetry. */
export const toolEnv: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: [path.join(root, "node_modules/.bin"), process.env["PATH"]].join(path.delimiter),
  REDOCLY_TELEMETRY: "off",
  REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
};

/** Tools that are programs of Node.js, by their files: Windows can't start what `npm ci` puts into `.bin` for them. */
const programs: Readonly<Record<string, string>> = { redocly: "@redocly/cli/bin/cli.js" };

/** What starts a tool: its program, or the tool itself. */
function commandOf(tool: string, args: readonly string[]): { command: string; args: string[] } {
  const program = programs[tool];
  if (program === undefined) return { command: tool, args: [...args] };
  return { command: process.execPath, args: [path.join(root, "node_modules", program), ...args] };
}

/**
 * Runs a tool in the project's root and returns what it printed; when it fails, prints that and what to do next, and ends
 * this process with its status.
 */
export function run(tool: string, args: string[], next = ""): string {
  const start = commandOf(tool, args);
  const options = { cwd: root, env: toolEnv, encoding: "utf8", maxBuffer: 1e8 } as const;
  const { status, stdout, stderr, error } = spawnSync(start.command, start.args, options);
  if (status === 0) return stdout;
  process.stderr.write(
    `${stdout ?? ""}${stderr ?? ""}\n\`${tool} ${args.join(" ")}\` failed. ${error?.message ?? ""}${next}\n`,
  );
  process.exit(status ?? 1);
}

/** Runs a tool in the project's root without blocking; resolves to its exit status and output, also when it fails. */
export function execute(tool: string, args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const start = commandOf(tool, args);
  return new Promise((resolve) => {
    execFile(start.command, start.args, { cwd: root, env: toolEnv, timeout: 60_000 }, (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === "number" ? error.code : Number(error !== null), stdout, stderr });
    });
  });
}
