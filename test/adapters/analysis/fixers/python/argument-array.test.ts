import { describe, expect, it } from "@jest/globals";
import { argumentArray } from "../../../../../src/adapters/analysis/fixers/python/argument-array.ts";
import { repairPython } from "./repair-python.ts";

const repair = (text: string) => repairPython(argumentArray, String.raw`^(os|subprocess)\.`, text);

describe("command lines as lists", () => {
  it.each([
    ["a pipe", 'os.system(f"cat {a} | wc")'],
    ["a redirection", 'os.system(f"cat {a} > b")'],
    ["two commands", 'os.system(f"make {a} && make install")'],
    ["a second line", 'os.system(f"make {a}\\nls")'],
    ["a glob", 'os.system(f"rm {a}/*.txt")'],
    ["a variable of the shell", 'os.system(f"cp {a} $HOME")'],
    ["a substitution", 'os.system(f"cp {a} `pwd`")'],
    ["a home folder", 'os.system(f"cp {a} ~")'],
    ["a word of the shell", 'os.system(f"cd {a}")'],
    ["a setting before the command", 'os.system(f"A=1 make {a}")'],
    ["a program that is a value", 'os.system(f"{a} -l")'],
    ["a value of several words", 'os.system(f"ls {options}")'],
    ["open quotes", 'os.system(f"ls \'{a}")'],
    ["a status that is used", 'code = os.system(f"ls {a}")'],
    ["a shell of its own choice", 'subprocess.run(f"ls {a}", shell=True, executable="/bin/bash")'],
    ["arguments from elsewhere", 'subprocess.run(f"ls {a}", shell=True, **more)'],
  ])("leaves %s to people", (_, call) => {
    expect(repair(call)).toBeUndefined();
  });

  it.each([
    ['os.system(f"ls -l {a}")', 'subprocess.run(["ls", "-l", a], check=False)'],
    ['os.system("ls \'" + a + "\'")', 'subprocess.run(["ls", a], check=False)'],
    ["os.system(f\"touch 'my {a}.txt'\")", 'subprocess.run(["touch", f"my {a}.txt"], check=False)'],
    ['os.system(f"sleep {seconds}")', 'subprocess.run(["sleep", str(seconds)], check=False)'],
    ['subprocess.run("ls %s" % a, shell=True, check=True)', 'subprocess.run(["ls", a], check=True)'],
    ['subprocess.call(f"ls {a}", cwd=b, shell=True)', 'subprocess.call(["ls", a], cwd=b)'],
    ['if os.system(f"ls {a}") == 0:\n    b()', 'if subprocess.run(["ls", a], check=False).returncode == 0:\n    b()'],
  ])("repairs %s", (call, repaired) => {
    expect(repair(call)).toBe(repaired);
  });
});
