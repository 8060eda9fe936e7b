/** What the pages say of the project and its operations, as `npm run docs` has written it. */
import type { OperationPage } from "../../reference.ts";
import info from "../generated/info.json";
import operationPages from "../generated/operations.json";
import facts from "../generated/project.json";

interface Project {
  name: string;
  version: string;
  /** The address of the public repository, if there is one. */
  repository?: string;
}

export { info };
export const operations: OperationPage[] = operationPages as OperationPage[];
export const project: Project = facts;
