import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root, toolEnv } from "../../scripts/lib/run.ts";

const leftOut = new Set(
  ["dist", "reports", ".git", "scripts/docs/site/generated"].map((name) => path.join(root, name)),
);

/** A copy of this project to change at will. It shares the installed packages, but not those of the site. */
export class ProjectCopy {
  readonly folder: string = mkdtempSync(path.join(tmpdir(), "dari-copy-"));

  constructor() {
    cpSync(root, this.folder, {
      recursive: true,
      filter: (source) => !leftOut.has(source) && path.basename(source) !== "node_modules",
    });
    symlinkSync(path.join(root, "node_modules"), path.join(this.folder, "node_modules"));
  }

  read(file: string): string {
    return readFileSync(path.join(this.folder, file), "utf8");
  }

  version(): string {
    return JSON.parse(this.read("package.json")).version;
  }

  /** Replaces a piece of text in a file, which must be there. */
  replace(file: string, from: string, to: string): void {
    const text = this.read(file);
    if (!text.includes(from)) throw new Error(`${file} does not say: ${from}`);
    writeFileSync(
      path.join(this.folder, file),
      text.replace(from, () => to),
    );
  }

  /** Writes a new file; the folder is made if it isn't there. */
  write(file: string, text: string): void {
    mkdirSync(path.dirname(path.join(this.folder, file)), { recursive: true });
    writeFileSync(path.join(this.folder, file), text);
  }

  /** Runs a command in the copy; what it prints comes back as one text. */
  run(command: string, ...args: string[]): { status: number | null; out: string } {
    const options = { cwd: this.folder, env: toolEnv, encoding: "utf8" as const, timeout: 300_000 };
    const { status, stdout, stderr } = spawnSync(command, args, options);
    return { status, out: stdout + stderr };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
