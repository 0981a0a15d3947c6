use super::request_info::RequestInfo;
use app::{
    api::{Containers, Created},
    types::{
        Action, Container, ContainerPage, CreateRequest, Deleted, Failure, ListQuery, PortsRequest,
        UpdateRequest,
    },
};
use std::sync::Arc;

/// The containers as pages and server functions get them: what they do with which container, and
/// how it failed, is noted for the action log, since their paths don't say it.
pub(super) struct Audited {
    pub(super) containers: Arc<dyn Containers>,
    pub(super) info: Arc<RequestInfo>,
}

impl Audited {
    fn note<T>(&self, result: Result<T, Failure>) -> Result<T, Failure> {
        result.inspect_err(|failure| self.info.set_failure(failure.clone()))
    }
}

#[async_trait::async_trait]
impl Containers for Audited {
    fn list(&self, query: &ListQuery) -> Result<ContainerPage<Arc<Container>>, Failure> {
        self.note(self.containers.list(query))
    }

    fn get(&self, cuid: &str) -> Result<Arc<Container>, Failure> {
        self.info.set_cuid(cuid);
        self.note(self.containers.get(cuid))
    }

    async fn create(
        &self,
        request: CreateRequest,
        key: Option<String>,
    ) -> Result<Created, Failure> {
        self.info.set_action("container.create");
        let created = self.note(self.containers.create(request, key).await)?;
        self.info.set_cuid(&created.container.cuid);
        Ok(created)
    }

    async fn update(&self, cuid: &str, request: UpdateRequest) -> Result<Arc<Container>, Failure> {
        self.info.set_action("container.update");
        self.info.set_cuid(cuid);
        self.note(self.containers.update(cuid, request).await)
    }

    async fn update_ports(
        &self,
        cuid: &str,
        request: PortsRequest,
    ) -> Result<Arc<Container>, Failure> {
        self.info.set_action("container.ports");
        self.info.set_cuid(cuid);
        self.note(self.containers.update_ports(cuid, request).await)
    }

    async fn control(&self, cuid: &str, action: Action) -> Result<Arc<Container>, Failure> {
        self.info.set_action(match action {
            Action::Start => "container.start",
            Action::Stop => "container.stop",
            Action::Restart => "container.restart",
            Action::Pause => "container.pause",
            Action::Unpause => "container.unpause",
        });
        self.info.set_cuid(cuid);
        self.note(self.containers.control(cuid, action).await)
    }

    async fn delete(&self, cuid: &str, force: bool) -> Result<Deleted, Failure> {
        self.info.set_action("container.delete");
        self.info.set_cuid(cuid);
        self.note(self.containers.delete(cuid, force).await)
    }
}
