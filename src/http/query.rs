use super::{
    AppState,
    error::Refusal,
    explain::{Source, explain},
};
use app::types::Failure;
use axum::{
    extract::{FromRequestParts, Path},
    http::request::Parts,
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// The query string; a parameter that is not known is an error.
pub(super) struct Query<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequestParts<AppState> for Query<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Refusal> {
        Ok(Self(parse(parts.uri.query().unwrap_or_default())?))
    }
}

/// Reads what forms and query strings are written in.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Failure> {
    let pairs = serde_urlencoded::Deserializer::new(form_urlencoded::parse(text.as_bytes()));
    serde_path_to_error::deserialize(pairs).map_err(|error| {
        let input: Map<String, Value> = form_urlencoded::parse(text.as_bytes())
            .map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())))
            .collect();
        explain(Source::Query, error.path(), &error.inner().to_string(), &Value::Object(input))
    })
}

/// The id in the path, as it was sent.
pub(super) struct Cuid(pub(super) String);

impl FromRequestParts<AppState> for Cuid {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Refusal> {
        let path = Path::<String>::from_request_parts(parts, state).await;
        path.map(|Path(cuid)| Self(cuid)).map_err(|_| {
            let words = "The id in the path can't be read: it is c followed by a UUID.";
            Failure::field("cuid", "INVALID_CUID", words, parts.uri.path()).into()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use app::types::ListQuery;
    use serde::Deserialize;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields, default)]
    struct Flags {
        force: bool,
    }

    #[test]
    fn parameters_are_read() {
        let query: ListQuery = parse("status=running,paused&q=a%20b+c").unwrap();
        assert_eq!(query.status.as_deref(), Some("running,paused"));
        assert_eq!(query.q.as_deref(), Some("a b c"));
        assert_eq!(parse::<ListQuery>("").unwrap(), ListQuery::default());
    }

    #[test]
    fn mistakes_are_named() {
        let failure = parse::<ListQuery>("statsu=running").unwrap_err();
        assert_eq!(failure.code, "UNKNOWN_PARAMETER");
        assert_eq!(failure.details["field"], "statsu");
        assert_eq!(failure.details["nearest"], "status");
        assert_eq!(failure.details["provided"], "running");
        let failure = parse::<ListQuery>("limit=1&limit=2").unwrap_err();
        assert_eq!(failure.code, "DUPLICATE_FIELD");
        assert_eq!(failure.details["field"], "limit");
        assert_eq!(parse("force=true"), Ok(Flags { force: true }));
        let failure = parse::<Flags>("force=yes").unwrap_err();
        assert_eq!(failure.code, "INVALID_VALUE");
        assert_eq!(
            (&failure.details["field"], &failure.details["provided"]),
            (&"force".into(), &"yes".into())
        );
    }
}
