use super::Audited;
use app::{
    api::{Containers, Created},
    types::{
        Action, Container, ContainerDetail, ContainerPage, CreateRequest, Deleted, Failure,
        ListQuery, PortsRequest, UpdateRequest,
    },
};
use std::sync::Arc;

#[async_trait::async_trait]
impl Containers for Audited {
    fn list(&self, query: &ListQuery) -> Result<ContainerPage<Arc<Container>>, Failure> {
        self.note(Containers::list(&*self.domain, query))
    }

    fn all(&self) -> Vec<Arc<Container>> {
        self.domain.all()
    }

    fn get(&self, cuid: &str) -> Result<Arc<Container>, Failure> {
        self.info.set_cuid(cuid);
        self.note(Containers::get(&*self.domain, cuid))
    }

    fn detail(&self, cuid: &str) -> Result<ContainerDetail<Arc<Container>>, Failure> {
        self.info.set_cuid(cuid);
        self.note(self.domain.detail(cuid))
    }

    async fn create(
        &self,
        request: CreateRequest,
        key: Option<String>,
    ) -> Result<Created, Failure> {
        self.info.set_action("container.create");
        let created = self.note(Containers::create(&*self.domain, request, key).await)?;
        self.info.set_cuid(&created.container.cuid);
        Ok(created)
    }

    async fn update(&self, cuid: &str, request: UpdateRequest) -> Result<Arc<Container>, Failure> {
        self.info.set_action("container.update");
        self.info.set_cuid(cuid);
        self.note(Containers::update(&*self.domain, cuid, request).await)
    }

    async fn update_ports(
        &self,
        cuid: &str,
        request: PortsRequest,
    ) -> Result<Arc<Container>, Failure> {
        self.info.set_action("container.ports");
        self.info.set_cuid(cuid);
        self.note(Containers::update_ports(&*self.domain, cuid, request).await)
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
        self.note(Containers::control(&*self.domain, cuid, action).await)
    }

    async fn delete(&self, cuid: &str, force: bool) -> Result<Deleted, Failure> {
        self.info.set_action("container.delete");
        self.info.set_cuid(cuid);
        self.note(Containers::delete(&*self.domain, cuid, force).await)
    }
}
