/** Where Seaworthy and Ruff differ on purpose, each kind with its reason. A reason that explains nothing has to go. */
import type { IntendedDifference } from './conformance';
import { around, functionName, imports, parameterNames, textOf } from './places';

const terminalLibraries = [
  'argparse',
  'optparse',
  'getopt',
  'cmd',
  'code',
  'curses',
  'readline',
  'getpass',
  'turtle',
  'pdb',
];

export const intendedDifferences: readonly IntendedDifference[] = [
  {
    codes: ['T201'],
    side: 'ruff',
    reason: '`print(…, file=…)` has chosen its stream',
    explains: (difference) =>
      /\bfile\s*=/.test(textOf(around(difference, 'call', 'expression_statement'), difference)),
  },
  {
    codes: ['T201'],
    side: 'ruff',
    reason: '`print()` only lays out',
    explains: ({ text }) => /\bprint\(\s*(?:(["'])[^\w"']*(?:\\n)*\1(?:\s*\*\s*\w+)?)?\s*\)/.test(text),
  },
  {
    codes: ['T201'],
    side: 'ruff',
    reason: 'at module level and under the main guard the code is a program, not a library',
    explains: (difference) => functionName(difference) === '',
  },
  {
    codes: ['T201'],
    side: 'ruff',
    reason: 'a program that talks to a person in a terminal prints its output',
    explains: (difference) =>
      imports(difference, terminalLibraries) || /(?<![\w.])input\s*\(/.test(difference.analysis.source.text),
  },
  {
    codes: ['T201'],
    side: 'ruff',
    reason: 'the function starts a program, or is there to show something',
    explains: (difference) =>
      /main|script|run|test|command|print|show|display|report|dump|list|help|usage|write|format|summar|describe|output|emit/i.test(
        functionName(difference),
      ),
  },
  {
    codes: ['T201'],
    side: 'ruff',
    reason: 'the docstring says that the function prints',
    explains: (difference) =>
      /:\s*[rub]*(?:"{3}|'{3}|["'])[^.]*\b(?:print|show|display|dump|echo|output|list|report)/i.test(
        textOf(around(difference, 'function_definition'), difference),
      ),
  },
  {
    codes: ['T201'],
    side: 'ruff',
    reason: 'a print in a handler is the business of print-in-except, or an answer to a person',
    explains: (difference) => around(difference, 'except_clause') !== undefined,
  },
  {
    codes: ['T201'],
    side: 'ruff',
    reason: 'files of commands print for the person at the terminal',
    explains: ({ file }) => /\/commands?\//.test(file),
  },
  {
    codes: ['BLE001'],
    side: 'ruff',
    reason: 'the traceback is logged, whatever the logger is called',
    explains: (difference) =>
      /\bexc_info\s*=\s*True/.test(textOf(around(difference, 'except_clause'), difference)),
  },
  {
    codes: ['BLE001'],
    side: 'ruff',
    reason: 'an entry point may end the process on any error',
    explains: (difference) => /\bsys\.exit\(/.test(textOf(around(difference, 'except_clause'), difference)),
  },
  {
    codes: ['BLE001'],
    side: 'ruff',
    reason: 'the handler ends by raising another error: raise-without-from asks for its cause',
    explains: (difference) =>
      around(difference, 'except_clause')
        ?.namedChildren.find(({ type }) => type === 'block')
        ?.namedChildren.filter(({ type }) => type !== 'comment')
        .at(-1)?.type === 'raise_statement',
  },
  {
    codes: ['B904'],
    side: 'ours',
    reason: 'Ruff does not look into the `else` of a loop inside the handler',
    explains: (difference) =>
      ['for_statement', 'while_statement'].includes(around(difference, 'else_clause')?.parent?.type ?? ''),
  },
  {
    codes: ['BLE001'],
    side: 'ruff',
    reason:
      'the error is handed on: to a future, an event loop, the logging handler, or printed with its traceback',
    explains: (difference) =>
      /\.set_exception\(|call_exception_handler\(|handleError\(|print_exc\(|format_exc\(|print_exception\(|format_exception\(|excepthook\(/.test(
        textOf(around(difference, 'except_clause'), difference),
      ),
  },
  {
    codes: ['S110'],
    side: 'ours',
    reason: '`with suppress(Exception)` is the same silence in other words',
    explains: ({ text }) => /\bsuppress\(Exception\)/.test(text),
  },
  {
    codes: ['S110'],
    side: 'ruff',
    reason: 'nobody can hear a finaliser: `__del__` must not raise',
    explains: (difference) => functionName(difference) === '__del__',
  },
  {
    codes: ['S113'],
    side: 'ours',
    reason:
      'Ruff knows requests and httpx; urllib, http.client, ftplib, smtplib and sockets wait for ever too',
    explains: ({ text }) => /urlopen\(|HTTPS?Connection\(|FTP\(|SMTP\(|create_connection\(/.test(text),
  },
  {
    codes: ['TRY400'],
    side: 'ruff',
    reason: 'with `exc_info` the traceback is logged',
    explains: (difference) =>
      /\bexc_info\s*=/.test(textOf(around(difference, 'call', 'expression_statement'), difference)),
  },
  {
    codes: ['F403'],
    side: 'ruff',
    reason:
      'the file passes the names on: a package, `__all__`, nothing but imports, the compiled twin of a module',
    explains: ({ file, text, analysis }) =>
      /\/__init__\.py$/.test(file) ||
      /^__all__\b/m.test(analysis.source.text) ||
      new RegExp(`\\b_${/([^/]+)\.py$/.exec(file)?.[1]?.replace(/^_/, '') ?? ''} import`).test(text) ||
      analysis.root.namedChildren.every(
        ({ type, firstNamedChild }) => /import|comment/.test(type) || firstNamedChild?.type === 'string',
      ),
  },
  {
    codes: ['PT011'],
    side: 'ruff',
    reason: 'a class below `Exception` says which error is meant, if not which message',
    explains: ({ text }) =>
      /raises\((?:ValueError|OSError|IOError|EnvironmentError|socket\.error)\b/.test(text),
    isRare: true,
  },
  {
    codes: ['PT011'],
    side: 'ruff',
    reason: 'with `match=""` the author says that any message will do',
    explains: ({ text }) => /\bmatch=""/.test(text),
    isRare: true,
  },
  {
    codes: ['PT017'],
    side: 'ruff',
    reason: 'a handler with several assertions is reported once, at the first',
    explains: (difference) => around(difference, 'except_clause') !== undefined,
    isRare: true,
  },
  {
    codes: ['T100'],
    side: 'ruff',
    reason: 'an import of a debugger that other code uses is no leftover',
    explains: ({ text }) => /^\s*(?:import|from)\s+\w*pdb\b/.test(text),
  },
  {
    codes: ['PLW1508'],
    side: 'ours',
    reason: 'a flag without any default: Ruff looks at defaults, but the text `0` is true all the same',
    isRare: true,
    explains: ({ text }) => !/(?:\bget|getenv)\([^)]*,/.test(text),
  },
  {
    codes: ['SIM115'],
    side: 'ours',
    reason: 'Ruff does not look behind the star of an argument',
    isRare: true,
    explains: ({ text }) => /\*open\(/.test(text),
  },
  {
    codes: ['SIM115'],
    side: 'ruff',
    reason: 'a `finally` closes it',
    explains: (difference) =>
      /\bfinally:[\s\S]*?\bclose\(\)/.test(textOf(around(difference, 'function_definition'), difference)),
  },
  {
    codes: ['SIM115'],
    side: 'ruff',
    reason:
      'archives, databases and temporary files are not followed: much more than reading and writing is done with them',
    explains: ({ text }) =>
      /\b(?:tempfile|tarfile|zipfile|shelve|wave|fileinput|TarFile|ZipFile|dbm)\b/.test(text),
  },
  {
    codes: ['SIM115'],
    side: 'ruff',
    reason: 'the file is kept in an attribute or a container, or given to a function that may keep it',
    explains: ({ text }) =>
      /^\s*[\w.]+\.\w+\s*=|=\s*\w+\s*=|\w\(.*\bopen\(|^\s*open\(.*\),?$|\[.*\bopen\(/.test(text),
  },
  {
    codes: ['SIM115'],
    side: 'ruff',
    reason: 'the file is returned, passed on, or handed to other names',
    explains: (difference) => {
      const name = /^\s*(\w+)\s*=/.exec(difference.text)?.[1];
      const scope = textOf(around(difference, 'function_definition', 'module'), difference);
      return (
        name !== undefined &&
        new RegExp(
          `\\b(?:return|yield|global)\\b[^\\n]*\\b${name}\\b|[(,=]\\s*${name}\\s*[,)\\n]|\\bwith ${name}:`,
        ).test(scope)
      );
    },
  },
  {
    codes: ['SIM115'],
    side: 'ruff',
    reason: 'outside the suite that opens it the name may hold something else',
    explains: (difference) => {
      const name = /^\s*(\w+)\s*=/.exec(difference.text)?.[1] ?? '(?!)';
      const scope = textOf(around(difference, 'function_definition', 'module'), difference);
      return (scope.match(new RegExp(`^[ \\t]*${name}\\s*=|\\bas ${name}:`, 'gm')) ?? []).length > 1;
    },
  },
  {
    codes: ['S101'],
    side: 'ruff',
    reason: 'the callers of a private function are known',
    explains: (difference) => /^_(?!_)|^__\w+(?<!__)$/.test(functionName(difference)),
  },
  {
    codes: ['S101'],
    side: 'ruff',
    reason: 'tests and what imports a test framework',
    explains: (difference) =>
      imports(difference, ['unittest', 'pytest']) || /(?:^|\/)(?:tests?|testing)\//.test(difference.file),
  },
  {
    codes: ['S101'],
    side: 'ruff',
    reason: 'in a nested block, or outside a function, an assert states what the code itself guarantees',
    explains: (difference) => {
      const suite = around(difference, 'assert_statement')?.parent;
      return suite?.parent?.type !== 'function_definition';
    },
  },
  {
    codes: ['S101'],
    side: 'ruff',
    reason: 'the condition is about local variables, `self` or module state: an invariant',
    explains: (difference) => {
      const given = parameterNames(difference);
      const condition = around(difference, 'assert_statement')?.firstNamedChild;
      const names = condition?.descendantsOfType('identifier').map((name) => textOf(name, difference)) ?? [];
      const body = textOf(
        around(difference, 'function_definition')?.childForFieldName('body') ?? undefined,
        difference,
      );
      return (
        !names.some((name) => given.includes(name)) ||
        names.some((name) => name === 'self' || name === 'cls') ||
        names.some((name) =>
          new RegExp(
            `(?:^[ \\t]*|,[ \\t]*|\\b(?:for|as)[ ]+[^\\n]*)${name}\\b(?:[\\w, ]*=[^=]|\\s+in\\b|[ \\t]*[-+*/|&]=|:)`,
            'm',
          ).test(body),
        )
      );
    },
  },
  {
    codes: ['PLW1514'],
    side: 'ours',
    reason: '`os.fdopen` and `io.open` open text files too',
    explains: ({ text }) => /\b(?:fdopen|io\.open)\(/.test(text),
  },
  {
    codes: ['DTZ002', 'DTZ005', 'DTZ006'],
    side: 'ruff',
    reason: 'local time that goes straight into a text is there to be read by a person',
    explains: ({ text }) => /\)\s*\.strftime\(/.test(text),
  },
  {
    codes: ['DTZ002', 'DTZ005', 'DTZ006'],
    side: 'ruff',
    reason: 'parts of the local clock, and the moment that local time stands for',
    explains: ({ text }) =>
      /\)\s*\.(?:(?:year|month|day|hour|minute|second|microsecond)\b|(?:date|time|weekday|isoweekday|isocalendar|timestamp|ctime)\(\))/.test(
        text,
      ),
    isRare: true,
  },
  {
    codes: ['DTZ003', 'DTZ004'],
    side: 'ruff',
    reason: 'UTC that is given its name at once',
    explains: ({ text }) => /\)\s*\.replace\(tzinfo=/.test(text),
    isRare: true,
  },
];
