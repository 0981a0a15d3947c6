use super::{
    drafts::{Draft, Drafts},
    editor::Editor,
};
use crate::{
    components::{BusyButton, Dialog, Icon, Notice, Toasts, Tone, When},
    leaving::Leaving,
    rest, session, text,
    types::{ApiError, FileEntry},
};
use leptos::{html, prelude::*};
use wasm_bindgen::JsValue;

/// What was read of a file.
enum Read {
    Text {
        text: String,
        etag: Option<String>,
    },
    /// No text.
    Binary,
}

/// How the text on this page stands to the file.
#[derive(Clone, PartialEq)]
enum Standing {
    Loading,
    Open,
    Binary,
    /// It could not be read.
    Unread(String),
    /// Somebody else changed the file, or removed it, since it was read.
    Conflict,
}

/// A text in an editor.
#[derive(Clone, Copy)]
struct Opened {
    cuid: StoredValue<String>,
    path: StoredValue<String>,
    editor: StoredValue<Option<Editor>>,
    /// The tag of the file that the text was made of; `None` where there was none.
    etag: StoredValue<Option<String>>,
    dirty: RwSignal<bool>,
    busy: RwSignal<bool>,
    standing: RwSignal<Standing>,
    /// What is in the file now, to be compared.
    theirs: RwSignal<Option<String>>,
    /// The address that the file has once it is there.
    later: StoredValue<Option<String>>,
    toasts: Toasts,
}

/// A file's text, to be read and changed.
#[component]
pub(super) fn TextFile(
    /// The container's id.
    cuid: String,
    /// The file.
    path: String,
    /// The address that it has once it was saved, where it is not there yet.
    #[prop(optional, into)]
    later: Option<String>,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let opened = Opened {
        cuid: StoredValue::new(cuid),
        path: StoredValue::new(path),
        editor: StoredValue::new(None),
        etag: StoredValue::new(None),
        dirty: RwSignal::new(false),
        busy: RwSignal::new(false),
        standing: RwSignal::new(Standing::Loading),
        theirs: RwSignal::new(None),
        later: StoredValue::new(later),
        toasts: Toasts::get(),
    };
    let drafts = Drafts::get();
    Leaving::ask_while(opened.dirty.into());
    Effect::new(move |_| {
        if let Some(parent) = node.get() {
            leptos::task::spawn_local(async move { opened.begin(&parent, drafts).await });
        }
    });
    on_cleanup(move || opened.leave(drafts));
    let is = move |standing: Standing| Signal::derive(move || opened.standing.get() == standing);
    let editing = Memo::new(move |_| {
        matches!(opened.standing.get(), Standing::Open | Standing::Conflict | Standing::Loading)
    });
    view! {
        <noscript><p class="hint">"The text is shown where JavaScript runs. Without it, download the file."</p></noscript>
        <When is=is(Standing::Conflict)><Conflict opened /></When>
        <When is=is(Standing::Binary)>
            <section class="blank">
                <Icon name="file" />
                <h2>"No text"</h2>
                <p>"This file is not UTF-8 text, so it is not shown here. Download it to open it elsewhere."</p>
            </section>
        </When>
        {move || match opened.standing.get() {
            Standing::Unread(why) => Some(view! { <Notice tone=Tone::Error><p>{why}</p></Notice> }),
            _ => None,
        }}
        <div class="editor-bar" hidden=move || !editing.get()>
            <span role="status" class="hint">
                {move || if opened.dirty.get() { "Changed, not saved" } else { "" }}
            </span>
            <span class="hint keys">"Ctrl S saves; Esc, then Tab leaves the text"</span>
            <BusyButton
                busy=opened.busy
                unavailable=Signal::derive(move || !opened.dirty.get())
                icon="check"
                label=Signal::stored("Save".to_owned())
                class="primary"
                on_press=Callback::new(move |()| opened.save(false))
            />
        </div>
        <div class="editor" node_ref=node hidden=move || !editing.get()></div>
        <Theirs opened />
    }
    .into_any()
}

/// Says that the file was changed elsewhere, and what can be done.
#[component]
fn Conflict(opened: Opened) -> impl IntoView {
    let button = move |label: &'static str, act: fn(Opened)| {
        view! { <button type="button" class="button small" on:click=move |_| act(opened)>{label}</button> }
    };
    view! {
        <Notice tone=Tone::Warning>
            <p>"This file was changed elsewhere since it was opened here. Your text is not saved."</p>
            <p class="row-actions">
                {button("See theirs", |opened| {
                    leptos::task::spawn_local(async move { opened.see_theirs().await });
                })}
                {button("Overwrite with mine", |opened| opened.save(true))}
                {button("Discard mine and reload", |opened| {
                    leptos::task::spawn_local(async move { opened.reload().await });
                })}
            </p>
        </Notice>
    }
    .into_any()
}

/// What is in the file now.
#[component]
fn Theirs(opened: Opened) -> impl IntoView {
    view! {
        <Dialog
            open=Signal::derive(move || opened.theirs.with(Option::is_some))
            labelled_by="theirs-heading"
            on_close=Callback::new(move |()| opened.theirs.set(None))
        >
            <h2 id="theirs-heading">"What is in the file now"</h2>
            <pre class="theirs" tabindex="0">{move || opened.theirs.get()}</pre>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| opened.theirs.set(None)>"Close"</button>
            </div>
        </Dialog>
    }
    .into_any()
}

impl Opened {
    fn address(self, endpoint: &str) -> String {
        self.path.with_value(|path| {
            self.cuid.with_value(|cuid| rest::address(cuid, endpoint, &[("path", path)]))
        })
    }

