import type { Language } from "../../../core/language.ts";

/** Folders whose rules are no ast-grep patterns: what they report is found by code, what they say of it is data. */
export const DOCUMENT_FOLDERS = ["text", "dockerfile", "workflow"] as const;
export type DocumentFolder = (typeof DOCUMENT_FOLDERS)[number];

const OF_LANGUAGE: Partial<Record<Language, DocumentFolder>> = { dockerfile: "dockerfile", yaml: "workflow" };
/** How the rules of a folder name their language. */
export const LANGUAGE_OF_FOLDER: Readonly<Record<DocumentFolder, Language>> = {
  text: "text",
  dockerfile: "dockerfile",
  workflow: "yaml",
};

/** Which of them a language gets: those for any text, and those of its own. */
export function documentFoldersOf(language: Language): DocumentFolder[] {
  const own = OF_LANGUAGE[language];
  return own ? ["text", own] : ["text"];
}

export function isDocumentFolder(name: string): name is DocumentFolder {
  return (DOCUMENT_FOLDERS as readonly string[]).includes(name);
}
