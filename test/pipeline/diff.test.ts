import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ProjectCopy } from "../support/project-copy.ts";

let copy: ProjectCopy;

const git = (...args: string[]) =>
  copy.run("git", "-c", "user.name=Test", "-c", "user.email=test@example.com", ...args);
const diff = () => copy.run("node", "scripts/diff.ts");
const released = "\n## [0.1.0] - 2026-01-31\n\nThe first release.\n";

beforeAll(() => {
  copy = new ProjectCopy();
  git("init", "--quiet");
  copy.replace("package.json", copy.version(), "0.1.0");
  copy.replace("CHANGELOG.md", copy.read("CHANGELOG.md").split("## [Unreleased]")[1] ?? "", `\n${released}`);
  git("add", "--all");
  git("commit", "--quiet", "--message=release");
  git("commit", "--quiet", "--allow-empty", "--message=after the release");
});

beforeEach(() => {
  git("reset", "--quiet", "--hard");
  git("tag", "--force", "v0.1.0", "HEAD~1");
});

afterAll(() => copy.remove());

describe("npm run diff, in a project with a release", () => {
  test("has nothing to say while the description is as it was released", () => {
    expect(diff()).toMatchObject({ status: 0, out: expect.stringContaining("Nothing changed.") });
  });

  test("asks for the version and for a word in the changelog, and then is content", () => {
    copy.replace(
      "openapi/openapi.yaml",
      "        storage_binding_id:\n",
      "        priority:\n          type: string\n          description: How urgent it is.\n        storage_binding_id:\n",
    );
    const first = diff();
    expect(first.status).toBe(1);
    expect(first.out).toContain("This needs a minor step: 0.2.0 at least.");
    expect(first.out).toContain("npm version 0.2.0 --no-git-tag-version");
    expect(first.out).toContain("CHANGELOG.md says nothing");

    copy.replace("package.json", '"version": "0.1.0"', '"version": "0.2.0"');
    copy.replace("CHANGELOG.md", "## [Unreleased]\n", "## [Unreleased]\n\n### Added\n\n- `priority`.\n");
    expect(diff().status).toBe(0);
  });

  test("takes types on which the last release's type tests fail for a major change", () => {
    copy.replace(
      "src/client/types.ts",
      'export interface Session extends Readonly<Schemas["Session"]> {}',
      "export interface Session { readonly id: string }",
    );
    const { status, out } = diff();
    expect(status).toBe(1);
    expect(out).toContain("the type tests of v0.1.0 no longer compile");
    expect(out).toContain("This needs a major step: 1.0.0 at least.");
  });

  test("says what to fetch when the tag of a release is missing", () => {
    git("tag", "--delete", "v0.1.0");
    copy.replace("package.json", '"version": "0.1.0"', '"version": "0.2.0"');
    const { status, out } = diff();
    expect(status).toBe(1);
    expect(out).toContain("git fetch --tags");
  });
});

describe("npm run release:notes", () => {
  const notes = (tag: string) => copy.run("node", "scripts/release-notes.ts", "--tag", tag);

  test("prints what the changelog says of the release", () => {
    expect(notes("v0.1.0")).toEqual({ status: 0, out: "The first release.\n" });
  });

  test.for<[string, string, () => void]>([
    ["a tag that isn't the version of package.json", "package.json says 0.1.0: tag v0.1.0", () => {}],
    [
      "a version that the changelog doesn't date",
      'CHANGELOG.md has no heading "## [0.2.0] - YYYY-MM-DD"',
      () => copy.replace("package.json", '"version": "0.1.0"', '"version": "0.2.0"'),
    ],
    [
      "a version of which the changelog says nothing",
      "CHANGELOG.md says nothing of 0.2.0",
      () => {
        copy.replace("package.json", '"version": "0.1.0"', '"version": "0.2.0"');
        copy.replace("CHANGELOG.md", "## [0.1.0]", "## [0.2.0] - 2026-02-28\n\n## [0.1.0]");
      },
    ],
  ])("refuses %s", ([, problem, change]) => {
    change();
    expect(notes("v0.2.0")).toMatchObject({ status: 1, out: expect.stringContaining(problem) });
  });
});
