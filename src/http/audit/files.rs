use super::Audited;
use app::{
    api::{Files, Saved},
    types::{Failure, FileEntry, FileList, FileQuery, MkdirRequest, UnpackRequest, Upload},
};

#[async_trait::async_trait]
impl Files for Audited {
    async fn list(&self, cuid: &str, query: &FileQuery) -> Result<FileList, Failure> {
        self.begin("files.list", cuid);
        self.note(Files::list(&*self.domain, cuid, query).await)
    }

    async fn stat(&self, cuid: &str, path: &str) -> Result<FileEntry, Failure> {
        self.begin("files.stat", cuid);
        self.note(self.domain.stat(cuid, path).await)
    }

    async fn mkdir(&self, cuid: &str, request: MkdirRequest) -> Result<Saved, Failure> {
        self.begin("files.mkdir", cuid);
        self.note(self.domain.mkdir(cuid, request).await)
    }

    async fn unpack(&self, cuid: &str, request: UnpackRequest) -> Result<Upload, Failure> {
        self.begin("files.unpack", cuid);
        self.note(self.domain.unpack(cuid, request).await)
    }
}
