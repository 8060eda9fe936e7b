/** Every sequence, and the cases that stand for them in reports. */
import type { Operation } from "../../openapi/operation.ts";
import type { Resource, Resources } from "../../openapi/resources/resources.ts";
import type { TestCase } from "../generate/test-case.ts";
import { actions } from "./sequences/action.ts";
import { replaced, updated } from "./sequences/change.ts";
import { createSequences } from "./sequences/create.ts";
import { filters, pages } from "./sequences/list.ts";
import { notModified } from "./sequences/not-modified.ts";
import { preconditions } from "./sequences/precondition.ts";
import { readOnlyProperties } from "./sequences/read-only.ts";
import { refused } from "./sequences/refuse.ts";
import { removed } from "./sequences/remove.ts";
import { otherParent, unknownItem, unknownParent } from "./sequences/unknown.ts";
import type { Sequence } from "./steps/sequence.ts";

const sequences: readonly Sequence[] = [
  ...createSequences,
  replaced,
  updated,
  actions,
  refused,
  readOnlyProperties,
  removed,
  unknownItem,
  otherParent,
  unknownParent,
  pages,
  filters,
  preconditions,
  notModified,
];

/** A sequence about a resource, and the case that stands for it. */
export interface PlannedSequence {
  readonly resource: Resource;
  readonly sequence: Sequence;
  readonly testCase: TestCase;
}

/** The sequences that the resources of a description call for, and that are asked for. */
export function plannedSequences(resources: Resources, only?: string): PlannedSequence[] {
  const ids = new Map<string, number>();
  const planned = resources.all.flatMap((resource) =>
    sequences.flatMap((sequence) => {
      const operation = sequence.operationOf(resource, resources);
      if (!operation) return [];
      const id = `${operation.id}/state/${sequence.name}`;
      const count = (ids.get(id) ?? 0) + 1;
      ids.set(id, count);
      return { resource, sequence, testCase: caseOf(sequence, operation, count === 1 ? id : `${id}-${count}`) };
    }),
  );
  return planned.filter(
    ({ testCase: { id, title, pointer } }) =>
      only === undefined || [id, title, pointer].some((text) => text.includes(only)),
  );
}

function caseOf({ title }: Sequence, operation: Operation, id: string): TestCase {
  const { method, path, pointer } = operation;
  return {
    id,
    operation,
    expects: "accepted",
    title,
    pointer,
    template: { method, path, query: [], headers: {}, body: undefined, encoding: "utf8" },
    sent: undefined,
    fromState: {},
    twice: false,
    randomIndex: undefined,
    notBefore: undefined,
  };
}
