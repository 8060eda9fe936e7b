/** Completes what Starlight knows of a page: titles and descriptions of the reference, and links to the files. */
import { defineRouteMiddleware } from "@astrojs/starlight/route-data";
import { document, operationOfPage } from "./description.ts";
import { filesOfPage } from "./files.ts";

const firstSentence = (text: string) => /^.*?\.(?=\s|$)/s.exec(text.trim())?.[0].replaceAll(/\s+/g, " ") ?? text;

export const onRequest = defineRouteMiddleware(({ locals: { starlightRoute: route } }) => {
  const setMeta = (name: string, content: string) => {
    const tag = route.head.find(({ attrs }) => attrs?.["name"] === name || attrs?.["property"] === name);
    if (tag) tag.attrs = { ...tag.attrs, content };
    else route.head.push({ tag: "meta", attrs: { [name.startsWith("og:") ? "property" : "name"]: name, content } });
  };
  const setTitle = (title: string) => {
    route.entry.data.title = title;
    const tag = route.head.find(({ tag }) => tag === "title");
    if (tag) tag.content = `${title} | ${document.info.title}`;
    setMeta("og:title", title);
  };
  const setDescription = (description: string) => {
    setMeta("description", description);
    setMeta("og:description", description);
  };
  const operation = operationOfPage(route.id);
  if (operation) setDescription(firstSentence(operation.description));
  if (route.id === "reference") {
    setTitle("API reference");
    setDescription(`${document.info.title}: ${document.info.summary}`);
  }
  for (const { href, label, rel, type } of filesOfPage(route.id)) {
    route.head.push({ tag: "link", attrs: { rel, type, href, title: label } });
  }
});
