/** What a Python file is for, told from its path alone. */

export type FileRole = 'code' | 'test' | 'example' | 'generated' | 'tooling';

const testFolder =
  /(?:^|\/)(?:testing|e2e|(?:(?:unit|functional|integration|e2e|system|manual|acceptance|regression|smoke)[ _-]?)?tests?|test[ _-](?:cases?|suites?|data|utils?|helpers?))\//;
const testFile = /(?:^|\/)(?:test_[^/]*|[^/]*_tests?|tests?|conftest)\.py$/;
const exampleFolder =
  /(?:^|\/)(?:examples?|samples?|docs?|docs_src|demos?|benchmarks?|tutorials?|notebooks)\//;
const generatedFile =
  /(?:^|\/)(?:migrations|alembic\/versions|_vendor|vendor|vendored|third_party|node_modules)\/|_pb2(?:_grpc)?\.pyi?$/;
const toolingFile =
  /^(?:setup|noxfile|tasks|fabfile|conf|dodo)\.py$|(?:^|\/)(?:scripts|tools|\.github|ci)\/|^(?:\.[^/]+|bin|script|release|releasing|devtools)\//;

export function fileRole(path: string): FileRole {
  if (generatedFile.test(path)) return 'generated';
  if (testFolder.test(path) || testFile.test(path)) return 'test';
  if (exampleFolder.test(path)) return 'example';
  if (toolingFile.test(path)) return 'tooling';
  return 'code';
}

/** Dotted module name of a Python file, with a leading `src` folder left out. */
export function moduleName(path: string): string {
  const inside = path.replace(/^src\//, '').replace(/\.pyi?$/, '');
  return inside.replace(/\/__init__$/, '').replaceAll('/', '.');
}
