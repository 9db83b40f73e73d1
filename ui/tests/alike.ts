// The sentences that are rightly the same as in English: names, signs, and words that two languages share.
// Whatever else equals the English is not translated yet.
import type { MessageKey, WindowLanguage } from "../src/lib/messages";

/** Names and signs that no language changes. */
export const alikeEverywhere: readonly MessageKey[] = [
  "brand.name",
  "city.geonames",
  "facet.numbered",
  "fact.doi",
  "fact.isbn",
  "home.example.2", // shows that a word of another language finds something
  "key.name.alt",
  "result.paragraph",
];

/** Words that are the same in English and in this language. */
export const alikeIn: Readonly<Record<Exclude<WindowLanguage, "en">, readonly MessageKey[]>> = {
  de: [
    "facet.region",
    "fact.form",
    "filter.chip",
    "home.example.3",
    "key.name.escape",
    "kind.institution",
    "reader.text",
    "size.percent",
    "source_kind.blog",
    "source_kind.institution",
    "sync.server",
  ],
  fr: [
    "actions.title",
    "fact.pages",
    "fact.question",
    "fra.structure",
    "key.name.ctrl",
    "kind.article",
    "kind.institution",
    "kind.publication",
    "kinds.article",
    "kinds.institution",
    "kinds.publication",
    "rail.collection",
    "rail.menu",
    "settings.records",
    "source.all",
    "source_kind.blog",
    "source_kind.document",
    "source_kind.institution",
    "sources.attribution",
    "sources.licence",
    "stave.number",
    "sync.part.sources",
  ],
  nl: [
    "fact.partners",
    "filter.chip",
    "home.example.3",
    "key.name.ctrl",
    "key.name.enter",
    "key.name.escape",
    "key.name.shift",
    "rail.menu",
    "settings.privacy",
    "source_kind.blog",
    "source_kind.document",
    "source_kind.forum",
    "sync.server",
  ],
  sv: [
    "facet.region",
    "filter.chip",
    "key.name.ctrl",
    "key.name.escape",
    "kind.institution",
    "reader.text",
    "source_kind.institution",
    "sync.part.text",
    "sync.server",
  ],
  es: ["filter.chip", "key.name.ctrl", "key.name.escape", "source_kind.blog"],
};
