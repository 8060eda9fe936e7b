/** The operations about a resource, and a resource without those that can't be tested. */
import type { Operation } from "../../openapi/operation.ts";
import type { Resource } from "../../openapi/resources/resources.ts";

/** The operations about a resource, the first that creates its items first. */
export function operationsOf({ sources, lists, read, replace, update, remove }: Resource): Operation[] {
  const [source] = sources;
  return [source?.operation, ...lists, read, replace, update, remove].filter((operation) => operation !== undefined);
}

/** A resource as if the description did not have some of its operations. */
export function withoutOperations(resource: Resource, operations: readonly Operation[]): Resource {
  const { sources, lists, read, replace, update, remove, actions } = resource;
  const isLeft = (operation: Operation) => !operations.includes(operation);
  const ifLeft = (operation: Operation | undefined) => (operation && isLeft(operation) ? operation : undefined);
  return {
    ...resource,
    sources: sources.filter(({ operation }) => isLeft(operation)),
    lists: lists.filter(isLeft),
    read: ifLeft(read),
    replace: ifLeft(replace),
    update: ifLeft(update),
    remove: ifLeft(remove),
    actions: actions.filter(isLeft),
  };
}
