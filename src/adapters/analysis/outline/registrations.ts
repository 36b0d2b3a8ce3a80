import type { Registration } from "../../../core/analysis.ts";
import type { OutlinedLanguage } from "../../../core/language.ts";
import type { SgNode } from "../parse.ts";
import { spanOfNodes } from "../span-of-node.ts";
import { folded } from "./names.ts";

/** Verbs that mean a route only when a path stands first: `get` is also a method of every dictionary. */
const VERBS =
  /(^|\.)(get|post|put|delete|patch|head|options|all|any|route|Get|Post|Put|Delete|Patch|GET|POST|PUT|DELETE|PATCH|Any)$/;
/** Callees that register whatever they are given. */
const REGISTERS =
  /(^|\.)(HandleFunc|Handle|handle|handleFunc|add_url_rule|add_route|add_api_route|register_blueprint|include_router|add_middleware|addRoute|registerRoute|createContext|addMapping)$/;
/** Middleware and hooks: they shape every route after them. */
const MIDDLEWARE =
  /(^|\.)(use|Use|UseMiddleware|before_request|after_request|errorhandler|register_error_handler|addHook|param|addFilter|addInterceptor|addFilterBefore|addFilterAfter)$/;
/** Django's `urlpatterns`. */
const URL_PATTERNS = /^(path|re_path|url)$/;
/** HTTP clients have the same verbs: they call routes, they don't make them. */
const CLIENTS =
  /^(axios|requests|httpx|client|session|cy|\$http|http\.(get|post)$|fetch|superagent|ky|got|this\.http)\b/;

const DECORATED =
  /^@?[\w.]*\b(route|get|post|put|delete|patch|websocket|middleware|before_request|after_request|errorhandler|api_view|task|command|action|GetMapping|PostMapping|PutMapping|DeleteMapping|PatchMapping|RequestMapping|Path|WebServlet|WebFilter|ServerEndpoint|Controller|RestController|Get|Post|Put|Delete|Patch|All|MessagePattern|Query|Mutation|Resolver|login_required|permission_required|csrf_exempt|PreAuthorize|Secured|RolesAllowed|PermitAll|UseGuards)\b/;

/** What a call registers; undefined for calls that register nothing. */
export function registrationOfCall(call: SgNode, callee: string, language: OutlinedLanguage): Registration | undefined {
  if (CLIENTS.test(callee)) return undefined;
  const isMiddleware = MIDDLEWARE.test(callee);
  const isVerb = VERBS.test(callee);
  if (!isMiddleware && !isVerb && !REGISTERS.test(callee) && !(language === "python" && URL_PATTERNS.test(callee)))
    return undefined;
  const given =
    call
      .field("arguments")
      ?.namedChildren()
      .filter((child) => !String(child.kind()).endsWith("comment")) ?? [];
  const [first, last] = [given[0], given.at(-1)];
  if (!first || !last) return undefined;
  if (isVerb && !(given.length >= 2 && PATH_FIRST.test(first.text()))) return undefined;
  if (isMiddleware && callee.endsWith(".param") && given.length < 2) return undefined;
  const handler = handlerOf(last);
  return { text: withoutBodies(call), ...(handler && { handler }), span: spanOfNodes(call) };
}

const PATH_FIRST = /^(["'`](\/|\*|["'`])|\/|\[)/;

/** A decorator or annotation that makes its function reachable or guards it. */
export function registrationOfDecorator(decorator: SgNode): Registration | undefined {
  const text = decorator.text();
  if (text.length > 2000 || !DECORATED.test(text)) return undefined;
  const owner = decoratedNode(decorator);
  const handler = owner?.field("name")?.text();
  return { text: folded(text), ...(handler && { handler }), span: spanOfNodes(decorator) };
}

function decoratedNode(decorator: SgNode): SgNode | null {
  const parent = decorator.parent();
  if (!parent) return null;
  if (parent.kind() === "modifiers") return parent.parent();
  if (parent.kind() === "decorated_definition") return parent.field("definition");
  if (parent.kind() === "export_statement") return parent.field("declaration");
  return decorator.nextAll().find((node) => !["decorator", "comment"].includes(String(node.kind()))) ?? null;
}

/** The name that is registered: the last argument, also inside one wrapper (`asyncHandler(login)`) or a keyword (`view_func=login`). */
function handlerOf(argument: SgNode): string | undefined {
  const value = argument.kind() === "keyword_argument" ? argument.field("value") : argument;
  if (!value) return undefined;
  if (NAMES.has(String(value.kind()))) return value.text().replaceAll(/\s+/g, "").slice(0, 100);
  const inner = value.field("arguments")?.namedChildren() ?? [];
  const only = inner[0];
  return inner.length === 1 && only && NAMES.has(String(only.kind()))
    ? only.text().replaceAll(/\s+/g, "").slice(0, 100)
    : undefined;
}
const NAMES = new Set([
  "identifier",
  "attribute",
  "member_expression",
  "selector_expression",
  "method_reference",
  "field_access",
]);

/** The call on one line, with an inline handler's body left out. */
function withoutBodies(call: SgNode): string {
  const last = call.field("arguments")?.namedChildren().at(-1);
  const body = last?.field("body");
  if (!body) return folded(call.text());
  return `${folded(call.text().slice(0, body.range().start.index - call.range().start.index))} … )`;
}
