import { describe, expect, it } from "@jest/globals";
import { outlineOf } from "../../../../src/adapters/analysis/outline/outline.ts";
import { hasParser, parse } from "../../../../src/adapters/analysis/parse.ts";
import { OPTIONAL_LANGUAGES, parserPackage, type OptionalLanguage } from "../../../../src/core/language.ts";

// The packages are no dependencies: each story runs where somebody installed its own.
const STORIES: Record<OptionalLanguage, { text: string; definitions: string[]; imports: string[]; calls: string[] }> = {
  rust: {
    text: `use crate::db::{self, Pool, query as run_query};
use actix_web::*;
extern crate rand;

/// A user.
#[derive(Debug)]
pub struct User { name: String }

impl<T: Clone> Store for Wrapper<T> {
    /// Finds one.
    #[inline]
    fn find(&self, id: Id) -> Option<User> {
        self.pool.lock().execute(&format!("{}", id))?;
        std::process::Command::new("sh").output()
    }
}

mod inner {
    pub fn deep(x: u8) -> u8 { super::helper::<u8>(x) }
}
`,
    definitions: [
      "type User 5-7 | pub struct User",
      "class Wrapper 9-16 | impl<T: Clone> Store for Wrapper<T>",
      "method Wrapper.find 10-15 | fn find(&self, id: Id) -> Option<User>",
      "function inner.deep 19-19 | pub fn deep(x: u8) -> u8",
    ],
    imports: ["crate::db db", "crate::db::Pool Pool", "crate::db::query run_query", "actix_web *", "rand rand"],
    calls: [
      "self.pool.lock().execute",
      "self.pool.lock",
      "format",
      "std::process::Command::new().output",
      "std::process::Command::new",
      "super::helper::<u8>",
    ],
  },
  ruby: {
    text: `require "json"
require_relative "lib/db"

module Admin
  class UsersController < ApplicationController
    before_action :check

    # Shows one.
    def show
      @user = User.where("name = '#{params[:name]}'").first
      rows.map { |row| row }.join(1)
    end

    def self.build(x) = Admin::Db.run(x)
  end
end
`,
    definitions: [
      "class Admin 4-16 | module Admin",
      "class Admin.UsersController 5-15 | class UsersController < ApplicationController",
      "method Admin.UsersController.show 8-12 | def show",
      "method Admin.UsersController.build 14-14 | def self.build(x)",
    ],
    imports: ["json ", "lib/db "],
    calls: [
      "require",
      "require_relative",
      "before_action",
      "User.where().first",
      "User.where",
      "rows.map.join",
      "rows.map",
      "Admin::Db.run",
    ],
  },
  php: {
    text: `<?php
namespace App;
use App\\Models\\{Post, Comment as C};
use function App\\helper;

/** Shows users. */
#[Route("/x")]
final class UserController extends Controller {
    public function show(int $id): array {
        $rows = $this->db->query("select $id")->all();
        $x = new \\PDO("a");
        return User::where('a', $id);
    }
}
function load_user($id) { return helper($id); }
`,
    definitions: [
      'class UserController 6-14 | #[Route("/x")] final class UserController extends Controller',
      "method UserController.show 9-13 | public function show(int $id): array",
      "function load_user 15-15 | function load_user($id)",
    ],
    imports: ["App\\Models\\Post Post", "App\\Models\\Comment C", "App\\helper helper"],
    calls: ["$this->db->query()->all", "$this->db->query", "\\PDO", "User::where", "helper"],
  },
  csharp: {
    text: `using System.Data.SqlClient;
using Json = Newtonsoft.Json;
namespace App.Web
{
    /// <summary>Users.</summary>
    [ApiController]
    public class UsersController : ControllerBase
    {
        public UsersController(Db db) { _db = db; }

        [HttpGet("users/{id}")]
        public async Task<User> Show(int id)
        {
            var command = new SqlCommand("select " + id, _db.Open(1).Inner());
            return _db?.Run(id);
        }
    }
}
`,
    definitions: [
      "class App.Web.UsersController 5-17 | [ApiController] public class UsersController : ControllerBase",
      "method App.Web.UsersController.UsersController 9-9 | public UsersController(Db db)",
      'method App.Web.UsersController.Show 11-16 | [HttpGet("users/{id}")] public async Task<User> Show(int id)',
    ],
    imports: ["System.Data.SqlClient *", "Newtonsoft.Json Json"],
    calls: ["SqlCommand", "_db.Open().Inner", "_db.Open", "_db?.Run"],
  },
  kotlin: {
    text: `import java.sql.Connection
import com.example.db.*
import com.example.load as loadIt

@RestController
class UserController(private val db: Connection) {
    constructor(a: Int) : this(a, 1)

    @GetMapping("/users")
    fun show(id: String): List<User> {
        return db.createStatement().executeQuery("select '$id'")
    }
}

/** Not a method. */
fun String.ext(): Int = listOf(1).map { helper(it) }
`,
    definitions: [
      "class UserController 5-13 | @RestController class UserController(private val db: Connection)",
      "method UserController.constructor 7-7 | constructor(a: Int) : this(a, 1)",
      'method UserController.show 9-12 | @GetMapping("/users") fun show(id: String): List<User>',
      "function ext 15-16 | fun String.ext(): Int",
    ],
    imports: ["java.sql.Connection Connection", "com.example.db.* *", "com.example.load loadIt"],
    calls: ["db.createStatement().executeQuery", "db.createStatement", "listOf().map", "listOf", "helper"],
  },
  swift: {
    text: `import Foundation

/// A user.
class User: NSObject {
    init(name: String) { self.name = name }
    func show(_ id: Int) -> String { return db.query("x").run(id) }
}
extension User { func ext() { try? helper(2) } }
`,
    definitions: [
      "class User 3-7 | class User: NSObject",
      "method User.init 5-5 | init(name: String)",
      "method User.show 6-6 | func show(_ id: Int) -> String",
      "class User 8-8 | extension User",
      "method User.ext 8-8 | func ext()",
    ],
    imports: ["Foundation *"],
    calls: ["db.query().run", "db.query", "helper"],
  },
  scala: {
    text: `import scala.util.{Try, Success => S}
import java.sql._

/** A user. */
class User(name: String) extends Base {
  def show(id: Int): String = { db.query(id).map(helper); new Foo(1) }
}
`,
    definitions: [
      "class User 4-7 | class User(name: String) extends Base",
      "method User.show 6-6 | def show(id: Int): String",
    ],
    imports: ["scala.util Try", "scala.util S", "java.sql *"],
    calls: ["db.query().map", "db.query", "Foo"],
  },
};

describe("outlineOf: optional languages", () => {
  for (const language of OPTIONAL_LANGUAGES) {
    const { text, ...expected } = STORIES[language];

    (hasParser(language) ? describe : describe.skip)(`${language} (needs ${parserPackage(language)})`, () => {
      it("has definitions, imports and calls", () => {
        const { definitions, imports, calls } = outlineOf(parse(language, text), language, text);

        expect({
          definitions: definitions.map(
            ({ kind, qualifiedName, span, signature }) =>
              `${kind} ${qualifiedName} ${span.startLine}-${span.endLine} | ${signature}`,
          ),
          imports: imports.map(({ module, names }) => `${module} ${names.join()}`),
          calls: calls.map(({ callee }) => callee),
        }).toEqual(expected);
      });
    });
  }

  it("has no parser, and says so, where the package is not installed", () => {
    for (const language of OPTIONAL_LANGUAGES.filter((each) => !hasParser(each)))
      expect(() => parse(language, "")).toThrow(/not supported/);
  });
});
