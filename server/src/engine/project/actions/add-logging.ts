/** Adds a logging configuration and calls it where the program starts; JSON records for services. */
import { finish, type Steps } from '../../steps';
import type { ProjectFacts } from '../facts';
import { appendLines } from './append';
import { findEntry, folderOf, siblingModule, type Entry } from './entry';
import { bodyIndent, insertLines } from './python-edit';
import { alreadyThere, type ProjectAction, type ProjectEdit, type Refusal, type Sources } from './types';

const moduleName = 'logging_config';

function* refusal(facts: ProjectFacts): Steps<Refusal | undefined> {
  if (facts.inCode.loggingConfiguration.count > 0) return alreadyThere;
  const { profile } = facts.profile;
  if (profile === 'library')
    return { refused: 'a library leaves the configuration of logging to the program' };
  if (profile === 'notebook') return { refused: 'notebooks have no place where the program starts' };
  if (djangoSettings(facts) !== undefined) return undefined;
  const entry = yield* findEntry(facts);
  if (!entry)
    return { refused: 'no file has a main guard or an application: give the program a start first' };
  const path = configPath(entry);
  return facts.paths.has(path)
    ? { refused: `${path} is there already, without a configuration in it` }
    : undefined;
}

const reads = (facts: ProjectFacts): readonly string[] => {
  const settings = djangoSettings(facts);
  return settings === undefined ? [finish(findEntry(facts))?.file.path ?? ''] : [settings];
};

function* run(facts: ProjectFacts, sources: Sources): Steps<ProjectEdit | Refusal> {
  const refused = yield* refusal(facts);
  if (refused) return refused;
  const settings = djangoSettings(facts);
  if (settings !== undefined) return configureDjango(settings, sources);
  const entry = yield* findEntry(facts);
  const text = entry && sources(entry.file.path);
  if (!entry || text === undefined) return { refused: 'the file where the program starts cannot be read' };
  const place = callPlace(text, entry);
  if ('refused' in place) return place;
  const from = siblingModule(facts, entry.file, moduleName);
  const isService = facts.profile.profile === 'service';
  return {
    label: 'Configure logging where the program starts',
    files: [
      { path: configPath(entry), create: isService ? jsonModule : plainModule },
      {
        path: entry.file.path,
        edits: [
          insertLines(text, entry.file.metrics.headEndLine, [`from ${from} import configure_logging`]),
          insertLines(text, place.after, place.lines),
        ],
      },
    ],
    followUp: 'The level comes from LOG_LEVEL. Use logger = logging.getLogger(__name__) in each module.',
  };
}

export const addLogging: ProjectAction = {
  name: 'add-logging',
  title: 'Set up logging',
  check: 'logging-configured',
  refusal,
  reads,
  run,
};

export const addJsonLogging: ProjectAction = {
  name: 'add-json-logging',
  title: 'Write log records as JSON',
  check: 'structured-logging',
  *refusal(facts) {
    if (facts.inCode.structuredLogging.count > 0) return alreadyThere;
    if (facts.profile.profile !== 'service') return { refused: 'not a service' };
    const refused = yield* refusal(facts);
    return refused === alreadyThere
      ? { refused: 'logging is configured already: give its handlers a JSON formatter there' }
      : refused;
  },
  reads,
  run,
};

function configPath(entry: Entry): string {
  const folder = folderOf(entry.file.path);
  return `${folder === '' ? '' : `${folder}/`}${moduleName}.py`;
}

function callPlace(
  text: string,
  entry: Entry,
): { readonly after: number; readonly lines: readonly string[] } | Refusal {
  // Above everything else: an insertion at the same place as the import would have no certain order.
  if (entry.at === 'application') return { after: entry.line - 1, lines: ['configure_logging()'] };
  const indent = bodyIndent(text, entry.line);
  return indent === undefined
    ? { refused: `${entry.file.path} has its start on the line of the main guard: break that line first` }
    : { after: entry.line, lines: [`${indent}configure_logging()`] };
}

/** The settings module that says which applications are installed. */
function djangoSettings(facts: ProjectFacts): string | undefined {
  if (!facts.paths.has('manage.py')) return undefined;
  return facts.sources.code.find(({ path }) => /(?:^|\/)settings(?:\/(?:base|__init__))?\.py$/.test(path))
    ?.path;
}

function configureDjango(path: string, sources: Sources): ProjectEdit | Refusal {
  const text = sources(path);
  if (text === undefined) return { refused: `${path} cannot be read` };
  const hasOs = /^import os\b/m.test(text);
  const lines = [
    ...(hasOs ? [] : ['import os', '']),
    'LOGGING = {',
    '    "version": 1,',
    '    "disable_existing_loggers": False,',
    '    "formatters": {',
    '        "line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},',
    '    },',
    '    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},',
    '    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "INFO")},',
    '}',
  ];
  return {
    label: 'Configure logging in the settings of Django',
    files: [{ path, edits: [appendLines(text, lines)] }],
    followUp: 'Use logger = logging.getLogger(__name__) in each module.',
  };
}

const plainModule = `"""Configuration of logging: one handler, one format, the level from the environment."""

import logging
import logging.config
import os


def configure_logging() -> None:
    """Call once, where the program starts."""
    level = os.environ.get("LOG_LEVEL", "INFO").upper()
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": level},
        }
    )
    logging.getLogger(__name__).debug("Logging at level %s", level)
`;

const jsonModule = `"""Configuration of logging: records as JSON on standard error, the level from the environment."""

import json
import logging
import os
from datetime import datetime, timezone


class JsonFormatter(logging.Formatter):
    """One JSON object a record, with whatever was passed as extra."""

    standard = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}

    def format(self, record: logging.LogRecord) -> str:
        """Turn a record into a line of JSON."""
        fields = {
            "time": datetime.fromtimestamp(record.created, timezone.utc).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        fields.update((key, value) for key, value in vars(record).items() if key not in self.standard)
        if record.exc_info:
            fields["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            fields["stack"] = self.formatStack(record.stack_info)
        return json.dumps(fields, default=str)


def configure_logging() -> None:
    """Call once, where the program starts."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter())
    level = os.environ.get("LOG_LEVEL", "INFO").upper()
    logging.basicConfig(level=level, handlers=[handler])
    logging.getLogger(__name__).debug("Logging at level %s", level)
`;
