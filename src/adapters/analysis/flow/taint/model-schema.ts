import { z } from "zod";
import { PURPOSES } from "./purposes.ts";

/**
 * A path names what an expression is: `request.args`, `os.path.join()`, `new URL()`; `*.trim()` any receiver's. `<T>` is a
 * value of type T. It is compared whole, after local names were replaced by what was imported.
 */
export const Path = z
  .string()
  .regex(/^(?:\*\.|new )?[<\w$@][\w$.<>()[\]@/-]*$/, "not a path such as request.args or *.trim()");
const Paths = z.array(Path).min(1);
const Expression = z.string().refine((text) => isExpression(text), "not a regular expression");
const Safe = z.union([z.literal("all"), z.array(z.enum(PURPOSES)).min(1)]);
/** What goes in: the receiver, all arguments, both, or one argument by its place or name. */
const From = z.union([z.enum(["receiver", "arguments", "all"]), z.array(z.union([z.int().min(0), z.string()])).min(1)]);
/**
 * `remote`: whoever sends a request; `page`: whoever makes a link to a page; `arguments`: whoever starts the program;
 * `network`: another server's answer; `stored`: what a database or a folder holds; `archive`: what an archive says of its entries.
 */
export const SourceKind = z.enum(["remote", "page", "arguments", "network", "stored", "archive"]);
export type SourceKind = z.infer<typeof SourceKind>;

const ReadSource = z.strictObject({
  read: Paths,
  kind: SourceKind.default("remote"),
  safe: Safe.optional(),
  /** Not when its first argument is a literal: our own file. */
  varying: z.boolean().default(false),
});

/** Parameters that somebody outside fills: by a decoration of their function, an annotation or type of their own. */
const ParameterSource = z.strictObject({
  parameters: z.strictObject({
    decorated: Expression.optional(),
    annotated: Expression.optional(),
    /** Of functions that are handed to these calls: the place of the parameter. */
    handedTo: Paths.optional(),
    at: z.int().min(0).optional(),
    typed: Expression.optional(),
    /** Its name, or the key that it takes out of an object. */
    named: Expression.optional(),
    /** The name of another parameter. */
    beside: Expression.optional(),
    /** Not where the decoration says this; NAME stands for the parameter. */
    unless: Expression.optional(),
    /** What the whole text must hold for such a parameter to be there: cheap, linear. Without it every file may. */
    mentions: Expression.optional(),
    /** The function's own name. */
    of: Expression.optional(),
    except: Expression.optional(),
  }),
  kind: SourceKind.default("remote"),
  safe: Safe.optional(),
});

/** A call whose result carries what goes in. Of calls that no step names nothing is carried. */
const Step = z.strictObject({
  calls: Paths,
  from: From.default("all"),
  safe: Safe.optional(),
  /** A number is dangerous for these purposes only. */
  keeps: z.array(z.enum(PURPOSES)).min(1).optional(),
  /** It is safe only of a text that begins so: `Clean("/" + name)` can't lead out of the root. */
  beginning: Expression.optional(),
  /** It is safe only with such arguments, as written: `replace(/[^a-z]/g, "")`. */
  with: Expression.optional(),
  /** Its first argument says which of the others are written as numbers: `%d`. */
  formats: z.boolean().default(false),
});
/** A call that writes what goes in into its receiver or an argument. */
const Writer = z.strictObject({
  calls: Paths,
  from: From.default("arguments"),
  into: z.union([z.literal("receiver"), z.int().min(0)]),
  /** What it writes comes from outside, whatever goes in. */
  source: SourceKind.optional(),
});
/** A call that hands its receiver or an argument on to a function's parameter; its result is the function's. */
const Callback = z.strictObject({
  calls: Paths,
  from: From.default("receiver"),
  parameter: z.int().min(0).default(0),
  returns: z.boolean().default(true),
});
/** A test that makes a value safe where it holds (`when: true`) or fails. */
const Guard = z.strictObject({
  calls: Paths.optional(),
  /** Any call whose last name matches, unless a path says otherwise. */
  named: Expression.optional(),
  of: z.union([z.enum(["receiver", "arguments"]), z.int().min(0)]).default("arguments"),
  when: z.boolean().default(true),
  /** The literal that is looked for. */
  with: z.string().optional(),
  /** How the test is written. */
  like: Expression.optional(),
  /** The value must come from one of these calls: a prefix says nothing of a path with `..` in it. */
  after: Paths.optional(),
  /** It throws instead of answering. */
  throws: z.boolean().default(false),
  /** A number is still dangerous for these. */
  keeps: z.array(z.enum(PURPOSES)).min(1).optional(),
  safe: Safe.default("all"),
});

/** One framework's or library's part in flows: `knowledge/rules/<language>/flow/<name>.yml`. */
export const FlowModel = z.strictObject({
  about: z.string().min(3),
  /** Names for things that are reached in several ways: `request: [flask.request, "<HttpRequest>"]`. */
  objects: z.record(z.string(), z.array(Path).min(1)).default({}),
  /** Functions that are handed to these calls get the object as their parameter. */
  handlers: z
    .array(
      z.strictObject({
        calls: Paths,
        parameter: z.int().min(0),
        is: z.string(),
        near: z.array(z.string()).min(1).optional(),
      }),
    )
    .default([]),
  sources: z.array(z.union([ReadSource, ParameterSource])).default([]),
  steps: z.array(Step).default([]),
  writers: z.array(Writer).default([]),
  callbacks: z.array(Callback).default([]),
  guards: z.array(Guard).default([]),
  /** Functions of the file with such names are believed to clean what they return. */
  cleaners: z.array(z.strictObject({ named: Expression, safe: Safe.default("all") })).default([]),
  /** Types and members whose values carry no text. */
  harmless: z.strictObject({ types: Expression.optional(), members: Expression.optional() }).default({}),
});
export type FlowModel = z.infer<typeof FlowModel>;

function isExpression(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
