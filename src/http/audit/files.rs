use super::Audited;
use app::{
    api::{Files, Saved},
    types::{
        ChmodRequest, CopyRequest, Failure, FileEntry, FileList, FileQuery, MkdirRequest,
        MoveRequest, Removed, RestoreRequest, UnpackRequest, Upload,
    },
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

    async fn move_(&self, cuid: &str, request: MoveRequest) -> Result<FileEntry, Failure> {
        self.begin("files.move", cuid);
        self.note(Files::move_(&*self.domain, cuid, request).await)
    }

    async fn copy(&self, cuid: &str, request: CopyRequest) -> Result<FileEntry, Failure> {
        self.begin("files.copy", cuid);
        self.note(Files::copy(&*self.domain, cuid, request).await)
    }

    async fn chmod(&self, cuid: &str, request: ChmodRequest) -> Result<FileEntry, Failure> {
        self.begin("files.chmod", cuid);
        self.note(Files::chmod(&*self.domain, cuid, request).await)
    }

    async fn delete(&self, cuid: &str, path: &str, undo: bool) -> Result<Removed, Failure> {
        self.begin("files.delete", cuid);
        self.note(Files::delete(&*self.domain, cuid, path, undo).await)
    }

    async fn restore(&self, cuid: &str, request: RestoreRequest) -> Result<FileEntry, Failure> {
        self.begin("files.restore", cuid);
        self.note(Files::restore(&*self.domain, cuid, request).await)
    }

    async fn unpack(&self, cuid: &str, request: UnpackRequest) -> Result<Upload, Failure> {
        self.begin("files.unpack", cuid);
        self.note(self.domain.unpack(cuid, request).await)
    }
}
