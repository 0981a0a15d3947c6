// Which syntax a file has, by its name. Each is fetched when a file of its kind is opened.

const legacy = (mode) => async () => {
  const [{ LanguageSupport, StreamLanguage }, parser] = await Promise.all([import('@codemirror/language'), mode()]);
  return new LanguageSupport(StreamLanguage.define(parser));
};

const script = (options) => async () => (await import('@codemirror/lang-javascript')).javascript(options);
const python = async () => (await import('@codemirror/lang-python')).python();
const json = async () => (await import('@codemirror/lang-json')).json();
const yaml = async () => (await import('@codemirror/lang-yaml')).yaml();
const html = async () => (await import('@codemirror/lang-html')).html();
const css = async () => (await import('@codemirror/lang-css')).css();
const markdown = async () => (await import('@codemirror/lang-markdown')).markdown();
const sql = async () => (await import('@codemirror/lang-sql')).sql();
const rust = async () => (await import('@codemirror/lang-rust')).rust();
const xml = async () => (await import('@codemirror/lang-xml')).xml();
const shell = legacy(async () => (await import('@codemirror/legacy-modes/mode/shell')).shell);
const dockerfile = legacy(async () => (await import('@codemirror/legacy-modes/mode/dockerfile')).dockerFile);
const toml = legacy(async () => (await import('@codemirror/legacy-modes/mode/toml')).toml);
const properties = legacy(async () => (await import('@codemirror/legacy-modes/mode/properties')).properties);
const nginx = legacy(async () => (await import('@codemirror/legacy-modes/mode/nginx')).nginx);
const go = legacy(async () => (await import('@codemirror/legacy-modes/mode/go')).go);
const ruby = legacy(async () => (await import('@codemirror/legacy-modes/mode/ruby')).ruby);

const byExtension = {
  py: python, pyi: python,
  js: script(), mjs: script(), cjs: script(), jsx: script({ jsx: true }),
  ts: script({ typescript: true }), mts: script({ typescript: true }), tsx: script({ jsx: true, typescript: true }),
  json, jsonl: json, webmanifest: json,
  yaml, yml: yaml,
  html, htm: html,
  css, scss: css,
  md: markdown, markdown,
  sql,
  rs: rust,
  xml, svg: xml,
  sh: shell, bash: shell, zsh: shell, ash: shell,
  dockerfile,
  toml,
  ini: properties, cfg: properties, conf: properties, properties, env: properties,
  go,
  rb: ruby,
};

const byName = {
  dockerfile, containerfile: dockerfile, 'nginx.conf': nginx, '.bashrc': shell, '.profile': shell,
  'cargo.lock': toml, gemfile: ruby, rakefile: ruby,
};

// The language of a file of that name; nothing for text that is only text.
export async function languageOf(name) {
  const lower = name.toLowerCase();
  const load = byName[lower] ?? byExtension[lower.slice(lower.lastIndexOf('.') + 1)];
  return load ? load() : [];
}
