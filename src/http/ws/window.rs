use tokio::sync::watch;

/// How far a client may be behind what it is sent.
///
/// A program in a browser can't leave its WebSocket unread: what arrives piles up there however long
/// it takes to show. So it says how far it is, and no more is sent than it has room for.
pub(super) struct Window {
    bytes: u64,
    /// The place that the client is done with.
    acknowledged: watch::Receiver<u64>,
    /// The first place that was sent, and the one behind the last.
    sent: Option<(u64, u64)>,
}

impl Window {
    /// One of so many bytes; a piece of output may go beyond it.
    pub(super) const fn new(bytes: u64, acknowledged: watch::Receiver<u64>) -> Self {
        Self { bytes, acknowledged, sent: None }
    }

    /// Notes that so many bytes were sent, which end at that place.
    pub(super) fn sent(&mut self, offset: u64, bytes: usize) {
        let begin = self.sent.map_or(offset.saturating_sub(bytes as u64), |(begin, _)| begin);
        self.sent = Some((begin, offset));
    }

    /// Waits until there is room.
    pub(super) async fn opens(&mut self) {
        let Some((begin, end)) = self.sent else { return };
        let room = |place: &u64| end.saturating_sub(begin.max(*place)) < self.bytes;
        if self.acknowledged.wait_for(room).await.is_err() {
            // who acknowledges is gone, and the connection with it
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Window;
    use futures_util::FutureExt as _;
    use tokio::sync::watch;

    #[test]
    fn opens_as_far_as_was_acknowledged() {
        let (client, acknowledged) = watch::channel(0);
        let mut window = Window::new(100, acknowledged);
        assert!(window.opens().now_or_never().is_some());
        // the session has begun before this client came
        window.sent(5_099, 99);
        assert!(window.opens().now_or_never().is_some());
        window.sent(5_100, 1);
        assert!(window.opens().now_or_never().is_none());
        client.send_replace(5_001);
        assert!(window.opens().now_or_never().is_some());
        window.sent(6_000, 900);
        assert!(window.opens().now_or_never().is_none());
        client.send_replace(u64::MAX);
        assert!(window.opens().now_or_never().is_some());
    }
}
