use js_sys::{Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue, closure::WasmClosure, prelude::*};
use xterm_js_rs::Terminal;

// What `xterm-js-rs` does not know: the addresses of the modules are in terminal/bindings.js.
#[wasm_bindgen(module = "xterm")]
extern "C" {
    #[wasm_bindgen(catch)]
    pub(super) async fn load() -> Result<(), JsValue>;

    pub(super) fn accelerate(terminal: &Terminal) -> js_sys::Promise;

    pub(super) type ThemeAddon;
    #[wasm_bindgen(constructor)]
    pub(super) fn new() -> ThemeAddon;
}

// The same of its classes.
#[wasm_bindgen]
extern "C" {
    pub(super) type More;
    #[wasm_bindgen(method, getter)]
    pub(super) fn options(this: &More) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub(super) fn modes(this: &More) -> JsValue;
    #[wasm_bindgen(method, getter)]
    pub(super) fn parser(this: &More) -> Parser;
    #[wasm_bindgen(method, js_name = write)]
    pub(super) fn write_bytes(this: &More, data: &Uint8Array, done: &Function);
    #[wasm_bindgen(method, js_name = proposeDimensions)]
    pub(super) fn propose_dimensions(this: &More) -> JsValue;
    #[wasm_bindgen(method, js_name = onDidChangeResults)]
    pub(super) fn on_did_change_results(this: &More, changed: &Function);
    #[wasm_bindgen(method, js_name = serialize)]
    pub(super) fn serialize(this: &More, options: &JsValue) -> String;

    pub(super) type Parser;
    #[wasm_bindgen(method, js_name = registerCsiHandler)]
    pub(super) fn on_control(this: &Parser, id: &JsValue, handler: &Function);
    #[wasm_bindgen(method, js_name = registerDcsHandler)]
    pub(super) fn on_device_control(this: &Parser, id: &JsValue, handler: &Function);
    #[wasm_bindgen(method, js_name = registerOscHandler)]
    pub(super) fn on_system_command(this: &Parser, number: u32, handler: &Function);
}

/// A closure as xterm takes it; gone when xterm lets go of it.
pub(super) fn function<T: ?Sized + WasmClosure>(closure: Closure<T>) -> Function {
    closure.into_js_value().unchecked_into()
}

pub(super) fn set<T: Into<JsValue>>(of: &JsValue, name: &str, value: T) {
    // fails only on what is no object
    let _ = Reflect::set(of, &name.into(), &value.into());
}

pub(super) fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}
