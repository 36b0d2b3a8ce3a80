import { readFileSync, writeFileSync } from "node:fs";
import { format } from "prettier";
import { withScratch } from "../scratch.ts";
import { detectionSection } from "./detection-section.ts";
import { judgeChoices } from "./judge-choices.ts";
import { measureRules } from "./measure-rules.ts";
import { withSection } from "./place-section.ts";
import { scoreSets } from "./score-sets.ts";
import { hasSharedData } from "./shared-data.ts";
import { scanTrojanSources } from "./trojan-sources.ts";

// `npm run bench:detect` measures detection on labelled data and writes its section of docs/benchmarks.md, and docs/rules-measured.md.
if (!hasSharedData()) {
  console.error("Nothing measured: the labelled data is not beside this clone (../shared).");
} else {
  await withScratch(async (scratch) => {
    console.log("Scoring the sets, with --all and without …");
    const all = scoreSets(scratch, ["--all"]);
    const usual = scoreSets(scratch, []);
    const trojan = scanTrojanSources(scratch);
    const choices = await judgeChoices();
    const day = new Date().toISOString().slice(0, 10);
    const section = detectionSection({ all, usual, trojan, choices, day });
    const target = new URL("../../docs/benchmarks.md", import.meta.url);
    const page = withSection(readFileSync(target, "utf8"), "detection", section);
    writeFileSync(target, await format(page, { parser: "markdown", printWidth: 120 }));
    const rules = new URL("../../docs/rules-measured.md", import.meta.url);
    writeFileSync(rules, await format(measureRules(scratch, day), { parser: "markdown", printWidth: 120 }));
    console.log(section.slice(0, section.indexOf("### By language")));
  });
}
