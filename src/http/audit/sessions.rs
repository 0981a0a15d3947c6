use super::Audited;
use app::{
    api::Sessions,
    types::{Failure, SessionInfo, SessionList},
};

#[async_trait::async_trait]
impl Sessions for Audited {
    fn list(&self, cuid: &str) -> Result<SessionList, Failure> {
        self.begin("session.list", cuid);
        self.note(Sessions::list(&*self.domain, cuid))
    }

    async fn end(&self, cuid: &str, id: &str) -> Result<SessionInfo, Failure> {
        self.begin("session.end", cuid);
        self.note(self.domain.end(cuid, id).await)
    }
}
