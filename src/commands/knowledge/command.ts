import type { KnowledgeStore } from "../../core/knowledge.ts";

/** What the words of `reflexgen knowledge` need; `write` takes text for people, line ends included. */
export type KnowledgeCommand = { store: KnowledgeStore; write: (text: string) => void };
