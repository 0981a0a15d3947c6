use super::{
    AppState,
    error::Refusal,
    explain::{Source, explain, refuse},
    strict_json::{Objects, StrictJson},
};
use app::types::{ErrorKind, Failure};
use axum::{
    body::Body,
    extract::{FromRequest, Request},
    http::{HeaderValue, header},
};
use bytes::Bytes;
use futures_util::{StreamExt as _, stream::BoxStream};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::time::Duration;

/// The largest body that is read, in bytes.
const MOST: usize = 2 * 1024 * 1024;
/// How much of a body that is too large is thrown away, so that its sender, who reads nothing before
/// all is sent, gets to see the answer.
const DRAINED: usize = 64 * 1024 * 1024;
/// How long a body may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A body in JSON, whatever its `Content-Type` says: much that speaks to this API leaves that out.
pub(super) struct JsonBody<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequest<AppState> for JsonBody<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &AppState) -> Result<Self, Refusal> {
        let bytes = read(request.into_body(), MOST).await?;
        Ok(Self(parse(&bytes)?))
    }
}

/// Reads a body of at most so many bytes.
pub(super) async fn read(body: Body, most: usize) -> Result<Bytes, Refusal> {
    let mut chunks = body.into_data_stream().boxed();
    match tokio::time::timeout(PATIENCE, collect(&mut chunks, most)).await {
        Ok(result) => result,
        Err(_) => Err(Refusal::from(Failure::new(
            ErrorKind::Timeout,
            "BODY_TIMEOUT",
            format!("The body did not arrive within {} s.", PATIENCE.as_secs()),
        ))
        .header(header::CONNECTION, HeaderValue::from_static("close"))),
    }
}

async fn collect(
    chunks: &mut BoxStream<'_, Result<Bytes, axum::Error>>,
    most: usize,
) -> Result<Bytes, Refusal> {
    let mut all = Vec::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk
            .map_err(|error| refuse("BODY_INCOMPLETE", format!("The body broke off: {error}.")))?;
        if all.len() + chunk.len() > most {
            let closing = drain(chunks).await;
            let refusal = Refusal::from(
                refuse("BODY_TOO_LARGE", format!("The body has more than {most} bytes."))
                    .with("limit_bytes", most),
            );
            return Err(if closing {
                refusal.header(header::CONNECTION, HeaderValue::from_static("close"))
            } else {
                refusal
            });
        }
        all.extend_from_slice(&chunk);
    }
    Ok(all.into())
}

/// Throws the rest away; says whether there was too much of it, so that the connection is of no
/// more use.
pub(super) async fn drain<E>(chunks: &mut BoxStream<'_, Result<Bytes, E>>) -> bool {
    let mut drained = 0;
    while let Some(Ok(chunk)) = chunks.next().await {
        drained += chunk.len();
        if drained > DRAINED {
            return true;
        }
    }
    false
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(refuse("EMPTY_BODY", "The body is empty; send a JSON object."));
    }
    let StrictJson(value) = serde_json::from_slice(bytes).map_err(|error| {
        if error.is_data() {
            // the only thing that strict JSON refuses by itself
            let words = error.to_string();
            let name = words.split('`').nth(1).unwrap_or_default();
            return Failure::field(
                name,
                "DUPLICATE_FIELD",
                format!(
                    "`{name}` is given twice in the same object (line {}, column {})",
                    error.line(),
                    error.column()
                ),
                Value::Null,
            );
        }
        refuse("INVALID_JSON", format!("The body is not JSON: {error}."))
            .with("line", error.line())
            .with("column", error.column())
    })?;
    serde_path_to_error::deserialize(Objects(&value))
        .map_err(|error| explain(Source::Body, error.path(), &error.inner().to_string(), &value))
}

#[cfg(test)]
mod tests {
    use super::parse;
    use app::types::{CreateRequest, Failure, UpdateRequest};
    use serde_json::json;

    fn refused(body: &str) -> Failure {
        parse::<CreateRequest>(body.as_bytes()).unwrap_err()
    }

