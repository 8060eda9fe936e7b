import { execFile, spawnSync } from "node:child_process";
import path from "node:path";

/** The folder that holds package.json. */
export const root: string = path.resolve(import.meta.dirname, "..");

/** The environment in which the project's tools run: their binaries first, and no telemetry. */
export const toolEnv: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: [path.join(root, "node_modules/.bin"), process.env["PATH"]].join(path.delimiter),
  REDOCLY_TELEMETRY: "off",
  REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
};

/**
 * Runs a tool in the project's root; when it fails, prints what it said and what to do next, and ends this process with
 * its status.
 */
export function run(tool: string, args: string[], next = ""): void {
  const { status, stdout, stderr, error } = spawnSync(tool, args, { cwd: root, env: toolEnv, encoding: "utf8" });
  if (status === 0) return;
  process.stderr.write(
    `${stdout ?? ""}${stderr ?? ""}\n\`${tool} ${args.join(" ")}\` failed. ${error?.message ?? ""}${next}\n`,
  );
  process.exit(status ?? 1);
}

/** Runs a tool in the project's root without blocking; resolves to its exit status and output, also when it fails. */
export function execute(tool: string, args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(tool, args, { cwd: root, env: toolEnv, timeout: 60_000 }, (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === "number" ? error.code : Number(error !== null), stdout, stderr });
    });
  });
}
