/** Adds the links to a page's files to what Starlight puts into its head. */
import { defineRouteMiddleware } from "@astrojs/starlight/route-data";
import { filesOfPage } from "./files.ts";

export const onRequest = defineRouteMiddleware(({ locals: { starlightRoute: route } }) => {
  for (const { href, label, rel, type } of filesOfPage(route.id)) {
    route.head.push({ tag: "link", attrs: { rel, type, href, title: label } });
  }
});