    #[test]
    fn what_is_no_json_is_said_with_its_place() {
        for (body, code) in [
            ("", "EMPTY_BODY"),
            (" \n", "EMPTY_BODY"),
            ("{", "INVALID_JSON"),
            ("{\"image\": \"a\"} x", "INVALID_JSON"),
            ("{\"image\": \"a\",}", "INVALID_JSON"),
            ("{'image': 'a'}", "INVALID_JSON"),
            ("{\"resources\":{\"cpus\":NaN}}", "INVALID_JSON"),
            ("{\"resources\":{\"cpus\":1e999}}", "INVALID_JSON"),
            ("\u{0}", "INVALID_JSON"),
        ] {
            assert_eq!(refused(body).code, code, "{body:?}");
        }
        let failure = refused("{\n  \"image\": nope\n}");
        assert_eq!(failure.details["line"], 2);
        assert!(failure.details["column"].as_u64().is_some_and(|column| column > 10));
        assert!(parse::<CreateRequest>(b"{\"image\": \"\xff\"}").is_err());
    }

    #[test]
    fn a_wrong_type_is_said_with_its_field() {
        for (body, field, provided) in [
            (r#"{"image": 5}"#, "image", json!(5)),
            (r#"{"resources": {"cpus": "two"}}"#, "resources.cpus", json!("two")),
            (
                r#"{"ports": [{"container": 80}, {"container": "x"}]}"#,
                "ports[1].container",
                json!("x"),
            ),
            (r#"{"env": {"A": 1}}"#, "env.A", json!(1)),
            (r#"{"tags": "web"}"#, "tags", json!("web")),
            (r#"{"ports": {"80": 80}}"#, "ports", json!({"80": 80})),
            (r#"{"resources": {"memory": true}}"#, "resources.memory", json!(true)),
            ("[]", "", json!([])),
            ("\"text\"", "", json!("text")),
            ("null", "", json!(null)),
        ] {
            let failure = refused(body);
            assert_eq!(failure.code, "INVALID_TYPE", "{body}: {failure}");
            assert_eq!(failure.details["field"], field, "{body}: {failure}");
            assert_eq!(failure.details["provided"], provided, "{body}: {failure}");
        }
    }

    #[test]
    fn an_unknown_field_is_said_with_the_nearest_one() {
        for (body, field, nearest) in [
            (r#"{"imgae": "a"}"#, "imgae", "image"),
            (r#"{"Image": "a"}"#, "Image", "image"),
            (r#"{"resources": {"cpu": 1}}"#, "resources.cpu", "cpus"),
            (r#"{"ports": [{"hostport": 1}]}"#, "ports[0].hostport", "host"),
        ] {
            let failure = refused(body);
            assert_eq!(failure.code, "UNKNOWN_FIELD", "{body}: {failure}");
            assert_eq!(failure.details["field"], field, "{body}: {failure}");
            assert_eq!(failure.details["nearest"], nearest, "{body}: {failure}");
            assert!(failure.message.contains(&format!("`{nearest}`")), "{failure}");
            assert!(!failure.details["provided"].is_null(), "{body}: {failure:?}");
        }
    }

    #[test]
    fn a_value_of_a_fixed_set_is_checked() {
        let failure = refused(r#"{"restart": "sometimes"}"#);
        assert_eq!(
            (failure.code.as_str(), &failure.details["field"]),
            ("INVALID_VALUE", &json!("restart"))
        );
        assert!(failure.message.contains("on-failure"), "{failure}");
    }

    #[test]
    fn the_same_key_twice_is_refused_at_any_depth() {
        for body in [r#"{"image": "a", "image": "b"}"#, r#"{"env": {"A": "1", "A": "2"}}"#] {
            assert_eq!(refused(body).code, "DUPLICATE_FIELD", "{body}");
        }
    }

    #[test]
    fn null_is_told_from_absent() {
        let update: UpdateRequest = parse(br#"{"user": null, "env": {"A": null}}"#).unwrap();
        assert_eq!(update.user, Some(None));
        assert_eq!(update.command, None);
        assert_eq!(update.env.unwrap()["A"], None);
    }

    #[test]
    fn long_values_are_shortened() {
        let failure = refused(&format!(r#"{{"tags": "{}"}}"#, "x".repeat(100_000)));
        assert!(failure.details["provided"].as_str().is_some_and(|text| text.len() < 300));
    }
}
