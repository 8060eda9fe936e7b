/** Gives each cell of a table the heading of its column: on a narrow screen, each row is a list of headings and cells. */
import type { satteri } from "@astrojs/markdown-satteri";
import type { Element, ElementContent } from "hast";

type Plugin = Exclude<NonNullable<NonNullable<Parameters<typeof satteri>[0]>["hastPlugins"]>[number], undefined>;

/** The elements of some names within a node. */
function elementsOf(names: readonly string[], nodes: readonly ElementContent[]): Element[] {
  return nodes.flatMap((node) => {
    if (node.type !== "element") return [];
    return names.includes(node.tagName) ? [node] : elementsOf(names, node.children);
  });
}

export const labelledTables: Plugin = {
  name: "labelled-tables",
  element: {
    filter: ["table"],
    visit(table, context) {
      const headings = elementsOf(["th"], table.children).map((heading) => context.textContent(heading));
      for (const row of elementsOf(["tr"], table.children)) {
        for (const [column, cell] of elementsOf(["td"], row.children).entries())
          context.setProperty(cell, "data-label", headings[column]);
      }
    },
  },
};
