use leptos::server_fn::{
    Bytes, ContentType, Decodes, Encodes, Format, FormatType, Http, codec::Post,
};
use serde::{
    Serialize,
    de::{DeserializeOwned, Error as _},
};

/// How server functions are called and answered: JSON in both bodies.
pub(crate) type Json = Http<Post<JsonText>, Post<JsonText>>;

/// JSON as Leptos's own has it, read as text. That one reads bytes, and for a reader of its own the
/// browser would have to load how to read each type a second time: events, and what comes with a page,
/// are read as text.
#[derive(Debug)]
pub struct JsonText;

impl ContentType for JsonText {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for JsonText {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for JsonText {
    type Error = serde_json::Error;

    fn encode(output: &T) -> Result<Bytes, Self::Error> {
        serde_json::to_vec(output).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for JsonText {
    type Error = serde_json::Error;

    fn decode(bytes: Bytes) -> Result<T, Self::Error> {
        serde_json::from_str(str::from_utf8(&bytes).map_err(Self::Error::custom)?)
    }
}
