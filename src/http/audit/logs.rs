use super::Audited;
use app::{
    api::Logs,
    types::{Failure, LogPage, LogQuery},
};

#[async_trait::async_trait]
impl Logs for Audited {
    async fn read(&self, cuid: &str, query: &LogQuery) -> Result<LogPage, Failure> {
        self.begin("container.logs", cuid);
        self.note(self.domain.read(cuid, query).await)
    }
}
