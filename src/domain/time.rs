use jiff::{Timestamp, Unit, ZonedDateTime};

/// Now, as RFC 3339 with the server's own offset, to the millisecond.
pub fn now() -> String {
    let now = ZonedDateTime::now();
    let now = now.round(Unit::Millisecond).unwrap_or(now);
    now.strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
}

/// A moment as this server writes times.
pub fn format(moment: Timestamp) -> String {
    moment
        .to_zoned_datetime(jiff::tz::TimeZone::system())
        .strftime("%Y-%m-%dT%H:%M:%S%.3f%:z")
        .to_string()
}

/// The same moment that the engine wrote, as this server writes times; `None` for the engine's
/// zero time, which stands for never.
pub fn from_engine(text: &str) -> Option<String> {
    let moment: Timestamp = text.parse().ok()?;
    (moment.as_second() > 0).then(|| format(moment))
}

/// Nanoseconds since 1970, as this server writes times.
pub fn from_nanoseconds(nanoseconds: i64) -> Option<String> {
    Timestamp::from_nanosecond(nanoseconds.into()).ok().map(format)
}
