use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast as _, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/js/picked.js")]
extern "C" {
    #[wasm_bindgen(js_name = dropped)]
    fn read_dropped(transfer: &web_sys::DataTransfer) -> js_sys::Promise;
    #[wasm_bindgen(js_name = picked)]
    fn read_picked(input: &web_sys::HtmlInputElement) -> js_sys::Array;

    type Found;
    #[wasm_bindgen(method, getter)]
    fn path(this: &Found) -> String;
    #[wasm_bindgen(method, getter)]
    fn file(this: &Found) -> Option<web_sys::File>;
}

/// Something that somebody dropped, pasted or picked. A file is the browser's and stays on its side.
#[derive(Clone)]
pub(crate) struct Picked {
    /// Its name, or the path from the folder that was picked.
    pub(crate) path: String,
    /// None for a folder that holds nothing.
    pub(crate) file: Option<SendWrapper<web_sys::File>>,
}

fn read(found: &js_sys::Array) -> Vec<Picked> {
    let one = |found: JsValue| {
        let found: Found = found.unchecked_into();
        Picked { path: found.path(), file: found.file().map(SendWrapper::new) }
    };
    found.iter().map(one).collect()
}

/// The files in what was dropped or pasted, those in folders too; nothing where the browser can't
/// read them. To be called before anything is waited for: the browser forgets what was dropped then.
pub(crate) fn dropped(
    transfer: &web_sys::DataTransfer,
) -> impl Future<Output = Vec<Picked>> + use<> {
    let found = JsFuture::from(read_dropped(transfer));
    async move { found.await.map_or_else(|_| Vec::new(), |found| read(&found.unchecked_into())) }
}

/// The files that were picked by an input.
pub(super) fn picked(input: &web_sys::HtmlInputElement) -> Vec<Picked> {
    read(&read_picked(input))
}
