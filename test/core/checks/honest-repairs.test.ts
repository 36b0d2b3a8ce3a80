import { afterAll, describe, expect, it } from "@jest/globals";
import { agreeing, checked, failures, openRealAnalysis } from "./setting.ts";

const analysis = openRealAnalysis();
afterAll(() => analysis.close());

type Claim = { weakness: string; quote: string; sink: string };
type Repair = [name: string, path: string, claim: Claim, before: string, after: string];

const repairs: Repair[] = [
  [
    "binds two values of one statement (Python)",
    "a.py",
    { weakness: "CWE-89", quote: "cursor.execute(sql)", sink: "cursor.execute" },
    `def update(cursor, user, mail):
    sql = "UPDATE users SET mail = '%s' WHERE name = '%s'" % (mail, user)
    cursor.execute(sql)
    return cursor.rowcount
`,
    `def update(cursor, user, mail):
    sql = "UPDATE users SET mail = %s WHERE name = %s"
    cursor.execute(sql, (mail, user))
    return cursor.rowcount
`,
  ],
  [
    "drops the escaping that binding makes needless (Python)",
    "a.py",
    { weakness: "CWE-89", quote: "db.execute", sink: "db.execute" },
    `def find(db, name):
    return db.execute("SELECT id FROM users WHERE name = '" + escape_string(name) + "'").fetchone()
`,
    `def find(db, name):
    return db.execute("SELECT id FROM users WHERE name = ?", (name,)).fetchone()
`,
  ],
  [
    "hands a command's words over as a list (Python)",
    "a.py",
    { weakness: "CWE-78", quote: 'os.system("ping -c 1 " + host)', sink: "os.system" },
    `import os

def ping(host):
    status = os.system("ping -c 1 " + host)
    return status == 0
`,
    `import os
import subprocess

def ping(host):
    status = subprocess.run(["ping", "-c", "1", host]).returncode
    return status == 0
`,
  ],
  [
    "loads YAML safely (Python)",
    "a.py",
    { weakness: "CWE-502", quote: "yaml.load(stream)", sink: "yaml.load" },
    `import yaml

def settings(path):
    with open(path) as stream:
        return yaml.load(stream)
`,
    `import yaml

def settings(path):
    with open(path) as stream:
        return yaml.safe_load(stream)
`,
  ],
  [
    "refuses paths outside the folder (Python)",
    "a.py",
    { weakness: "CWE-22", quote: "send_file(path)", sink: "send_file" },
    `import os
from flask import abort, request, send_file

ROOT = "/srv/files"

def download():
    name = request.args.get("name")
    path = os.path.join(ROOT, name)
    if not os.path.exists(path):
        abort(404)
    return send_file(path)
`,
    `import os
from flask import abort, request, send_file

ROOT = "/srv/files"

def download():
    name = request.args.get("name")
    path = os.path.realpath(os.path.join(ROOT, name))
    if os.path.commonpath([os.path.realpath(ROOT), path]) != os.path.realpath(ROOT):
        abort(403)
    if not os.path.exists(path):
        abort(404)
    return send_file(path)
`,
  ],
  [
    "raises on bad paths under a new name (Python)",
    "a.py",
    { weakness: "CWE-22", quote: "open(path)", sink: "open" },
    `from pathlib import Path

def read(base, name):
    path = Path(base) / name
    with open(path) as file:
        return file.read()
`,
    `from pathlib import Path

def read(base, name):
    root = Path(base).resolve()
    path = (root / name).resolve()
    if not path.is_relative_to(root):
        raise ValueError("name leads out of the folder")
    with open(path) as file:
        return file.read()
`,
  ],
  [
    "draws a token from a secure source (Python)",
    "a.py",
    { weakness: "CWE-338", quote: "random.choice(string.ascii_letters)", sink: "random.choice" },
    `import random
import string

def token(store, user):
    value = "".join(random.choice(string.ascii_letters) for _ in range(16))
    store.save(user, value)
    return value
`,
    `import random
import secrets
import string

def token(store, user):
    value = secrets.token_hex(16)
    store.save(user, value)
    return value
`,
  ],
  [
    "escapes what goes into HTML (Python)",
    "a.py",
    { weakness: "CWE-79", quote: `"<h1>Hello " + name + "</h1>"`, sink: "return" },
    `from flask import request

def hello():
    name = request.args.get("name", "you")
    return "<h1>Hello " + name + "</h1>"
`,
    `from flask import request
from markupsafe import escape

def hello():
    name = request.args.get("name", "you")
    return "<h1>Hello " + str(escape(name)) + "</h1>"
`,
  ],
  [
    "switches certificate checks on (Python)",
    "a.py",
    { weakness: "CWE-295", quote: "verify=False", sink: "requests.get" },
    `import requests

def load(url, headers):
    answer = requests.get(url, headers=headers, verify=False)
    answer.raise_for_status()
    return answer.json()
`,
    `import requests

def load(url, headers):
    answer = requests.get(url, headers=headers, timeout=10)
    answer.raise_for_status()
    return answer.json()
`,
  ],
  [
    "parses a literal instead of running it (Python)",
    "a.py",
    { weakness: "CWE-95", quote: "eval(text)", sink: "eval" },
    `def parse(text, log):
    log.info("parsing")
    return eval(text)
`,
    `import ast

def parse(text, log):
    log.info("parsing")
    return ast.literal_eval(text)
`,
  ],
  [
    "asks for the right before it acts (Python)",
    "a.py",
    { weakness: "CWE-862", quote: "Document.query.get(document_id)", sink: "Document.query.get" },
    `from flask import abort
from flask_login import current_user

def delete(document_id):
    document = Document.query.get(document_id)
    db.session.delete(document)
    db.session.commit()
    return "", 204
`,
    `from flask import abort
from flask_login import current_user

def delete(document_id):
    document = Document.query.get(document_id)
    if document.owner_id != current_user.id:
        abort(403)
    db.session.delete(document)
    db.session.commit()
    return "", 204
`,
  ],
  [
    "sets text instead of markup (TypeScript)",
    "a.ts",
    { weakness: "CWE-79", quote: "box.innerHTML = message", sink: "innerHTML" },
    `export const show = (box: HTMLElement, message: string): void => {
  box.innerHTML = message;
  box.hidden = false;
};
`,
    `export const show = (box: HTMLElement, message: string): void => {
  box.textContent = message;
  box.hidden = false;
};
`,
  ],
  [
    "starts a program with its words and the old callback (JavaScript)",
    "a.js",
    { weakness: "CWE-78", quote: "exec(`convert ${input} ${output}`", sink: "exec" },
    `const { exec } = require("child_process");

function convert(input, output, done) {
  exec(\`convert \${input} \${output}\`, (error, stdout) => {
    if (error) return done(error);
    done(null, stdout);
  });
}
`,
    `const { execFile } = require("child_process");

function convert(input, output, done) {
  execFile("convert", [input, output], (error, stdout) => {
    if (error) return done(error);
    done(null, stdout);
  });
}
`,
  ],
  [
    "binds a value by number (JavaScript)",
    "a.js",
    { weakness: "CWE-89", quote: "pool.query(`SELECT * FROM items WHERE owner = '${owner}'`)", sink: "pool.query" },
    `async function items(pool, owner) {
  const { rows } = await pool.query(\`SELECT * FROM items WHERE owner = '\${owner}'\`);
  return rows;
}
`,
    `async function items(pool, owner) {
  const { rows } = await pool.query("SELECT * FROM items WHERE owner = $1", [owner]);
  return rows;
}
`,
  ],
  [
    "answers an error for an address elsewhere (JavaScript)",
    "a.js",
    { weakness: "CWE-601", quote: "res.redirect(target)", sink: "res.redirect" },
    `function leave(req, res) {
  const target = req.query.to;
  log(target);
  res.redirect(target);
}
`,
    `function leave(req, res) {
  const target = req.query.to;
  log(target);
  if (typeof target !== "string" || !target.startsWith("/") || target.startsWith("//")) {
    return res.status(400).send("invalid target");
  }
  res.redirect(target);
}
`,
  ],
  [
    "prepares a statement (Java)",
    "A.java",
    { weakness: "CWE-89", quote: "statement.executeQuery", sink: "executeQuery" },
    `import java.sql.*;

class Users {
  String mail(Connection connection, String name) throws SQLException {
    Statement statement = connection.createStatement();
    ResultSet result = statement.executeQuery("SELECT mail FROM users WHERE name = '" + name + "'");
    if (!result.next()) return null;
    return result.getString("mail");
  }
}
`,
    `import java.sql.*;

class Users {
  String mail(Connection connection, String name) throws SQLException {
    PreparedStatement statement = connection.prepareStatement("SELECT mail FROM users WHERE name = ?");
    statement.setString(1, name);
    ResultSet result = statement.executeQuery();
    if (!result.next()) return null;
    return result.getString("mail");
  }
}
`,
  ],
  [
    "binds a value (Go)",
    "a.go",
    { weakness: "CWE-89", quote: "db.Query(query)", sink: "db.Query" },
    `package users

import (
	"database/sql"
	"fmt"
)

func Find(db *sql.DB, name string) (*sql.Rows, error) {
	query := fmt.Sprintf("SELECT id FROM users WHERE name = '%s'", name)
	rows, err := db.Query(query)
	if err != nil {
		return nil, fmt.Errorf("find: %w", err)
	}
	return rows, nil
}
`,
    `package users

import (
	"database/sql"
	"fmt"
)

func Find(db *sql.DB, name string) (*sql.Rows, error) {
	rows, err := db.Query("SELECT id FROM users WHERE name = ?", name)
	if err != nil {
		return nil, fmt.Errorf("find: %w", err)
	}
	return rows, nil
}
`,
  ],
  [
    "looks at what malloc gave (C)",
    "a.c",
    { weakness: "CWE-476", quote: "malloc(size)", sink: "malloc" },
    `#include <stdlib.h>
#include <string.h>

char *copy(const char *text, size_t size) {
  char *out = malloc(size);
  memcpy(out, text, size);
  return out;
}
`,
    `#include <stdlib.h>
#include <string.h>

char *copy(const char *text, size_t size) {
  char *out = malloc(size);
  if (out == NULL)
    return NULL;
  memcpy(out, text, size);
  return out;
}
`,
  ],
  [
    "bounds a loop (C)",
    "a.c",
    { weakness: "CWE-787", quote: "i <= count", sink: "values[i]" },
    `void clear(int *values, int count) {
  int i;
  for (i = 0; i <= count; i++) {
    values[i] = 0;
  }
}
`,
    `void clear(int *values, int count) {
  int i;
  for (i = 0; i < count; i++) {
    values[i] = 0;
  }
}
`,
  ],
  [
    "frees after the last use (C)",
    "a.c",
    { weakness: "CWE-416", quote: "show(node->name)", sink: "node" },
    `#include <stdlib.h>

void drop(struct node *node) {
  free(node);
  show(node->name);
  count--;
}
`,
    `#include <stdlib.h>

void drop(struct node *node) {
  show(node->name);
  free(node);
  count--;
}
`,
  ],
  [
    "refuses sizes that overflow (C)",
    "a.c",
    { weakness: "CWE-190", quote: "malloc(count * size)", sink: "malloc" },
    `#include <stdlib.h>
#include <stdint.h>

int grow(struct list *list, size_t count, size_t size) {
  int error = 0;
  list->items = malloc(count * size);
  if (!list->items)
    error = -1;
  return error;
}
`,
    `#include <stdlib.h>
#include <stdint.h>

int grow(struct list *list, size_t count, size_t size) {
  int error = 0;
  if (size != 0 && count > SIZE_MAX / size)
    return -1;
  list->items = malloc(count * size);
  if (!list->items)
    error = -1;
  return error;
}
`,
  ],
];

describe("an honest repair", () => {
  it.each(repairs)("passes when it %s", async (_, path, claim, before, after) => {
    const report = await checked(analysis, {
      path,
      before,
      after,
      claims: [claim],
      examine: agreeing,
      files: {
        "requirements.txt": "Flask>=3\nPyYAML\nrequests\n",
        "package.json": "{}",
        "go.mod": "module example.com/users\n",
      },
    });

    expect(failures(report)).toEqual([]);
    expect(report.reached).toBe("L3");
  });
});
