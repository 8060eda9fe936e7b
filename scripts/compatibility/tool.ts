import { execFile } from "node:child_process";
import path from "node:path";
import { root, toolEnv } from "../run.ts";

/** A public tool that reads descriptions. */
export interface Tool {
  readonly name: string;
  /** Its packages on the registry with their versions; the first one gives the tool's version. */
  readonly packages: readonly [string, ...string[]];
  /** Gives the tool, which is installed in a folder, the description; resolves to the problems that it reports. */
  problemsOf(folder: string): Promise<string[]>;
}

/** The file that the tools read. */
export const description: string = path.join(root, "generated/openapi.json");

/** The file of a command of a tool that is installed in a folder. */
export function binary(folder: string, name: string): string {
  return path.join(folder, "node_modules/.bin", name);
}

/** Runs a command in a folder; resolves to its exit status and to the lines that it prints. */
export function execute(folder: string, command: string, args: string[]): Promise<{ status: number; lines: string[] }> {
  const options = { cwd: folder, env: { ...toolEnv, NO_COLOR: "1" }, timeout: 120_000 };
  return new Promise((resolve) => {
    execFile(command, args, options, (error, stdout, stderr) => {
      const lines = (stdout + stderr).split("\n").filter((line) => line.trim() !== "");
      resolve({ status: typeof error?.code === "number" ? error.code : Number(error !== null), lines });
    });
  });
}
