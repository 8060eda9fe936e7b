import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import spec from "../../generated/openapi.json" with { type: "json" };
import { changesBetween, largest } from "../../scripts/lib/changes.ts";
import { nextVersion } from "../../scripts/lib/release.ts";

type Spec = typeof spec;

const folder = mkdtempSync(path.join(tmpdir(), "dari-changes-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The step that a change to a copy of the description needs. */
function stepOf(change: (copy: Spec) => void, before: (copy: Spec) => void = () => {}): string {
  const [base, revision] = [structuredClone(spec), structuredClone(spec)];
  before(base);
  before(revision);
  change(revision);
  const write = (name: string, document: Spec) => {
    writeFileSync(path.join(folder, name), JSON.stringify(document));
    return path.join(folder, name);
  };
  return largest(changesBetween(write("base.json", base), write("revision.json", revision)).map(({ step }) => step));
}

const route = "/v1/agents/{agent_id}/sessions";
const session = (copy: Spec) => copy.components.schemas.Session;
const request = (copy: Spec) => copy.components.schemas.CreateSessionRequest;
const text = { type: "string", description: "A text." };

describe("a change of the description needs", () => {
  test.for<{ step: string; change: string; to: (copy: Spec) => void }>([
    {
      step: "major",
      change: "a removed field",
      to: (copy) => {
        session(copy).required = session(copy).required.filter((name) => name !== "version_id");
        Reflect.deleteProperty(session(copy).properties, "version_id");
      },
    },
    {
      step: "major",
      change: "a removed request field",
      to: (copy) => Reflect.deleteProperty(request(copy).properties, "name"),
    },
    {
      step: "major",
      change: "a narrowed type",
      to: (copy) => Object.assign(request(copy).properties.name, { maxLength: 9 }),
    },
    {
      step: "major",
      change: "another type",
      to: (copy) => Object.assign(request(copy).properties.internet_access, { type: "string" }),
    },
    {
      step: "major",
      change: "a new required request field",
      to: (copy) => Object.assign(request(copy), { required: ["name"] }),
    },
    {
      step: "major",
      change: "a closed status",
      to: (copy) => Object.assign(session(copy).properties.status, { enum: ["idle", "running"] }),
    },
    {
      step: "major",
      change: "a response that takes no more fields",
      to: (copy) => Object.assign(session(copy), { additionalProperties: false }),
    },
    { step: "major", change: "a removed security", to: (copy) => Reflect.deleteProperty(copy, "security") },
    { step: "major", change: "an emptied security", to: (copy) => Object.assign(copy, { security: [] }) },
    {
      step: "major",
      change: "an operation without security",
      to: (copy) => Object.assign(copy.paths[route].post, { security: [] }),
    },
    {
      step: "major",
      change: "a dropped writeOnly",
      to: (copy) => Reflect.deleteProperty(request(copy).properties.secrets, "writeOnly"),
    },
    {
      step: "major",
      change: "a removed response",
      to: (copy) => Reflect.deleteProperty(copy.paths[route].post.responses, "201"),
    },
    {
      step: "minor",
      change: "an added optional field",
      to: (copy) => Object.assign(request(copy).properties, { priority: text }),
    },
    {
      step: "minor",
      change: "an added field of the response",
      to: (copy) => Object.assign(session(copy).properties, { priority: text }),
    },
    {
      step: "minor",
      change: "an added operation",
      to: (copy) =>
        Object.assign(copy.paths, {
          "/v1/sessions": { get: { ...copy.paths[route].post, operationId: "other", security: [] } },
        }),
    },
    {
      step: "patch",
      change: "a reworded description",
      to: (copy) => Object.assign(request(copy).properties.name, { description: "How users call it." }),
    },
    { step: "none", change: "no change", to: () => {} },
  ])("$step for $change", ({ step, to }) => {
    expect(stepOf(to)).toBe(step);
  });

  test("no major step for opening what was closed", () => {
    const close = (copy: Spec) => Object.assign(request(copy), { additionalProperties: false });
    const open = (copy: Spec) => Object.assign(request(copy), { additionalProperties: true });
    expect(stepOf(open, close)).not.toBe("major");
  });
});

test.for([
  ["1.2.3", "none", "1.2.3"],
  ["1.2.3", "patch", "1.2.4"],
  ["1.2.3", "minor", "1.3.0"],
  ["1.2.3", "major", "2.0.0"],
  ["0.1.0", "major", "1.0.0"],
] as const)("after %s a %s step leads to %s", ([version, step, next]) => {
  expect(nextVersion(version, step)).toBe(next);
});
