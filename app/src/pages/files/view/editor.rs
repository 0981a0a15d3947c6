use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast as _, JsValue, prelude::*};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/js/editor.js")]
extern "C" {
    #[wasm_bindgen(js_name = open)]
    fn open_editor(parent: &web_sys::Element, options: &js_sys::Object) -> js_sys::Promise;

    type JsEditor;
    #[wasm_bindgen(method)]
    fn text(this: &JsEditor) -> String;
    #[wasm_bindgen(method)]
    fn lines(this: &JsEditor) -> JsValue;
    #[wasm_bindgen(method)]
    fn saved(this: &JsEditor, lines: &JsValue);
    #[wasm_bindgen(method)]
    fn focus(this: &JsEditor);
    #[wasm_bindgen(method)]
    fn close(this: &JsEditor);
}

/// `CodeMirror`, as `editor/editor.js` makes it. Closed when it is dropped.
pub(super) struct Editor {
    editor: SendWrapper<JsEditor>,
    /// What the editor calls, kept as long as it is there.
    _called: SendWrapper<Called>,
}

/// What is told of changes, and what saves.
type Called = (Closure<dyn Fn(bool)>, Closure<dyn Fn()>);

/// The text as it was at a moment.
pub(super) struct Snapshot(SendWrapper<JsValue>);

impl Editor {
    /// Opens a text in an element. `changed` is told whether the text differs from what was saved;
    /// `save` is called by the keyboard. `None` where the browser can't load the editor.
    pub(super) async fn open(
        parent: &web_sys::Element,
        name: &str,
        text: &str,
        changed: impl Fn(bool) + 'static,
        save: impl Fn() + 'static,
    ) -> Option<Self> {
        let changed = Closure::<dyn Fn(bool)>::new(changed);
        let save = Closure::<dyn Fn()>::new(save);
        let options = js_sys::Object::new();
        let all: [(&str, JsValue); 4] = [
            ("text", text.into()),
            ("name", name.into()),
            ("changed", changed.as_ref().clone()),
            ("save", save.as_ref().clone()),
        ];
        for (key, value) in all {
            js_sys::Reflect::set(&options, &key.into(), &value).ok()?;
        }
        let editor = JsFuture::from(open_editor(parent, &options)).await.ok()?;
        Some(Self {
            editor: SendWrapper::new(editor.unchecked_into()),
            _called: SendWrapper::new((changed, save)),
        })
    }

    /// The text as it is now, with the line ends that it had.
    pub(super) fn text(&self) -> String {
        self.editor.text()
    }

    /// The text as it is now, to be compared with later.
    pub(super) fn snapshot(&self) -> Snapshot {
        Snapshot(SendWrapper::new(self.editor.lines()))
    }

    /// Notes that the text as it was then is saved.
    pub(super) fn saved(&self, then: &Snapshot) {
        self.editor.saved(&then.0);
    }

    /// Notes that nothing of it is saved.
    pub(super) fn unsaved(&self) {
        self.editor.saved(&JsValue::NULL);
    }

    pub(super) fn focus(&self) {
        self.editor.focus();
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.editor.close();
    }
}
