import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState } from '@codemirror/state';
import {
  drawSelection, dropCursor, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars,
  keymap, lineNumbers, rectangularSelection,
} from '@codemirror/view';
import { languageOf } from './languages.js';
import { colours, look } from './theme.js';

// The page's policy lets no style sheet in that does not carry the nonce of its scripts.
const nonce = () => document.querySelector('script[nonce]')?.nonce ?? '';

// What the lines of a file end with; where that is mixed, the carriage returns are shown and kept.
const separator = (text) => (/\r\n/.test(text) && !/(^|[^\r])\n/.test(text) ? '\r\n' : '\n');

// A text editor in `parent`. `changed` is told whenever the text is no longer, or is again, what was
// last marked as saved; `save` is called by Ctrl-S.
export function open(parent, { text, name, changed, save }) {
  const language = new Compartment();
  let saved;
  let dirty = false;
  const compare = (doc) => {
    const differs = !saved || !doc.eq(saved);
    if (differs !== dirty) changed((dirty = differs));
  };
  const view = new EditorView({
    parent,
    doc: text,
    extensions: [
      EditorView.cspNonce.of(nonce()),
      EditorState.lineSeparator.of(separator(text)),
      EditorView.contentAttributes.of({ 'aria-label': `Text of ${name}` }),
      lineNumbers(),
      foldGutter(),
      history(),
      highlightSpecialChars(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      highlightSelectionMatches(),
      drawSelection(),
      dropCursor(),
      rectangularSelection(),
      EditorState.allowMultipleSelections.of(true),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      syntaxHighlighting(colours),
      look,
      language.of([]),
      keymap.of([
        { key: 'Mod-s', preventDefault: true, run: () => (save(), true) },
        ...closeBracketsKeymap,
        ...defaultKeymap,
        ...historyKeymap,
        ...searchKeymap,
        ...foldKeymap,
        indentWithTab,
      ]),
      EditorView.updateListener.of((update) => update.docChanged && compare(update.state.doc)),
    ],
  });
  saved = view.state.doc;
  // the text can be read before its language is there
  languageOf(name).then((support) => view.dispatch({ effects: language.reconfigure(support) }));
  return {
    // with the line ends that the file had
    text: () => view.state.sliceDoc(),
    lines: () => view.state.doc,
    // what was sent is saved, and more may have been typed since; null where nothing is
    saved(doc) {
      saved = doc;
      compare(view.state.doc);
    },
    focus: () => view.focus(),
    close: () => view.destroy(),
  };
}