    async fn read(self) -> Result<Read, ApiError> {
        let answer = rest::get(&self.address("download")).await?;
        let etag = answer.headers().get("etag");
        // read as bytes: a browser would put other characters in place of those that are no UTF-8
        let bytes = answer.binary().await.unwrap_or_default();
        Ok(match String::from_utf8(bytes) {
            Ok(text) if !text.contains('\0') => Read::Text { text, etag },
            _ => Read::Binary,
        })
    }

    /// Reads the file and opens it, or what was not saved of it last time.
    async fn begin(self, parent: &web_sys::Element, drafts: Drafts) {
        let fresh = self.later.with_value(Option::is_some);
        let draft =
            self.cuid.with_value(|cuid| self.path.with_value(|path| drafts.take(cuid, path)));
        let kept = draft.is_some();
        let read = match draft {
            Some(Draft { text, etag }) => Ok(Read::Text { text, etag }),
            None if fresh => Ok(Read::Text { text: String::new(), etag: None }),
            None => self.read().await,
        };
        let standing = match read {
            Err(error) if session::ended(&error) => return,
            Err(error) => Standing::Unread(error.message),
            Ok(Read::Binary) => Standing::Binary,
            Ok(Read::Text { text, etag }) => self.open(parent, &text, etag, kept || fresh).await,
        };
        self.standing.try_set(standing);
        if kept {
            self.toasts
                .success("Your changes from before are here again, not saved yet".to_owned());
        }
    }

    async fn open(
        self,
        parent: &web_sys::Element,
        text: &str,
        etag: Option<String>,
        unsaved: bool,
    ) -> Standing {
        let Some(name) = self.path.try_with_value(|path| text::file_name(path).to_owned()) else {
            return Standing::Loading;
        };
        parent.set_inner_html("");
        let changed = move |changed| {
            self.dirty.try_set(changed);
        };
        let Some(editor) =
            Editor::open(parent, &name, text, changed, move || self.save(false)).await
        else {
            return Standing::Unread(
                "The editor could not be loaded. Reload the page, or download the file.".to_owned(),
            );
        };
        if unsaved {
            editor.unsaved();
        }
        editor.focus();
        self.etag.try_set_value(etag);
        // where the page was left meanwhile, this closes it
        self.editor.try_set_value(Some(editor));
        Standing::Open
    }

    /// Saves; unless it is to overwrite, only where the file is still what it was when it was read.
    fn save(self, overwrite: bool) {
        if self.busy.get_untracked() || !(self.dirty.get_untracked() || overwrite) {
            return;
        }
        let Some((text, then)) = self
            .editor
            .with_value(|editor| editor.as_ref().map(|editor| (editor.text(), editor.snapshot())))
        else {
            return;
        };
        self.busy.set(true);
        let (address, etag, path) =
            (self.address("files"), self.etag.get_value(), self.path.get_value());
        leptos::task::spawn_local(async move {
            let condition = match &etag {
                _ if overwrite => None,
                Some(etag) => Some(("if-match", etag.as_str())),
                None => Some(("if-none-match", "*")),
            };
            let outcome = rest::put_text(&address, condition, text).await;
            self.busy.try_set(false);
            match outcome {
                Ok(answer) => {
                    let etag = match answer.headers().get("etag") {
                        Some(etag) => Some(etag),
                        None => answer.json::<FileEntry>().await.ok().and_then(|entry| entry.etag),
                    };
                    self.etag.try_set_value(etag);
                    if let Some(Some(address)) = self.later.try_update_value(Option::take) {
                        // a reload opens what was saved; the page itself stays as it is
                        let _ = window().history().and_then(|history| {
                            history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
                        });
                    }
                    let _ = self.editor.try_with_value(|editor| {
                        if let Some(editor) = editor {
                            editor.saved(&then);
                        }
                    });
                    self.standing.try_set(Standing::Open);
                    self.toasts.success(format!("{} saved", text::file_name(&path)));
                }
                Err(error) if matches!(error.code.as_str(), "FILE_CHANGED" | "FILE_EXISTS") => {
                    self.standing.try_set(Standing::Conflict);
                }
                Err(error) => self.toasts.failure("Not saved", &error),
            }
        });
    }

    async fn see_theirs(self) {
        match self.read().await {
            Ok(Read::Text { text, .. }) => {
                self.theirs.try_set(Some(text));
            }
            Ok(Read::Binary) => {
                self.theirs.try_set(Some("It is no longer text.".to_owned()));
            }
            Err(error) => self.toasts.failure("Their text could not be read", &error),
        }
    }

    /// Opens what is in the file now.
    async fn reload(self) {
        let parent =
            self.editor.try_with_value(|_| document().query_selector(".editor").ok().flatten());
        let Some(Some(parent)) = parent else { return };
        match self.read().await {
            Ok(Read::Text { text, etag }) => {
                self.editor.try_set_value(None);
                self.dirty.try_set(false);
                let standing = self.open(&parent, &text, etag, false).await;
                self.standing.try_set(standing);
            }
            Ok(Read::Binary) => {
                self.dirty.try_set(false);
                self.standing.try_set(Standing::Binary);
            }
            Err(error) => self.toasts.failure("The file could not be read", &error),
        }
    }

    /// Keeps what was not saved until the file is opened again.
    fn leave(self, drafts: Drafts) {
        let text = self.editor.try_with_value(|editor| editor.as_ref().map(Editor::text)).flatten();
        if let Some(text) = text.filter(|_| self.dirty.try_get_untracked() == Some(true)) {
            let (cuid, path, etag) =
                (self.cuid.get_value(), self.path.get_value(), self.etag.get_value());
            self.toasts.success(format!(
                "Changes to {} are not saved. Open it again to go on with them.",
                text::file_name(&path)
            ));
            drafts.keep(cuid, path, Draft { text, etag });
        }
    }
}
