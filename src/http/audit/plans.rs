use super::Audited;
use app::{
    api::Plans,
    types::{Commitments, ComposeText, CreateRequest, Failure, Plan, UpdateRequest},
};

#[async_trait::async_trait]
impl Plans for Audited {
    fn plan_create(&self, request: CreateRequest, key: Option<String>) -> Result<Plan, Failure> {
        self.note(self.domain.plan_create(request, key))
    }

    async fn plan_update(&self, cuid: &str, request: UpdateRequest) -> Result<Plan, Failure> {
        self.info.set_cuid(cuid);
        self.note(self.domain.plan_update(cuid, request).await)
    }

    async fn compose(&self, cuid: &str) -> Result<ComposeText, Failure> {
        self.info.set_cuid(cuid);
        self.note(self.domain.compose(cuid).await)
    }

    fn commitments(&self, but: Option<&str>) -> Commitments {
        self.domain.commitments(but)
    }
}
